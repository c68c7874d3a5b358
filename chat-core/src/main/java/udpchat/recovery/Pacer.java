package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.INITIAL_WINDOW;
import static udpchat.recovery.RecoveryLimits.MIN_PACED_RTT;

/**
 * Spreads what the window allows over the round trip (RFC 9002 §7.7), at 5/4 of window / RTT, with bursts of up to the
 * initial window. A leaky bucket that is told as one time: when it will have run dry.
 */
public final class Pacer {
    private long dryAt = Long.MIN_VALUE;

    Pacer() {}

    /** The earliest time of the next send; one in the past means at once. */
    public long earliestSend(NewReno congestion, RttEstimator rtt) {
        if (dryAt == Long.MIN_VALUE || rtt.smoothed() < MIN_PACED_RTT) {
            return Long.MIN_VALUE;
        }
        return dryAt - interval(INITIAL_WINDOW, congestion, rtt);
    }

    void onSent(int bytes, long now, NewReno congestion, RttEstimator rtt) {
        dryAt = Math.max(dryAt, now) + interval(bytes, congestion, rtt);
    }

    /** How long these bytes take at the paced rate. */
    private static long interval(int bytes, NewReno congestion, RttEstimator rtt) {
        return bytes * rtt.smoothed() / congestion.window() * 4 / 5;
    }
}
