package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import udpchat.store.IntervalSet;
import udpchat.wire.Frame;
import udpchat.wire.Frame.Receipt.Level;
import udpchat.wire.FrameSize;
import udpchat.wire.Interval;
import udpchat.wire.Varint;
import udpchat.wire.WireLimits.Frames;

/**
 * What is held of one stream of the peer's, and the RECEIPTs to send of it. A RECEIPT says only what is so, of as many
 * numbers as it has room for, and always names the highest that is stored: a peer whose store is older than that must see
 * it.
 */
final class Receipts {
    /** Id, stream, channel, level, a cumulative number and a count: no RECEIPT is longer without ranges. */
    private static final int HEAD = 1 + Long.BYTES + 1 + 1 + Varint.MAX_BYTES + 2;

    private static final int RANGE = 2 * Varint.MAX_BYTES;

    /** So many intervals are named by each RECEIPT of the state, however little room there is. */
    private static final int NEAR = 16;

    private final long streamId;
    private final IntervalSet stored;
    private final IntervalSet skipped;
    private final boolean saysRead;
    private long readThrough;
    /** Up to here all are stored or skipped, and shown. */
    private long settledThrough;
    /** Up to here the peer has had RECEIPTs of all that is stored, or has sent again what it had none of. */
    private long toldThrough;

    private boolean storedDue;
    private boolean skippedDue;
    private boolean readDue;
    private final ArrayDeque<Interval> skippedAsked = new ArrayDeque<>();
    private final ArrayDeque<Interval> storedAsked = new ArrayDeque<>();
    private long newestStored;
    private long newestRead;
    private final IdentityHashMap<Frame.Receipt, Told> inFlight = new IdentityHashMap<>();
    private long pulled;

    /**
     * What a RECEIPT under way says.
     *
     * @param number counts them
     * @param through the value of {@link #toldThrough} once it has arrived
     * @param asked what it answers, or null
     */
    private record Told(long number, long through, Interval asked) {}

    /** @param saysRead whether the peer is told what was read */
    Receipts(long streamId, List<Interval> stored, List<Interval> skipped, long readThrough, boolean saysRead) {
        this.streamId = streamId;
        this.stored = new IntervalSet(stored);
        this.skipped = new IntervalSet(skipped);
        this.readThrough = readThrough;
        this.saysRead = saysRead;
    }

    long streamId() {
        return streamId;
    }

    /** The store has it. */
    void stored(long seq) {
        stored.add(seq);
        forgetOld(stored);
        storedDue = true;
    }

    /** The store has that they are skipped. */
    void skipped(Interval range) {
        skipped.add(range.first(), range.last());
        forgetOld(skipped);
    }

    private void forgetOld(IntervalSet intervals) {
        while (intervals.count() > MessagingLimits.CLAIMS && intervals.last(0) <= settledThrough) {
            intervals.removeLowest();
        }
    }

    /** The last of the skipped numbers that follow {@code seq} and begin there; {@code seq} − 1 if it is not skipped. */
    long skippedFrom(long seq) {
        if (skipped.isEmpty()) {
            return seq - 1;
        }
        int index = skipped.indexFrom(seq);
        return index >= 0 && skipped.last(index) >= seq ? skipped.last(index) : seq - 1;
    }

    void settled(long through) {
        settledThrough = through;
    }

    /** Whether this is news. */
    boolean read(long through) {
        if (through <= readThrough) {
            return false;
        }
        readThrough = through;
        readDue = saysRead;
        return true;
    }

    /** How many up to this one are stored and not read. */
    long unread(long through) {
        return stored.countWithin(readThrough + 1, through);
    }

    /** The peer sent this one again, so it does not know that it is settled, unless that is on its way. */
    void repeat(long seq) {
        int index = stored.indexFrom(seq);
        if (index < 0 || stored.last(index) < seq) {
            ask(new Interval(seq, seq));
            return;
        }
        int start = stored.indexFrom(toldThrough);
        if (seq <= stored.prefix() || (index >= start && index - start < NEAR)) {
            storedDue = true;
        } else {
            ask(new Interval(seq, seq));
        }
    }

    /** The peer wants to know of these: what was skipped of them, and what was stored. */
    void ask(Interval range) {
        if (!skipped.within(range.first(), range.last(), 1).isEmpty()) {
            add(skippedAsked, range);
        }
        if (!stored.within(range.first(), range.last(), 1).isEmpty()) {
            add(storedAsked, range);
        }
    }

    private static void add(ArrayDeque<Interval> asked, Interval range) {
        Interval last = asked.peekLast();
        if (last != null && last.equals(range)) {
            return;
        }
        if (asked.size() < MessagingLimits.QUESTIONS) {
            asked.add(range);
        } else {
            asked.removeLast();
            asked.add(new Interval(Math.min(last.first(), range.first()), Math.max(last.last(), range.last())));
        }
    }

