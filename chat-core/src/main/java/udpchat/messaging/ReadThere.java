package udpchat.messaging;

import java.util.ArrayDeque;
import udpchat.model.MessageId;
import udpchat.store.StoreOperation;
import udpchat.wire.Bytes;

/**
 * What the peer has read of ours: the messages that it has stored, until it says that they were read. Of one stream of ours,
 * in all its sessions.
 */
final class ReadThere {
    private final Bytes peer;
    private final Journal journal;
    private final ArrayDeque<ConversationEvent> events;
    /** The newest ones, by number modulo their count; null as long as there was none. */
    private long[] seqs;

    private MessageId[] ids;
    private long highest;
    /** What the store knows as read. */
    private long through;

    ReadThere(Bytes peer, Journal journal, ArrayDeque<ConversationEvent> events) {
        this.peer = peer;
        this.journal = journal;
        this.events = events;
    }

    /** All up to this number were read in a run before. */
    void load(long readThrough) {
        through = readThrough;
    }

    /** Another stream: numbers count from 1 again. */
    void clear() {
        seqs = null;
        ids = null;
        highest = 0;
        through = 0;
    }

    /** It is delivered. */
    void add(long seq, MessageId id) {
        if (seqs == null) {
            seqs = new long[MessagingLimits.UNREAD];
            ids = new MessageId[MessagingLimits.UNREAD];
        }
        int slot = (int) (seq % MessagingLimits.UNREAD);
        seqs[slot] = seq;
        ids[slot] = id;
        highest = Math.max(highest, seq);
    }

    /** Those of these numbers that are delivered were read; what of them was not told yet is told. */
    void read(long first, long last) {
        long to = Math.min(last, highest);
        for (long seq = Math.max(first, highest - MessagingLimits.UNREAD + 1); seq <= to; seq++) {
            int slot = (int) (seq % MessagingLimits.UNREAD);
            if (seq > 0 && seqs[slot] == seq && ids[slot] != null) {
                events.add(new ConversationEvent.Read(ids[slot]));
                ids[slot] = null;
            }
        }
    }

    /** All up to this number that the peer has were read, which the history is to know. */
    void readThrough(long seq) {
        if (seq > through) {
            through = seq;
            journal.write(new StoreOperation.ReadThere(peer, SendQueue.CHANNEL, seq));
        }
    }
}
