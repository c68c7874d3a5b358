package udpchat.cli.slash;

import udpchat.model.Contact;

/** Where a {@link SlashExecutor} shows what it does. Called on the input thread. */
public interface ChatView {

    /** What was asked for: a list, a page of help; rendered. */
    void show(String rendered);

    /** A notice or an error; rendered. */
    void tell(String rendered);

    /** Gives back what was typed and could not be done, so that it can be mended. */
    default void giveBack(String input) {}

    /** The peer the person talks to from now on. */
    default void focus(Contact peer) {}

    /** Clears the screen. */
    default void clear() {}
}
