package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import udpchat.model.MessageId;
import udpchat.store.GiveUp;
import udpchat.store.OutboundRecord;
import udpchat.store.StoreFailure;
import udpchat.store.StoreOperation;
import udpchat.store.StoreOperation.Outcome;
import udpchat.store.StoredPeer;
import udpchat.wire.Bytes;
import udpchat.wire.WireLimits.Messages;
import udpchat.wire.WireLimits.Session;

/**
 * Our messages to one peer, until the peer has stored them: first without a number, then, as many as may be under way,
 * with one. What may be sent of those is for {@link MessageSource}; what the peer says of them comes from {@link
 * ReceiptReader}.
 */
final class SendQueue {
    /** The two peers' own conversation. */
    static final long CHANNEL = 0;

    final Skips skips = new Skips();
    private final Bytes peer;
    private final Journal journal;
    private final ArrayDeque<ConversationEvent> events;
    private final HeldBytes held;
    private final Map<MessageId, Outbound> byId = new HashMap<>();
    private final ArrayDeque<Outbound> waiting = new ArrayDeque<>();
    private final CommitQueue<Outbound> queued = new CommitQueue<>();
    private final CommitQueue<Outbound> givenUp = new CommitQueue<>();
    private SeqRing numbered = new SeqRing(1);
    /** Of those with a number that were not given up. */
    private int unreceipted;
    /** Those in {@link #byId} that were given up. */
    private int ghosts;
    /** Those in {@link #waiting} that were given up. */
    private int withdrawn;

    private long committingThrough;
    private long committedThrough;
    private boolean open;

    SendQueue(Bytes peer, Journal journal, ArrayDeque<ConversationEvent> events, HeldBytes held) {
        this.peer = peer;
        this.journal = journal;
        this.events = events;
        this.held = held;
    }

    /** Takes over what the store held, into an empty queue. */
    void load(StoredPeer stored) {
        long last = stored.sent().stream()
                .filter(sent -> sent.channel() == CHANNEL)
                .mapToLong(StoredPeer.SentChannel::lastSeq)
                .findAny()
                .orElse(0);
        for (OutboundRecord record : stored.outbox()) {
            if (record.channel() == CHANNEL) {
                load(record);
            }
        }
        numbered.skipTo(last + 1);
        committingThrough = last;
        committedThrough = last;
    }

    private void load(OutboundRecord record) {
        Outbound message = new Outbound(record.id(), record.body(), record.createdMillis(), record.createdMillis());
        byId.put(message.id, message);
        held.takeAnyway(message.held());
        if (record.seq() == 0) {
            waiting.add(message);
            return;
        }
        message.seq = record.seq();
        message.loaded = true;
        message.givenUp = record.givenUp().orElse(null);
        numbered.put(message);
        if (message.givenUp == null) {
            unreceipted += message.held();
        } else {
            message.skippable = true;
            ghosts++;
        }
    }

    /** Takes a message for which {@link #held} bytes are taken: it waits, and gets its number as soon as may be. */
    void add(MessageId id, Bytes body, long createdMillis, long agesFrom) {
        Outbound message = new Outbound(id, body, createdMillis, agesFrom);
        Outbound before = byId.put(id, message);
        assert before == null : id;
        waiting.add(message);
        queued.add(message);
        journal.write(new StoreOperation.Queued(peer, OutboundRecord.of(id, CHANNEL, createdMillis, body)));
        number();
    }

    /** What a message takes of the outbox. */
    static int held(Bytes body) {
        return body.length() + Messages.OVERHEAD;
    }

    /** The peer said what it has of our stream, so messages may go. */
    void open() {
        open = true;
        number();
    }

    /** Nothing goes before {@link #open}. */
    void close() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    /** Gives numbers to as many as may be under way. They are sent once the store has that. */
    void number() {
        while (open && !waiting.isEmpty()) {
            Outbound message = waiting.peek();
            if (message.givenUp != null) {
                waiting.remove();
                withdrawn--;
                continue;
            }
            if (unreceipted + message.held() > Messages.UNRECEIPTED
                    || numbered.next() - numbered.base() >= MessagingLimits.SEQ_SPAN) {
                return;
            }
            waiting.remove();
            numbered.append(message);
            unreceipted += message.held();
            journal.write(new StoreOperation.Numbered(peer, message.id, message.seq));
        }
    }

    /** Gives up on a message; false if it is not here any more. */
    boolean giveUp(MessageId id, GiveUp why) {
        Outbound message = byId.get(id);
        if (message == null || message.givenUp != null) {
            return false;
        }
        message.givenUp = why;
        ghosts++;
        if (message.seq == 0) {
            leave(message, Outcome.NOT_DELIVERED);
            message.body = Bytes.EMPTY;
            withdrawn++;
            if (2 * withdrawn > waiting.size()) {
                waiting.removeIf(each -> each.givenUp != null);
                withdrawn = 0;
            }
        } else {
            unreceipted -= message.held();
            held.give(message.body.length());
            message.body = Bytes.EMPTY;
            journal.write(new StoreOperation.GivenUp(peer, id, why));
            number();
        }
        givenUp.add(message);
        return true;
    }

    /** The peer has stored it. */
    void delivered(Outbound message, long now) {
        message.settled = true;
        events.add(new ConversationEvent.Delivered(message.id, message.sent ? now - message.sentAt : 0));
        settle(message, Outcome.DELIVERED);
    }

