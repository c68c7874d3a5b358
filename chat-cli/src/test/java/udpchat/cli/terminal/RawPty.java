package udpchat.cli.terminal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;

/**
 * A pseudo-terminal of which the test holds the other end: unlike any real terminal it can stop taking output and still be
 * typed into, or go away. The command has it as its controlling terminal.
 */
public final class RawPty implements AutoCloseable {

    /** A terminal whose program ended is not at its end while we hold its other side: only time tells. */
    private static final int PATIENCE_SECONDS = 40;

    private final JniNativePty pty;
    private final Reader output;
    private final OutputStream input;
    private final Process process;

    private RawPty(JniNativePty pty, Process process) {
        this.pty = pty;
        this.process = process;
        this.output = new InputStreamReader(pty.getMasterInput(), StandardCharsets.UTF_8);
        this.input = pty.getMasterOutput();
    }

    /** Starts the command in a terminal of 80 × 24 of the given type. Skips the test where {@code setsid} is missing. */
    public static RawPty start(String term, List<String> command) throws IOException {
        assumeTrue(new File("/usr/bin/setsid").canExecute(), "setsid(1) is not installed");
        JniNativePty pty = (JniNativePty) new JniTerminalProvider().open(null, Size.of(80, 24));
        List<String> words = new ArrayList<>(List.of("/usr/bin/setsid", "-c", "-w"));
        words.addAll(command);
        File device = new File(pty.getName());
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(device)
                .redirectOutput(device)
                .redirectError(device);
        builder.environment().put("TERM", term);
        return new RawPty(pty, builder.start());
    }

    public void type(String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Reads output until it holds the text; gives all that was read. Fails if it does not come in time. */
    public String readUntil(String text) throws IOException {
        Queue<String> pieces = new ConcurrentLinkedQueue<>();
        FutureTask<String> reading = new FutureTask<>(() -> readUntil(text, pieces));
        Thread reader = new Thread(reading, "raw-pty");
        reader.setDaemon(true);
        reader.start();
        try {
            return reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "waited in vain for '" + text + "', the program " + (process.isAlive() ? "runs" : "ended") + ": "
                            + String.join("", pieces),
                    e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String readUntil(String text, Queue<String> pieces) throws IOException {
        StringBuilder all = new StringBuilder();
        char[] piece = new char[65_536];
        while (all.indexOf(text) < 0) {
            int n = output.read(piece);
            if (n < 0) {
                throw new IOException("closed before '" + text + "': " + all);
            }
            all.append(piece, 0, n);
            pieces.add(new String(piece, 0, n));
        }
        return all.toString();
    }

    public Process process() {
        return process;
    }

    /** The program itself, below {@code setsid} if that had to fork. */
    public ProcessHandle program() {
        return process.descendants().findFirst().orElse(process.toHandle());
    }

    /** The terminal goes away. */
    public void hangUp() throws IOException {
        pty.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        program().destroyForcibly();
        process.destroyForcibly();
    }
}
