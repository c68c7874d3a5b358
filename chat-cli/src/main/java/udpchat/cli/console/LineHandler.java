package udpchat.cli.console;

/** Takes what the person typed. */
@FunctionalInterface
public interface LineHandler {
    /**
     * Handles one line: not blank at its end, with line feeds inside where several lines were pasted or typed. If this
     * throws, the line goes back into the input line and the exception's message is shown; nothing typed is lost.
     */
    void handle(String line);
}
