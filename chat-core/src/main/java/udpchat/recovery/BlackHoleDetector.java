package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.BLACK_HOLE_LOSSES;
import static udpchat.recovery.RecoveryLimits.BLACK_HOLE_PAUSE;
import static udpchat.recovery.RecoveryLimits.BLACK_HOLE_SURVIVORS;
import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.recovery.RecoveryLimits.SAFE_DATAGRAM;

/**
 * Sees that large packets vanish on a path while small ones pass (RFC 8899 §4.3), and holds the path to 548 bytes for
 * 60 s: ten large packets lost in a row, and at least two small ones, sent between the first and the last of them,
 * acknowledged.
 *
 * <p>An acknowledged packet as large as the least of the lost ends the row. Of the small packets whose ACK came before
 * the first loss was seen only the newest counts, so the answer may come a little late, but needs no more memory than
 * this.
 */
public final class BlackHoleDetector {
    private final int fullSize;
    private long heldUntil = Long.MIN_VALUE;

    private int lost;
    private int leastLost;
    private long firstLostAt;
    private long lastLostAt;
    private long newestLargeAckedAt = Long.MIN_VALUE;
    private int survivors;
    private long lastNeededSurvivorAt;
    private long newestSmallAckedAt = Long.MIN_VALUE;

    /**
     * A new path.
     *
     * @param fullSize the largest datagram that both peers take, 548 to 1200 bytes
     */
    BlackHoleDetector(int fullSize) {
        this.fullSize = fullSize;
        endRow();
    }

    /** The largest datagram to send on this path now. */
    public int maxDatagram(long now) {
        return now < heldUntil ? SAFE_DATAGRAM : fullSize;
    }

    void onAcked(int bytes, long sentAt) {
        if (bytes <= SAFE_DATAGRAM) {
            newestSmallAckedAt = Math.max(newestSmallAckedAt, sentAt);
            if (lost > 0) {
                survived(sentAt);
            }
        } else if (bytes >= leastLost && sentAt > newestLargeAckedAt) {
            newestLargeAckedAt = sentAt;
            endRow();
        }
    }

    /** A packet was lost; the path may be held to small packets from now on. */
    void onLost(int bytes, long sentAt, long now) {
        // What was sent before the end of the pause, or before a large one that arrived, says nothing new.
        if (bytes <= SAFE_DATAGRAM || sentAt < heldUntil || sentAt <= newestLargeAckedAt) {
            return;
        }
        if (lost == 0) {
            firstLostAt = sentAt;
            leastLost = bytes;
            lastLostAt = sentAt;
            survived(newestSmallAckedAt);
        }
        lost++;
        leastLost = Math.min(leastLost, bytes);
        lastLostAt = Math.max(lastLostAt, sentAt);
        if (lost < BLACK_HOLE_LOSSES || survivors < BLACK_HOLE_SURVIVORS || lastNeededSurvivorAt >= lastLostAt) {
            return;
        }
        heldUntil = now + BLACK_HOLE_PAUSE;
        endRow();
    }

    private void survived(long sentAt) {
        if (survivors < BLACK_HOLE_SURVIVORS && sentAt > firstLostAt) {
            survivors++;
            lastNeededSurvivorAt = Math.max(lastNeededSurvivorAt, sentAt);
        }
    }

    private void endRow() {
        lost = 0;
        survivors = 0;
        leastLost = 0;
        firstLostAt = NEVER;
        lastLostAt = NEVER;
        lastNeededSurvivorAt = Long.MIN_VALUE;
    }
}
