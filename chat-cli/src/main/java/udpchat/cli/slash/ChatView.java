package udpchat.cli.slash;

import udpchat.model.Contact;

/**
 * Where a {@link SlashExecutor} shows what it does. Called on the input thread, but for {@link #show}, {@link #tell} where
 * the view {@link #waits} for nothing, and {@link #focus}: those may be called on any thread.
 */
public interface ChatView {

    /** What was asked for: a list, a page of help; rendered. */
    void show(String rendered);

    /** A notice or an error; rendered. */
    void tell(String rendered);

    /** Gives back what was typed and could not be done, so that it can be mended. */
    default void giveBack(String input) {}

    /** The peer the person talks to from now on. */
    default void focus(Contact peer) {}

    /** The person turned to this peer: opened the talk with it, or wrote to it. */
    default void turnedTo(Contact peer) {}

    /** The person is away from now on, or back. */
    default void away(boolean away) {}

    /** Whether the input may wait for an answer that takes its time, so that all comes in the order of the input. */
    default boolean waits() {
        return true;
    }

    /** Whether the end of a talk is shown when the person goes on with it. */
    default boolean recalls() {
        return false;
    }

    /** Clears the screen. */
    default void clear() {}
}
