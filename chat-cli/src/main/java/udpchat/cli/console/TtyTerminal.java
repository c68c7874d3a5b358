package udpchat.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.impl.AbstractPosixTerminal;
import org.jline.terminal.spi.Pty;
import org.jline.utils.InfoCmp;
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

    TtyTerminal(String type, Pty pty, TtyInput input, OutputStream output) throws IOException {
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
        parseInfoCmp();
    }

    /** What the terminal can do, from JLine's own table where it has the type: starting {@code infocmp} costs 30 ms. */
    @Override
    protected void parseInfoCmp() {
        String known = InfoCmp.getDefaultInfoCmp(alike(getType()));
        if (known == null) {
            super.parseInfoCmp();
            return;
        }
        InfoCmp.parseInfoCmp(known, bools, ints, strings);
        detectTrueColorSupport();
    }

    /** Types that differ from a common one only in what is not used here. */
    static String alike(String type) {
        return switch (type) {
            case "tmux", "tmux-256color" -> "screen-256color";
            case "xterm-color", "xterm-16color" -> "xterm";
            case "alacritty", "foot", "ghostty", "konsole", "vte", "wezterm" -> "xterm-256color";
            default -> type.startsWith("xterm-") ? "xterm-256color" : type;
        };
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
