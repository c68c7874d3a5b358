package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import udpchat.messaging.FrameExchange.Verdict;
import udpchat.model.MessageId;
import udpchat.store.InboundRecord;
import udpchat.store.IntervalSet;
import udpchat.store.StoreOperation;
import udpchat.store.StoredPeer;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.Interval;
import udpchat.wire.MalformedException;
import udpchat.wire.MessageBody;
import udpchat.wire.WireLimits.Messages;

/**
 * One stream of the peer's messages: each is taken once, stored, receipted, and then shown in its order. A message goes
 * through {@code taken} (it will not be taken again), {@link Receipts#stored} (the store has it) and {@code next} (it was
 * given out).
 */
final class ReceiveWindow {
    private final Bytes peer;
    private final long peerPrefix;
    private final long streamId;
    private final Journal journal;
    private final ArrayDeque<ConversationEvent> events;
    private final HeldBytes held;
    private final Receipts receipts;
    private final Reassembler reassembler;
    /** Stored or skipped, whether the store has that or not yet. */
    private final IntervalSet taken = new IntervalSet();

    private final CommitQueue<Inbound> arrived = new CommitQueue<>();
    private final CommitQueue<Skipping> skipping = new CommitQueue<>();
    /** Stored, and later than one that did not come yet. */
    private final Map<Long, Inbound> waiting = new HashMap<>();
    /** The next one to show. */
    private long next = 1;
    /** Up to here all were shown or skipped. */
    private long shownThrough;

    private boolean retired;

    /**
     * A SKIP that is being stored.
     *
     * @param skipped what is skipped by it, with what was stored of it left out
     */
    private record Skipping(Interval range, List<Interval> skipped) {}

    /** What the store knows of a stream; {@link #load} gives its messages. */
    ReceiveWindow(
            Bytes peer,
            long streamId,
            StoredPeer.ReceivedChannel known,
            Journal journal,
            ArrayDeque<ConversationEvent> events,
            HeldBytes held,
            boolean saysRead) {
        this.peer = peer;
        this.peerPrefix = prefix(peer);
        this.streamId = streamId;
        this.journal = journal;
        this.events = events;
        this.held = held;
        this.reassembler = new Reassembler(held);
        this.receipts = new Receipts(streamId, known.stored(), known.skipped(), known.readThrough(), saysRead);
        shownThrough = known.shownThrough();
        next = shownThrough + 1;
        receipts.settled(next - 1);
        if (next > 1) {
            taken.add(1, next - 1);
        }
        known.stored().forEach(interval -> taken.add(interval.first(), interval.last()));
        known.skipped().forEach(interval -> taken.add(interval.first(), interval.last()));
    }

