package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.INITIAL_WINDOW;
import static udpchat.recovery.RecoveryLimits.MIN_PACED_RTT;

/**
 * Spreads what the window allows over the round trip (RFC 9002 §7.7): a token bucket of the size of the initial window,
 * filled at 5/4 of window / RTT. It counts bytes and not time, so that a burst at the assumed first RTT is not held
 * against a path that proves to be quick.
 */
public final class Pacer {
    private long tokens = INITIAL_WINDOW;
    private long filledAt = Long.MIN_VALUE;

    Pacer() {}

    /** The earliest time of the next send of so many bytes; one in the past means at once. */
    public long earliestSend(int bytes, NewReno congestion, RttEstimator rtt) {
        if (tokens >= bytes || rtt.smoothed() < MIN_PACED_RTT) {
            return filledAt;
        }
        return filledAt + interval(bytes - tokens, congestion, rtt);
    }

    /** What goes out in spite of the pace, a probe, empties the bucket but runs up no debt. */
    void onSent(int bytes, long now, NewReno congestion, RttEstimator rtt) {
        tokens = Math.max(0, filled(now, congestion, rtt) - bytes);
        filledAt = now;
    }

    private long filled(long now, NewReno congestion, RttEstimator rtt) {
        if (filledAt == Long.MIN_VALUE
                || rtt.smoothed() < MIN_PACED_RTT
                || now - filledAt >= interval(INITIAL_WINDOW, congestion, rtt)) {
            return INITIAL_WINDOW;
        }
        long gained = (now - filledAt) * 5 * congestion.window() / (4 * rtt.smoothed());
        return Math.min(INITIAL_WINDOW, tokens + gained);
    }

    /** How long these bytes take at the paced rate, rounded up. */
    private static long interval(long bytes, NewReno congestion, RttEstimator rtt) {
        long rate = 5 * congestion.window();
        return (bytes * 4 * rtt.smoothed() + rate - 1) / rate;
    }
}
