package udpchat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import udpchat.model.ChatMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;

/**
 * Which messages the listener has got: the last one of each peer stands for those before it. What is marked is not shown
 * again after a crash. Owned by the listener's thread.
 */
final class ShownMarks {

    /** Told at the latest after so many messages, since a slow listener may take long for what it was given at once. */
    private static final int MOST = 64;

    private final BiConsumer<PeerKey, MessageId> shown;
    private final Map<PeerKey, MessageId> last = new LinkedHashMap<>();
    private int count;
    private boolean over;

    /** @param shown is told that this message and all that its sender said before it were shown */
    ShownMarks(BiConsumer<PeerKey, MessageId> shown) {
        this.shown = shown;
    }

    /** The listener has got it. */
    void add(ChatMessage message) {
        if (message.key().isPresent() && message.id().isPresent()) {
            add(message.key().get(), message.id().get());
        }
    }

    void add(PeerKey from, MessageId id) {
        if (over) {
            return;
        }
        last.put(from, id);
        count++;
        if (count >= MOST) {
            tell();
        }
    }

    /** The listener takes no more messages: those from now on were not shown. */
    void end() {
        tell();
        over = true;
    }

    /** Tells of those that were not told of yet. */
    void tell() {
        last.forEach(shown);
        last.clear();
        count = 0;
    }
}
