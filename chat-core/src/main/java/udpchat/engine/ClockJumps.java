package udpchat.engine;

import java.time.Duration;

/**
 * Sees when the time of day was set. It goes with the monotonic clock, but for that; and for the time that a machine slept,
 * where the monotonic clock stands still meanwhile.
 */
final class ClockJumps {

    /** Less is a clock that is being put right, and makes no message too old, ms. */
    private static final long LEAST = Duration.ofHours(1).toMillis();

    private long lastNanos;
    private long lastMillis;

    ClockJumps(long now, long millis) {
        lastNanos = now;
        lastMillis = millis;
    }

    /**
     * How far it was set since this was last asked, ms; 0 for less than an hour.
     *
     * @param now of the monotonic clock, ns
     * @param millis the time of day, Unix ms
     */
    long since(long now, long millis) {
        long jump = millis - lastMillis - (now - lastNanos) / 1_000_000;
        lastNanos = now;
        lastMillis = millis;
        return Math.abs(jump) < LEAST ? 0 : jump;
    }
}
