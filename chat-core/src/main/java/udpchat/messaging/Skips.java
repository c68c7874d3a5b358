package udpchat.messaging;

import udpchat.store.IntervalSet;
import udpchat.wire.Frame;
import udpchat.wire.FrameSize;

/** The SKIPs to send: numbers of ours that the peer need not wait for. */
final class Skips {
    private final IntervalSet due = new IntervalSet();

    void add(long first, long last) {
        due.add(first, last);
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    void clear() {
        due.clear();
    }

    /** The next one, or null if it does not fit. */
    Frame.Skip pull(int maxBytes) {
        Frame.Skip skip = new Frame.Skip(SendQueue.CHANNEL, due.first(0), due.last(0));
        if (FrameSize.of(skip) > maxBytes) {
            return null;
        }
        due.removeLowest();
        return skip;
    }
}
