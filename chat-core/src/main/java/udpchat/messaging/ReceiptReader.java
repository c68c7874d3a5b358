package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.List;
import udpchat.wire.Frame;
import udpchat.wire.Interval;

/** Draws from the peer's RECEIPTs what became of our messages. */
final class ReceiptReader {
    private final SendQueue queue;
    private final ArrayDeque<ConversationEvent> events;
    private final ReadThere readThere;
    /** The lowest unsettled number when the key was established: an honest peer knows all below it. */
    private long floor = 1;
    /** The highest number below it that the peer says to have skipped, under this key. */
    private long skippedBelowFloor;
    /** What was skipped below the floor under this key begins here. */
    private long gapFrom;

    ReceiptReader(SendQueue queue, ReadThere readThere, ArrayDeque<ConversationEvent> events) {
        this.queue = queue;
        this.readThere = readThere;
        this.events = events;
        onKey();
    }

    /** Another key is used: the peer may be another program, with another store. */
    void onKey() {
        floor = queue.numbered().base();
        skippedBelowFloor = 0;
        gapFrom = floor;
    }

    /** Reads one of our stream; false if it names numbers that we never gave. */
    boolean read(Frame.Receipt receipt, long now) {
        long end = queue.numbered().next();
        List<Interval> ranges = receipt.ranges();
        boolean known = ranges.isEmpty()
                ? receipt.cumulative() < end
                : ranges.get(ranges.size() - 1).last() < end;
        known &= named(receipt, 1, receipt.cumulative(), now);
        for (int i = 0; i < ranges.size(); i++) {
            Interval range = ranges.get(i);
            known &= named(receipt, range.first(), range.last(), now);
        }
        if (known) {
            compareWithFloor(receipt);
        }
        if (known && receipt.level() == Frame.Receipt.Level.READ) {
            readThere.readThrough(receipt.cumulative());
        }
        return known;
    }

    private boolean named(Frame.Receipt receipt, long first, long last, long now) {
        SeqRing numbered = queue.numbered();
        boolean makesSense = true;
        long from = Math.max(first, numbered.base());
        long to = Math.min(last, numbered.next() - 1);
        for (long seq = from; seq <= to; seq++) {
            Outbound message = numbered.get(seq);
            if (message == null) {
                continue;
            }
            switch (receipt.level()) {
                // A number that means another message to the peer.
                case SKIPPED -> makesSense &= message.givenUp != null;
                case STORED -> deliver(message, now);
                case READ -> {
                    // READ leaves open what it does not name, and those given up are never read for certain.
                    if (message.givenUp == null) {
                        deliver(message, now);
                    }
                }
            }
            if (receipt.level() == Frame.Receipt.Level.SKIPPED && message.givenUp != null) {
                queue.skipped(message);
            }
        }
        if (receipt.level() == Frame.Receipt.Level.READ) {
            readThere.read(first, last);
        }
        return makesSense;
    }

    private void deliver(Outbound message, long now) {
        readThere.add(message.seq, message.id);
        queue.delivered(message, now);
    }

    /** Whoever does not know what it receipted before has lost its store, and waits for what will not come again. */
    private void compareWithFloor(Frame.Receipt receipt) {
        long below = floor - 1;
        if (below == 0 || receipt.level() == Frame.Receipt.Level.READ) {
            return;
        }
        long known = Math.min(receipt.cumulative(), below);
        List<Interval> ranges = receipt.ranges();
        for (int i = 0; i < ranges.size() && ranges.get(i).first() <= below; i++) {
            known = Math.min(ranges.get(i).last(), below);
        }
        if (receipt.level() == Frame.Receipt.Level.SKIPPED) {
            skippedBelowFloor = Math.max(skippedBelowFloor, known);
        } else if (Math.max(known, skippedBelowFloor) < below && known + 1 < gapFrom) {
            gapFrom = known + 1;
            queue.skips.add(gapFrom, below);
            events.add(new ConversationEvent.PeerForgot(new Interval(gapFrom, below)));
        }
    }
}
