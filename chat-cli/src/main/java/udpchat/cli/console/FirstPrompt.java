package udpchat.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The prompt while the editor and the socket are still being made, which takes longer than all that comes before. What is
 * typed meanwhile the terminal itself echoes behind it, and the editor reads it once it is there. On Windows there is none:
 * a console window knows no escape sequences before JLine has told it to.
 *
 * <p>For one thread. It writes to the terminal directly, so nothing else may write between {@link #show} and {@link #close}.
 */
public final class FirstPrompt implements AutoCloseable {
    /** To the line's beginning, and nothing behind it. */
    private static final String ERASE = "\r\u001b[K";

    private final OutputStream terminal;
    private boolean shown;

    private FirstPrompt(OutputStream terminal) {
        this.terminal = terminal;
    }

    /** None, where no editor will take it over. */
    public static FirstPrompt none() {
        return new FirstPrompt(OutputStream.nullOutputStream());
    }

    /** Shows it on standard output, which has to be a terminal that can repaint. */
    public static FirstPrompt show(String prompt) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return windows ? none() : show(prompt, Tty.standardOutput());
    }

    static FirstPrompt show(String prompt, OutputStream terminal) {
        FirstPrompt first = new FirstPrompt(terminal);
        first.write(prompt);
        first.shown = true;
        return first;
    }

    /** Takes it away, with what was echoed. */
    @Override
    public void close() {
        if (shown) {
            shown = false;
            write(ERASE);
        }
    }

    private void write(String text) {
        try {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Whoever draws next finds out that the terminal is gone.
        }
    }
}
