package udpchat.store;

import java.util.ArrayList;
import java.util.List;

/** The messages of one stream and channel that were not shown, by number. Mostly they come in order, and soon go. */
final class Unshown {
    private final List<InboundRecord> messages = new ArrayList<>();
    /** Those before it are gone. */
    private int head;

    boolean isEmpty() {
        return head == messages.size();
    }

    void add(InboundRecord message) {
        if (isEmpty()) {
            messages.clear();
            head = 0;
        }
        messages.add(isEmpty() || last() < message.seq() ? messages.size() : position(message.seq()), message);
    }

    /** Forgets those up to a number. */
    void removeThrough(long seq) {
        head = !isEmpty() && last() <= seq ? messages.size() : position(seq + 1);
        // Linear in all, since at least as many are gone as are moved.
        if (2 * head >= messages.size()) {
            messages.subList(0, head).clear();
            head = 0;
        }
    }

    void addTo(List<InboundRecord> target) {
        target.addAll(messages.subList(head, messages.size()));
    }

    private long last() {
        return messages.get(messages.size() - 1).seq();
    }

    /** The index of the first one with at least this number. */
    private int position(long seq) {
        int low = head;
        int high = messages.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (messages.get(middle).seq() < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
