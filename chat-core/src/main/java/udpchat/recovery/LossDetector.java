package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.recovery.RecoveryLimits.PACKET_THRESHOLD;

import java.util.ArrayList;
import java.util.List;

/** Which packets of one key are lost: a later one was acknowledged, and they are too far behind it (RFC 9002 §6.1). */
final class LossDetector {
    private long largestAcked = -1;
    private long lossTime = NEVER;

    /** The peer has {@code number}. */
    void onAcked(long number) {
        largestAcked = Math.max(largestAcked, number);
    }

    /** The largest number acknowledged, or −1. */
    long largestAcked() {
        return largestAcked;
    }

    /** When the next packet is lost by the time threshold, or {@link RecoveryLimits#NEVER}. */
    long lossTime() {
        return lossTime;
    }

    /** Takes out what is lost by now, oldest first (Appendix A.10). */
    <P> List<SentPacket<P>> removeLost(SentPackets<P> sent, long now) {
        List<SentPacket<P>> lost = new ArrayList<>();
        lossTime = NEVER;
        for (int slot = 0; slot < sent.slots() && sent.number(slot) < largestAcked; slot++) {
            SentPacket<P> packet = sent.get(slot);
            if (packet == null) {
                continue;
            }
            long lostAt = packet.sentAt() + packet.path().rtt().lossDelay();
            if (packet.number() <= largestAcked - PACKET_THRESHOLD || lostAt <= now) {
                lost.add(sent.remove(slot));
            } else {
                lossTime = Math.min(lossTime, lostAt);
            }
        }
        sent.trim();
        return lost;
    }
}
