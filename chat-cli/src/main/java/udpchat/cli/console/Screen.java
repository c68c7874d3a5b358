package udpchat.cli.console;

/**
 * What the person in front of the program sees and types into: {@link Console} in a terminal that can move its cursor,
 * {@link PlainConsole} in one that cannot (or should not).
 *
 * <p>Every text given to a screen is shown as it is, so whatever a peer sent must have passed the content filter before.
 * A text may hold line feeds; it is one piece and is never torn by another one.
 *
 * <p>All methods may be called from any thread and return at once, except {@link #run} and {@link #close}.
 */
public interface Screen extends AutoCloseable {

    /**
     * Shows a text above the line that is being typed. Never waits for the terminal: while the terminal takes no more,
     * texts are held up to a limit, then counted, and the count is shown in their place.
     */
    void print(String text);

    /**
     * Like {@link #print}, for the answer to what the person just did: in the same order, but with room of its own, so
     * that a flood of messages does not push it out.
     */
    void reply(String text);

    /** Sets the prompt. A screen without prompt ignores it. */
    void setPrompt(String prompt);

    /** Sets what stands at the right edge of the input line. A screen without prompt ignores it. */
    void setRightPrompt(String rightPrompt);

    /** Puts a text into the input line that is typed next, to be edited and sent again. A plain screen prints it. */
    void prefill(String text);

    /** Clears the screen, where that can be done. */
    void clear();

    /** The width in columns; 0 where it is not known. */
    int columns();

    /**
     * Reads lines and gives them to the handler, both on the calling thread, until {@link #leave} is called, the person
     * leaves, a signal asks for it or the terminal goes away. The terminal is given back as it was before this returns;
     * {@link #print} still works until {@link #close}, as plain output.
     *
     * <p>Once only.
     */
    LeaveReason run(LineHandler handler);

    /** Asks {@link #run} to return. The first reason counts. */
    void leave(LeaveReason reason);

    /**
     * Sets what happens when the person presses Ctrl-C, or SIGINT or SIGTERM comes, after {@link #run} was asked to return: they do
     * not want to wait for goodbyes. It runs once, on a thread of its own.
     */
    void onImpatience(Runnable action);

    /** Shows what is still held, for half a second at most where the terminal takes no more, and gives everything back. */
    @Override
    void close();
}
