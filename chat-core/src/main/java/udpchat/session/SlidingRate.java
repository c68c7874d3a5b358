package udpchat.session;

/** Counts what happened within the last second, up to a limit: no window of one second ever holds more unnoticed. */
final class SlidingRate {
    private static final long SECOND = 1_000_000_000L;

    private final long[] times;
    private long count;

    SlidingRate(int limit) {
        times = new long[limit];
    }

    /** Whether {@code limit} were recorded within the second before {@code now}. */
    boolean isReached(long now) {
        return count >= times.length && now - times[(int) (count % times.length)] < SECOND;
    }

    void record(long now) {
        times[(int) (count % times.length)] = now;
        count++;
    }
}
