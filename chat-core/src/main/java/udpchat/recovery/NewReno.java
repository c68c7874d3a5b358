package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.INITIAL_WINDOW;
import static udpchat.recovery.RecoveryLimits.MAX_DATAGRAM;
import static udpchat.recovery.RecoveryLimits.MINIMUM_WINDOW;

/** The congestion window of one path, in bytes (RFC 9002 §7 and Appendix B). */
public final class NewReno {
    private long window = INITIAL_WINDOW;
    private long slowStartThreshold = Long.MAX_VALUE;
    private long ackedSinceGrowth;
    private long recoveryStart;
    private boolean recovering;

    /** How much may be in flight. */
    public long window() {
        return window;
    }

    /** The window below which it grows by all that is acknowledged (§7.3.1); without a loss yet, no limit. */
    public long slowStartThreshold() {
        return slowStartThreshold;
    }

    public boolean inSlowStart() {
        return window < slowStartThreshold;
    }

    /** A packet arrived that was sent when the window was made use of; if it was not, it must not grow (§7.8). */
    void onAcked(int bytes, long sentAt) {
        if (isInRecovery(sentAt)) {
            return;
        }
        if (inSlowStart()) {
            window += bytes;
            return;
        }
        // §7.3.3: one datagram for each window that is acknowledged. Counting bytes loses nothing to rounding.
        ackedSinceGrowth += bytes;
        if (ackedSinceGrowth >= window) {
            ackedSinceGrowth -= window;
            window += MAX_DATAGRAM;
        }
    }

    /** A packet was lost; true if this begins a recovery period (§7.3.2), false if it belongs to the present one. */
    boolean onLost(long sentAt, long now) {
        if (isInRecovery(sentAt)) {
            return false;
        }
        recovering = true;
        recoveryStart = now;
        slowStartThreshold = window / 2;
        window = Math.max(slowStartThreshold, MINIMUM_WINDOW);
        ackedSinceGrowth = 0;
        return true;
    }

    /** §7.6.2: start again from the least window, in slow start. */
    void onPersistentCongestion() {
        window = MINIMUM_WINDOW;
        recovering = false;
        ackedSinceGrowth = 0;
    }

    /** Whether a packet was sent before the recovery period began. */
    private boolean isInRecovery(long sentAt) {
        return recovering && sentAt <= recoveryStart;
    }
}