    /** STREAM came: say what is held. */
    void answerStream() {
        storedDue = true;
        skippedDue = !skipped.isEmpty();
        readDue = saysRead && readThrough > 0;
    }

    /** Another key: what the peer has no RECEIPT of it sends again. In a new session what was under way is forgotten. */
    void onKey(boolean newSession) {
        toldThrough = settledThrough;
        if (newSession) {
            inFlight.clear();
            skippedAsked.clear();
            storedAsked.clear();
        }
    }

    /** Whether the peer may not know yet what is held, or was read. */
    boolean isOwing() {
        return isReady() || !inFlight.isEmpty();
    }

    boolean isReady() {
        return storedDue || skippedDue || readDue || !skippedAsked.isEmpty() || !storedAsked.isEmpty();
    }

    /** The next one; null if it does not fit. */
    Frame.Receipt pull(int maxBytes) {
        int ranges = Math.min(Frames.RECEIPT_RANGES, (maxBytes - HEAD) / RANGE);
        if (ranges <= NEAR) {
            return null;
        }
        Frame.Receipt receipt;
        if (skippedDue) {
            skippedDue = false;
            receipt = highestSkipped(ranges);
        } else if (!skippedAsked.isEmpty()) {
            Interval asked = skippedAsked.remove();
            receipt = skipped(skipped.within(asked.first(), asked.last(), ranges), asked);
        } else if (!storedAsked.isEmpty()) {
            receipt = storedWithin(storedAsked.remove(), ranges);
        } else if (storedDue) {
            storedDue = false;
            receipt = state(ranges);
        } else {
            readDue = false;
            receipt = pulled(Level.READ, readThrough, List.of(), 0, null);
            newestRead = pulled;
        }
        assert FrameSize.of(receipt) <= maxBytes : receipt;
        return receipt;
    }

    private Frame.Receipt state(int limit) {
        long cumulative = stored.prefix();
        long covered = settledThrough;
        List<Interval> ranges = List.of();
        int rest = stored.count() - (cumulative > 0 ? 1 : 0);
        if (rest > 0) {
            int first = Math.max(stored.count() - rest, stored.indexFrom(toldThrough));
            int end = Math.min(stored.count(), first + limit);
            ranges = new ArrayList<>(end - first);
            if (end < stored.count()) {
                end--;
                covered = Math.min(covered, stored.last(end - 1));
            }
            for (int i = first; i < end; i++) {
                ranges.add(stored.get(i));
            }
            if (end < stored.count()) {
                ranges.add(stored.get(stored.count() - 1));
            }
        }
        Frame.Receipt receipt = pulled(Level.STORED, cumulative, ranges, covered, null);
        newestStored = pulled;
        return receipt;
    }

    private Frame.Receipt highestSkipped(int limit) {
        List<Interval> ranges = new ArrayList<>();
        for (int i = Math.max(0, skipped.count() - limit); i < skipped.count(); i++) {
            ranges.add(skipped.get(i));
        }
        return skipped(ranges, null);
    }

    private Frame.Receipt skipped(List<Interval> ranges, Interval asked) {
        boolean fromOne = !ranges.isEmpty() && ranges.get(0).first() == 1;
        return pulled(
                Level.SKIPPED,
                fromOne ? ranges.get(0).last() : 0,
                fromOne ? ranges.subList(1, ranges.size()) : ranges,
                0,
                asked);
    }

    private Frame.Receipt storedWithin(Interval asked, int limit) {
        long cumulative = stored.prefix();
        List<Interval> ranges = new ArrayList<>();
        Interval highest = stored.get(stored.count() - 1);
        for (Interval each : stored.within(Math.max(asked.first(), cumulative + 1), asked.last(), limit - 1)) {
            if (each.first() < highest.first()) {
                ranges.add(each);
            }
        }
        if (highest.first() > cumulative) {
            ranges.add(highest);
        }
        return pulled(Level.STORED, cumulative, ranges, 0, asked);
    }

    private Frame.Receipt pulled(Level level, long cumulative, List<Interval> ranges, long through, Interval asked) {
        Frame.Receipt receipt = new Frame.Receipt(streamId, SendQueue.CHANNEL, level, cumulative, ranges);
        pulled++;
        inFlight.put(receipt, new Told(pulled, through, asked));
        return receipt;
    }

    /** A RECEIPT has arrived. */
    void acked(Frame.Receipt receipt) {
        Told told = inFlight.remove(receipt);
        if (told != null) {
            toldThrough = Math.max(toldThrough, told.through());
        }
    }

    /** A RECEIPT is lost: what it said is said again, unless a newer one says it too. */
    void lost(Frame.Receipt receipt) {
        Told told = inFlight.remove(receipt);
        if (told == null) {
            return;
        }
        if (told.asked() != null) {
            ask(told.asked());
        } else if (receipt.level() == Level.SKIPPED) {
            skippedDue = true;
        } else if (told.number() == newestStored) {
            storedDue = true;
        } else if (told.number() == newestRead) {
            readDue = true;
        }
    }
}