    /** The peer skipped it, as we asked. */
    void skipped(Outbound message) {
        message.settled = true;
        events.add(new ConversationEvent.GaveUp(message.id, message.givenUp, false));
        settle(message, Outcome.NOT_DELIVERED);
    }

    private void settle(Outbound message, Outcome outcome) {
        numbered.remove(message.seq);
        if (message.givenUp == null) {
            unreceipted -= message.held();
        }
        leave(message, outcome);
    }

    private void leave(Outbound message, Outcome outcome) {
        byId.remove(message.id);
        if (message.givenUp != null) {
            ghosts--;
        }
        held.give(message.held());
        journal.write(new StoreOperation.Settled(peer, message.id, outcome));
    }

    /** Numbers count from 1 again: our store is older than what the peer knows. */
    void beginStream(long streamId) {
        journal.write(new StoreOperation.StreamBegun(peer, streamId));
        List<Outbound> again = new ArrayList<>();
        for (long seq = numbered.base(); seq < numbered.next(); seq++) {
            Outbound message = numbered.get(seq);
            if (message != null && message.givenUp != null) {
                // What became of it will never be known.
                byId.remove(message.id);
                ghosts--;
                held.give(message.held());
            } else if (message != null) {
                message.seq = 0;
                message.restart();
                again.add(message);
            }
        }
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
        numbered = new SeqRing(1);
        unreceipted = 0;
        committingThrough = 0;
        committedThrough = 0;
        open = false;
        skips.clear();
    }

    /** Another key: what was given up is said again. */
    void repeatSkips() {
        skips.clear();
        for (long seq = numbered.base(); ghosts > 0 && seq < numbered.next(); seq++) {
            Outbound message = numbered.get(seq);
            if (message != null && message.skippable) {
                skips.add(seq, seq);
            }
        }
    }

    void beforeCommit() {
        queued.mark();
        givenUp.mark();
        committingThrough = numbered.next() - 1;
    }

    void onCommitted() {
        committedThrough = committingThrough;
        for (Outbound message = queued.pollMarked(); message != null; message = queued.pollMarked()) {
            events.add(new ConversationEvent.Queued(message.id));
        }
        for (Outbound message = givenUp.pollMarked(); message != null; message = givenUp.pollMarked()) {
            if (message.settled) {
                continue;
            }
            events.add(new ConversationEvent.GaveUp(message.id, message.givenUp, message.mayHaveArrived()));
            if (numbered.get(message.seq) == message) {
                message.skippable = true;
                skips.add(message.seq, message.seq);
            }
        }
    }

    /** The store failed: what was not committed was never queued. Nothing is held any more. */
    void abandon(StoreFailure why) {
        for (Outbound message = queued.poll(); message != null; message = queued.poll()) {
            if (!message.settled) {
                events.add(new ConversationEvent.NotStored(message.id, why));
            }
        }
        release();
    }

    /** Forgets all. */
    void release() {
        byId.values().forEach(message -> held.give(message.held()));
        byId.clear();
        waiting.clear();
        withdrawn = 0;
        numbered = new SeqRing(1);
    }

    SeqRing numbered() {
        return numbered;
    }

    /** The highest number that the store has, so that may be sent. */
    long committedThrough() {
        return committedThrough;
    }

    /** How many are not settled and not given up. */
    int size() {
        return byId.size() - ghosts;
    }

    /** Gives up on those that were queued before this time. */
    void expire(long beforeMillis) {
        List<MessageId> expired = new ArrayList<>();
        for (Outbound message : byId.values()) {
            if (message.givenUp == null && message.agesFrom < beforeMillis) {
                expired.add(message.id);
            }
        }
        expired.forEach(id -> giveUp(id, GiveUp.EXPIRED));
    }

    /** Nothing that was loaded is too old already, or from the future: the clock may be wrong. In the store all stays. */
    void limitAges(long nowMillis) {
        long least = nowMillis - (Session.OUTBOX - MessagingLimits.GRACE) / 1_000_000;
        byId.values().forEach(message -> message.agesFrom = Math.min(nowMillis, Math.max(least, message.agesFrom)));
    }

    /** The clock was set, and what waits is no older than before; nor than it would be by this clock. */
    void rebase(long millis, long nowMillis) {
        for (Outbound message : byId.values()) {
            message.agesFrom += millis;
            if (message.createdMillis <= nowMillis) {
                message.agesFrom = Math.max(message.agesFrom, message.createdMillis);
            }
        }
    }

    /** Those that are not settled and not given up, in the order in which they go. */
    List<Outbound> list() {
        List<Outbound> list = new ArrayList<>(size());
        for (long seq = numbered.base(); seq < numbered.next(); seq++) {
            Outbound message = numbered.get(seq);
            if (message != null && message.givenUp == null) {
                list.add(message);
            }
        }
        for (Outbound message : waiting) {
            if (message.givenUp == null) {
                list.add(message);
            }
        }
        return list;
    }

    /** The ids of those, in no order. */
    List<MessageId> ids() {
        List<MessageId> ids = new ArrayList<>(byId.size());
        for (Outbound message : byId.values()) {
            if (message.givenUp == null) {
                ids.add(message.id);
            }
        }
        return ids;
    }
}
