package udpchat.cli.pipe;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The process's own streams as UTF-8 lines, whatever the locale says. A line is written whole and at once. Safe for use
 * by several threads; a writer waits for a slow reader.
 */
public final class Stdio {

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private volatile Consumer<IOException> onOutputLost = e -> {};
    private volatile IOException outputLost;

    public Stdio(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** The streams of this process. */
    public static Stdio ofProcess() {
        return new Stdio(
                StandardInput.open(),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                new FileOutputStream(FileDescriptor.err));
    }

    /** Is told once, on the writing thread, that nobody takes our output any more; see {@link #isClosedByReader}. */
    public void onOutputLost(Consumer<IOException> who) {
        onOutputLost = who;
    }

    /** Why nobody takes our output any more, if so. */
    public Optional<IOException> outputLost() {
        return Optional.ofNullable(outputLost);
    }

    public InputStream in() {
        return in;
    }

    /** Writes content. After the output was lost it does nothing. An empty line is not written. */
    public void out(String line) {
        if (line.isEmpty()) {
            return;
        }
        synchronized (out) {
            if (outputLost != null) {
                return;
            }
            try {
                out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                outputLost = e;
                onOutputLost.accept(e);
            }
        }
    }

    /** Writes a notice or an error. Where that is not possible there is nobody to tell. An empty line is not written. */
    public void err(String line) {
        if (line.isEmpty()) {
            return;
        }
        synchronized (err) {
            try {
                err.write((line + '\n').getBytes(StandardCharsets.UTF_8));
                err.flush();
            } catch (IOException e) {
                // Nobody to tell.
            }
        }
    }

    /** Whether the reader of our output has gone, as {@code head} does, rather than that something is broken. */
    public static boolean isClosedByReader(IOException e) {
        String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return why.contains("broken pipe")
                || why.contains("pipe is being closed")
                || why.contains("pipe has been ended");
    }
}