    private static long prefix(Bytes key) {
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = prefix << Byte.SIZE | (key.get(i) & 0xff);
        }
        return prefix;
    }

    /** Messages that the store has and that were not shown. */
    void load(List<Inbound> unshown, long shownByThisProgram) {
        if (shownByThisProgram >= next) {
            next = shownByThisProgram + 1;
        }
        for (Inbound message : unshown) {
            if (message.seq() >= next) {
                held.takeAnyway(message.held());
                waiting.put(message.seq(), message);
            }
        }
        advance();
    }

    long streamId() {
        return streamId;
    }

    Receipts receipts() {
        return receipts;
    }

    /** Another key. In a new session the peer sends again what is not whole. */
    void onKey(boolean newSession) {
        if (newSession) {
            reassembler.clear();
        }
        receipts.onKey(newSession);
    }

    Verdict onMsg(Frame.Msg msg, long nowMillis) {
        long seq = msg.seq();
        if (taken.contains(seq)) {
            receipts.repeat(seq);
            return Verdict.TAKEN;
        }
        boolean isNext = seq == taken.prefix() + 1;
        if (!isNext && taken.count() >= MessagingLimits.HOLES && !touches(seq, seq)) {
            return Verdict.NOT_HELD;
        }
        long extra = isNext ? MessagingLimits.INBOUND_NEXT : 0;
        Bytes whole = msg.data();
        if (whole.length() < msg.total()) {
            switch (reassembler.add(msg, extra)) {
                case HELD -> {
                    return Verdict.TAKEN;
                }
                case FULL -> {
                    return Verdict.NOT_HELD;
                }
                case CONFLICT -> {
                    return Verdict.PROTOCOL;
                }
                case COMPLETE -> {
                    whole = reassembler.remove(seq);
                    held.takeAnyway(whole.length() + Messages.OVERHEAD);
                }
            }
        } else {
            if (!reassembler.isEmpty()) {
                reassembler.discard(seq, seq);
            }
            if (!held.take(whole.length() + Messages.OVERHEAD, extra)) {
                return Verdict.NOT_HELD;
            }
        }
        return take(seq, whole, nowMillis);
    }

    private Verdict take(long seq, Bytes whole, long nowMillis) {
        int size = whole.length() + Messages.OVERHEAD;
        MessageBody body;
        try {
            body = MessageBody.decode(whole.toArray(), 0, whole.length());
        } catch (MalformedException e) {
            held.give(size);
            return Verdict.PROTOCOL;
        }
        MessageId id = Inbound.id(peerPrefix, streamId, SendQueue.CHANNEL, seq);
        taken.add(seq);
        arrived.add(new Inbound(id, seq, body, nowMillis, size, false));
        journal.write(new StoreOperation.Received(
                peer, new InboundRecord(id, streamId, SendQueue.CHANNEL, seq, nowMillis, whole)));
        return Verdict.TAKEN;
    }

    private boolean touches(long first, long last) {
        return (first > 1 && taken.contains(first - 1)) || taken.contains(last + 1);
    }

    Verdict onSkip(Frame.Skip skip) {
        List<Interval> missing = taken.missing(skip.first(), skip.last());
        if (missing.isEmpty()) {
            skipping.add(new Skipping(skip.range(), missing));
            journal.touch();
            return Verdict.TAKEN;
        }
        if (taken.count() >= MessagingLimits.HOLES
                && missing.get(0).first() != taken.prefix() + 1
                && !touches(skip.first(), skip.last())) {
            return Verdict.NOT_HELD;
        }
        reassembler.discard(skip.first(), skip.last());
        taken.add(skip.first(), skip.last());
        for (Interval range : missing) {
            journal.write(new StoreOperation.Skipped(peer, SendQueue.CHANNEL, range));
        }
        skipping.add(new Skipping(skip.range(), missing));
        return Verdict.TAKEN;
    }

    void beforeCommit() {
        arrived.mark();
        skipping.mark();
    }

    void onCommitted() {
        for (Skipping step = skipping.pollMarked(); step != null; step = skipping.pollMarked()) {
            step.skipped().forEach(receipts::skipped);
            receipts.ask(step.range());
        }
        for (Inbound message = arrived.pollMarked(); message != null; message = arrived.pollMarked()) {
            receipts.stored(message.seq());
            if (message.seq() <= next) {
                show(message);
                next = Math.max(next, message.seq() + 1);
            } else {
                waiting.put(message.seq(), message);
            }
        }
        advance();
        if (isDone()) {
            showAll();
        }
    }

    private void advance() {
        boolean moves = true;
        while (moves) {
            Inbound message = waiting.isEmpty() ? null : waiting.remove(next);
            long skippedTo = message == null ? receipts.skippedFrom(next) : next;
            moves = skippedTo >= next;
            if (message != null) {
                show(message);
            } else if (moves) {
                events.add(new ConversationEvent.Missing(new Interval(next, skippedTo)));
            }
            next = Math.max(next, skippedTo + 1);
        }
        receipts.settled(next - 1);
    }

    private void show(Inbound message) {
        events.add(new ConversationEvent.Arrived(
                message.id(), streamId, message.seq(), message.body(), message.arrivedMillis(), message.redelivered()));
        held.give(message.held());
    }

    /** Another stream has taken its place: nothing will come any more that what waits here waits for. */
    void retire() {
        retired = true;
        reassembler.clear();
        if (arrived.isEmpty()) {
            showAll();
        }
    }

    private void showAll() {
        List<Inbound> rest = new ArrayList<>(waiting.values());
        waiting.clear();
        rest.sort((a, b) -> Long.compare(a.seq(), b.seq()));
        for (Inbound message : rest) {
            show(message);
            next = message.seq() + 1;
        }
    }

    /** Whether it may be forgotten. */
    boolean isDone() {
        return retired && arrived.isEmpty();
    }

    /** The store failed: what it does not have never came. */
    void abandon() {
        if (retired) {
            showAll();
        }
        release();
    }

    /** Forgets what it holds. */
    void release() {
        reassembler.clear();
        waiting.values().forEach(message -> held.give(message.held()));
        waiting.clear();
        for (Inbound message = arrived.poll(); message != null; message = arrived.poll()) {
            held.give(message.held());
        }
    }

    /** This one was shown, and all before; up to where that is so for all, with what was skipped after it. */
    long shown(long seq) {
        shownThrough = Math.max(shownThrough, withSkipped(seq));
        return shownThrough;
    }

    private long withSkipped(long seq) {
        return Math.max(seq, Math.min(receipts.skippedFrom(seq + 1), next - 1));
    }

    /** The message with this id was read, and all before; up to where that is news, or 0. */
    long read(MessageId id) {
        long seq = Inbound.seq(id);
        boolean ours = seq > 0
                && seq < next
                && Inbound.id(peerPrefix, streamId, SendQueue.CHANNEL, seq).equals(id);
        return ours ? readThrough(seq) : 0;
    }

    /** All that was shown was read; likewise. */
    long readShown() {
        return readThrough(shownThrough);
    }

    private long readThrough(long seq) {
        long through = withSkipped(seq);
        return receipts.read(through) ? through : 0;
    }

    /** How many were given out and not read. */
    long unread() {
        return receipts.unread(next - 1);
    }

    /** The last one that was given out. */
    long givenOut() {
        return next - 1;
    }
}
