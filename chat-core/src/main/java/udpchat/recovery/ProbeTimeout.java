package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_BACKOFF;

/**
 * How long to wait for an acknowledgement before a probe is sent (RFC 9002 §6.2), doubled for each expiry in a row.
 *
 * <p>The one deviation from §6.2.1: the doubling stops at max(PTO, 1 s), else 30 % loss in both directions takes minutes
 * to get a message through. The load stays that of two packets a second.
 */
public final class ProbeTimeout {
    private int count;

    ProbeTimeout() {}

    /** Expiries in a row: pto_count. */
    public int count() {
        return count;
    }

    /** The wait with back-off, in nanoseconds. */
    long duration(RttEstimator rtt) {
        long pto = rtt.pto();
        long limit = Math.max(pto, MAX_BACKOFF);
        // pto > 2^24 ns, so that a shift by 10 is past one second.
        return Math.min(pto << Math.min(count, 10), limit);
    }

    void onExpired() {
        count++;
    }

    /** Something was acknowledged, a key was retired, or the path is a new one. */
    void reset() {
        count = 0;
    }
}
