package udpchat.messaging;

import udpchat.model.MessageId;
import udpchat.store.GiveUp;
import udpchat.store.IntervalSet;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;

/** A message of ours on its way: which of its bytes are where. */
final class Outbound {
    final MessageId id;
    /** When it was queued, Unix time, by the clock of then. */
    final long createdMillis;
    /** The same by the clock as it is now, but for what clocks are not believed: from then on it ages. */
    long agesFrom;
    /** Empty once it was given up. */
    Bytes body;
    /** 0 while it has none. */
    long seq;

    GiveUp givenUp;
    /** That it was given up survives a crash, so the peer may be told. */
    boolean skippable;
    /** It has left the outbox, and the last word on it was said. */
    boolean settled;
    /** It had its number before this program started, so it may have been sent. */
    boolean loaded;
    /** Some of it was sent by this program. */
    boolean sent;

    long sentAt;
    /** It waits among those to repair. */
    boolean repairing;
    /** Bytes up to here were sent in this session. */
    private int fresh;
    /** Bytes that were sent in vain; null if there never were any. */
    private IntervalSet lost;
    /** Bytes that arrived; null while it is none. A message in one piece is acknowledged as a whole. */
    private IntervalSet acked;

    private boolean allAcked;

    Outbound(MessageId id, Bytes body, long createdMillis, long agesFrom) {
        this.id = id;
        this.createdMillis = createdMillis;
        this.agesFrom = agesFrom;
        this.body = body;
    }

    /** Whether the peer may have got it, as far as this side knows. */
    boolean mayHaveArrived() {
        return sent || loaded;
    }

    /** What it takes of the outbox. */
    int held() {
        return SendQueue.held(body);
    }

    /** A new session: nothing of it was sent. */
    void restart() {
        fresh = 0;
        lost = null;
        acked = null;
        allAcked = false;
        repairing = false;
    }

    boolean isFresh() {
        return fresh < body.length();
    }

    boolean hasLost() {
        return lost != null && !lost.isEmpty();
    }

    /** Where the next piece begins: what was lost goes first. */
    int nextOffset() {
        return hasLost() ? (int) lost.first(0) : fresh;
    }

    /** And how long it may be at most. */
    int nextLength() {
        return hasLost() ? (int) (lost.last(0) - lost.first(0) + 1) : body.length() - fresh;
    }

    void onPulled(int offset, int length) {
        if (hasLost()) {
            lost.remove(offset, offset + length - 1);
        } else {
            fresh = offset + length;
        }
    }

    void onAcked(Frame.Msg piece) {
        int length = piece.data().length();
        if (length == piece.total()) {
            allAcked = true;
            return;
        }
        if (acked == null) {
            acked = new IntervalSet();
        }
        acked.add(piece.offset(), piece.offset() + length - 1);
    }

    void onLost(Frame.Msg piece) {
        if (lost == null) {
            lost = new IntervalSet();
        }
        lost.add(piece.offset(), piece.offset() + piece.data().length() - 1);
    }

    /** The peer may have forgotten what it acknowledged: that goes again. Whether there is any. */
    boolean doubtAcked() {
        if (allAcked) {
            allAcked = false;
            lost = new IntervalSet();
            lost.add(0, body.length() - 1);
            return true;
        }
        if (acked == null) {
            return false;
        }
        if (lost == null) {
            lost = new IntervalSet();
        }
        for (int i = 0; i < acked.count(); i++) {
            lost.add(acked.first(i), acked.last(i));
        }
        acked = null;
        return true;
    }
}
