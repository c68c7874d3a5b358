package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.recovery.RecoveryLimits.PERSISTENT_CONGESTION_THRESHOLD;

import java.util.List;

/**
 * Whether nothing got through for so long that the window says nothing about the path any more (RFC 9002 §7.6).
 *
 * <p>Only numbers above the largest acknowledged before this ACK are looked at: between those, no packet can have been
 * acknowledged but by this ACK. The few that are declared lost later, by time, are left out; so the answer is never
 * wrongly yes. One key is looked at on its own, as §7.6.2 permits.
 */
final class PersistentCongestion {

    private PersistentCongestion() {}

    /**
     * Looks at what one ACK brought, both lists in ascending order.
     *
     * @param before the largest number acknowledged before
     * @param path only packets that took it count
     */
    static <P> boolean isEstablished(
            List<SentPacket<P>> lost, List<SentPacket<P>> acked, long before, PathRecovery path) {
        RttEstimator rtt = path.rtt();
        if (rtt.firstSampleAt() == NEVER) {
            return false;
        }
        long duration = PERSISTENT_CONGESTION_THRESHOLD * rtt.pto();
        SentPacket<P> first = null;
        int nextAcked = 0;
        for (SentPacket<P> packet : lost) {
            if (packet.number() <= before || packet.path() != path || packet.sentAt() <= rtt.firstSampleAt()) {
                continue;
            }
            while (nextAcked < acked.size() && acked.get(nextAcked).number() < packet.number()) {
                nextAcked++;
                first = null;
            }
            if (first == null) {
                first = packet;
            }
            if (packet.sentAt() - first.sentAt() > duration) {
                return true;
            }
        }
        return false;
    }
}
