package udpchat;

import udpchat.model.ChatEvent;

/**
 * Is told what happens, one event after the other, on a thread of its own. It may block: the network goes on, up to a
 * bounded queue, and then {@link ChatEvent.Missed} says how much was not kept. What it throws is logged and otherwise
 * ignored.
 */
@FunctionalInterface
public interface ChatListener {
    void onEvent(ChatEvent event);
}
