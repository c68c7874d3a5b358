package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.GRANULARITY;
import static udpchat.recovery.RecoveryLimits.INITIAL_RTT;
import static udpchat.recovery.RecoveryLimits.MAX_ACK_DELAY;
import static udpchat.recovery.RecoveryLimits.MAX_RTT_SAMPLE;
import static udpchat.recovery.RecoveryLimits.NEVER;

/** The round-trip time of one path, in nanoseconds (RFC 9002 §5). */
public final class RttEstimator {
    private long latest;
    private long min;
    private long smoothed = INITIAL_RTT;
    private long variation = INITIAL_RTT / 2;
    private long firstSampleAt = NEVER;
    private boolean minExpired;

    /**
     * Takes one sample, at most one an ACK (§5.1).
     *
     * <p>One above 10 s counts for nothing. The variation is updated before the smoothed value, as in Appendix A.7 and RFC 6298 §2.3.
     *
     * @param rtt from the sending of the largest acknowledged packet until now
     * @param ackDelay what the peer says it held the ACK back; more than max_ack_delay counts as max_ack_delay
     */
    public void onSample(long rtt, long ackDelay, long now) {
        if (rtt > MAX_RTT_SAMPLE) {
            return;
        }
        latest = Math.max(0, rtt);
        if (firstSampleAt == NEVER) {
            firstSampleAt = now;
            min = latest;
            smoothed = latest;
            variation = latest / 2;
            return;
        }
        min = minExpired ? latest : Math.min(min, latest);
        minExpired = false;
        long delay = Math.max(0, Math.min(ackDelay, MAX_ACK_DELAY));
        // A delay that would take the sample below the minimum is a lie or a stalled peer (§5.3).
        long adjusted = latest >= min + delay ? latest - delay : latest;
        variation = (3 * variation + Math.abs(smoothed - adjusted)) / 4;
        smoothed = (7 * smoothed + adjusted) / 8;
    }

    /**
     * Takes what a handshake took in place of the initial RTT. It is no sample: that includes the computing of keys on
     * both sides, which in a program that has just started takes longer than the path does, and the first packet that is
     * acknowledged tells better. After a sample it says nothing any more.
     */
    public void onHandshake(long rtt) {
        if (firstSampleAt == NEVER && rtt <= MAX_RTT_SAMPLE) {
            smoothed = Math.max(0, rtt);
            variation = smoothed / 2;
        }
    }

    /** The path may have changed below us: the next sample is the new minimum (§5.2). */
    public void onPersistentCongestion() {
        minExpired = true;
    }

    /** The newest sample, not adjusted; 0 before the first. */
    public long latest() {
        return latest;
    }

    /** The least sample; 0 before the first. */
    public long min() {
        return min;
    }

    public long smoothed() {
        return smoothed;
    }

    public long variation() {
        return variation;
    }

    /** When the first sample was taken, or {@link RecoveryLimits#NEVER}. */
    public long firstSampleAt() {
        return firstSampleAt;
    }

    /** How long after its sending a packet is lost once a later one is acknowledged: 9/8 of an RTT (§6.1.2). */
    public long lossDelay() {
        return Math.max(9 * Math.max(smoothed, latest) / 8, GRANULARITY);
    }

    /** The probe timeout without back-off (§6.2.1). */
    public long pto() {
        return smoothed + Math.max(4 * variation, GRANULARITY) + MAX_ACK_DELAY;
    }
}
