package udpchat;

import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;

/**
 * Is told what happens, one event after the other, on a thread of its own. It may block: the network goes on, up to a
 * bounded queue, and then {@link ChatEvent.Missed} says how much was not kept. What it throws is logged and otherwise
 * ignored.
 *
 * <p>With a message store a message counts as shown once {@link #onEvent} has returned from it. If the program ends before
 * that is in the store, the next one is told the message again, under the same id and with {@link
 * ChatMessage#redelivered}.
 */
@FunctionalInterface
public interface ChatListener {
    void onEvent(ChatEvent event);

    /**
     * Whether this message is to be told. After the first that is not, none is, and they are kept for a listener of a later
     * run: for one that leaves after so many messages.
     */
    default boolean takes(ChatMessage message) {
        return true;
    }
}
