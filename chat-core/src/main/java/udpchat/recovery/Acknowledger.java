package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.ACK_ELICITING_THRESHOLD;
import static udpchat.recovery.RecoveryLimits.MAX_ACK_DELAY;
import static udpchat.recovery.RecoveryLimits.NEVER;

/**
 * When to acknowledge what came under one key (RFC 9000 §13.2): every second ack-eliciting packet, at once when one came
 * out of order or with a PING, else within 25 ms.
 *
 * <p>The session asks {@link #due} once at the end of a batch of received datagrams; so a batch is answered by one ACK.
 */
public final class Acknowledger {
    private final AckRanges ranges = new AckRanges();
    private long largestAt;
    private long largestEliciting = -1;
    private int unacknowledged;
    private long deadline = NEVER;

    Acknowledger() {}

    /**
     * A packet came, was opened, and all its frames could be taken. A packet that cannot be taken, say for a full
     * store, must not be given here: then it is not acknowledged, and comes again.
     */
    public void onPacketReceived(long number, boolean ackEliciting, long now) {
        boolean newest = number > ranges.largest();
        if (!ranges.add(number)) {
            return;
        }
        if (newest) {
            largestAt = now;
        }
        if (!ackEliciting) {
            return;
        }
        unacknowledged++;
        boolean atOnce = unacknowledged >= ACK_ELICITING_THRESHOLD || isOutOfOrder(number);
        deadline = Math.min(deadline, atOnce ? now : now + MAX_ACK_DELAY);
        largestEliciting = Math.max(largestEliciting, number);
    }

    /** Who sent a PING waits for the answer alone: RFC 9000 §13.2.1 leaves it to us to acknowledge sooner. */
    public void onPing(long now) {
        if (isPending()) {
            deadline = Math.min(deadline, now);
        }
    }

    /** RFC 9000 §13.2.1: below the largest ack-eliciting one, or with something missing between the two. */
    private boolean isOutOfOrder(long number) {
        return largestEliciting >= 0 && (number < largestEliciting || !ranges.containsAll(largestEliciting, number));
    }

    /** Whether an ACK would tell the peer something that it waits for; then it may ride on any packet. */
    public boolean isPending() {
        return unacknowledged > 0;
    }

    /** Whether an ACK has to go out now, in a packet of its own if need be. */
    public boolean due(long now) {
        return deadline <= now;
    }

    /** When the ACK is due, or {@link RecoveryLimits#NEVER}. */
    public long deadline() {
        return deadline;
    }

    /**
     * The ACK of everything held, to be sent now; nothing is due after it.
     *
     * @throws IllegalStateException if nothing came yet
     */
    public Ack take(long now) {
        if (ranges.isEmpty()) {
            throw new IllegalStateException("nothing to acknowledge");
        }
        unacknowledged = 0;
        deadline = NEVER;
        return new Ack(Math.max(0, now - largestAt) / 1_000, ranges.toList());
    }

    /** What came, as the next ACK will say. */
    public AckRanges ranges() {
        return ranges;
    }
}
