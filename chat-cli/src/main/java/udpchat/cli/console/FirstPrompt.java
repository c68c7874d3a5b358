package udpchat.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The prompt while the editor and the socket are still being made, which takes longer than all that comes before. What is
 * typed meanwhile the terminal itself echoes behind it, and the editor reads it once it is there. On Windows there is none:
 * a console window knows no escape sequences before JLine has told it to.
 *
 * <p>For one thread. Nothing else may write to the terminal between {@link #show} and {@link #close}. A terminal that takes
 * nothing holds up neither of them: each line is written by a thread of its own.
 */
public final class FirstPrompt implements AutoCloseable {
    /** To the line's beginning, and nothing behind it. */
    private static final String ERASE = "\r\u001b[K";

    /** A terminal that takes longer for two characters is stopped. */
    private static final long STALL_MILLIS = 200;

    private final OutputStream terminal;
    /** Writes the prompt; null where none is shown. */
    private Thread writing;

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
        first.writing = first.write(prompt);
        return first;
    }

    /** Takes it away, with what was echoed; on a terminal that is stopped it stays. */
    @Override
    public void close() {
        Thread prompt = writing;
        writing = null;
        if (prompt != null && isWritten(prompt)) {
            isWritten(write(ERASE));
        }
    }

    private Thread write(String text) {
        Thread thread = new Thread(
                () -> {
                    try {
                        terminal.write(text.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // Whoever draws next finds out that the terminal is gone.
                    }
                },
                "first-prompt");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean isWritten(Thread thread) {
        try {
            thread.join(STALL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
