package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.INITIAL_WINDOW;
import static udpchat.recovery.RecoveryLimits.MIN_PACED_RTT;
import static udpchat.recovery.RecoveryLimits.PACING_BURST;

/**
 * Spreads what the window allows over the round trip (RFC 9002 §7.7): a token bucket filled at 5/4 of window / RTT. Its
 * size is the initial window, or 1 ms of that pace if it is more; and of a quick pace nothing goes before 1 ms of it has
 * gathered, so that it costs a thousand timers a second and not one a packet. It counts bytes and not time, so that a burst at the assumed first RTT is not held
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
        long burst = Math.max(bytes, earned(PACING_BURST, congestion, rtt));
        return filledAt + interval(burst - tokens, congestion, rtt);
    }

    /** What goes out in spite of the pace, a probe, empties the bucket but runs up no debt. */
    void onSent(int bytes, long now, NewReno congestion, RttEstimator rtt) {
        tokens = Math.max(0, filled(now, congestion, rtt) - bytes);
        filledAt = now;
    }

    private long filled(long now, NewReno congestion, RttEstimator rtt) {
        if (filledAt == Long.MIN_VALUE
                || rtt.smoothed() < MIN_PACED_RTT
                || now - filledAt >= interval(size(congestion, rtt), congestion, rtt)) {
            return size(congestion, rtt);
        }
        return Math.min(size(congestion, rtt), tokens + earned(now - filledAt, congestion, rtt));
    }

    private static long size(NewReno congestion, RttEstimator rtt) {
        return Math.max(INITIAL_WINDOW, earned(PACING_BURST, congestion, rtt));
    }

    /** The bytes that the pace allows in this time, which is no longer than a round trip. */
    private static long earned(long nanos, NewReno congestion, RttEstimator rtt) {
        return nanos * 5 * congestion.window() / (4 * Math.max(1, rtt.smoothed()));
    }

    /** How long these bytes take at the paced rate, rounded up. */
    private static long interval(long bytes, NewReno congestion, RttEstimator rtt) {
        long rate = 5 * congestion.window();
        return (bytes * 4 * rtt.smoothed() + rate - 1) / rate;
    }
}
