package udpchat.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.terminal.impl.AbstractPosixTerminal;
import org.jline.terminal.spi.Pty;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;

/**
 * JLine's view of the terminal, on our streams. Unlike JLine's own system terminal it cannot be stuck in a write, raises no
 * signals while reading (Ctrl-C and Ctrl-Z are keys of the editor), probes nothing and leaves shutdown to us. UTF-8 always,
 * whatever the locale says.
 */
final class TtyTerminal extends AbstractPosixTerminal {
    private final TtyInput input;
    private final OutputStream output;
    private final NonBlockingReader reader;
    private final PrintWriter writer;

    /** @param known what a terminal of this type can do; where empty, {@code infocmp} is asked */
    TtyTerminal(String type, Optional<Terminfo> known, Pty pty, TtyInput input, OutputStream output)
            throws IOException {
        super(
                "udpchat",
                type,
                pty,
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                SignalHandler.SIG_DFL);
        this.input = input;
        this.output = output;
        this.reader = NonBlocking.nonBlocking(getName(), input, StandardCharsets.UTF_8);
        this.writer = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        if (known.isPresent()) {
            bools.addAll(known.get().bools());
            ints.putAll(known.get().ints());
            strings.putAll(known.get().strings());
            detectTrueColorSupport();
        } else {
            parseInfoCmp();
        }
    }

    @Override
    public boolean supportsGraphemeClusterMode() {
        return false;
    }

    @Override
    public NonBlockingReader reader() {
        return reader;
    }

    @Override
    public PrintWriter writer() {
        return writer;
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }
}
