package udpchat.cli.command;

import java.time.Duration;
import udpchat.cli.pipe.Deliveries;

/**
 * How long {@code send} waits for deliveries: {@code --timeout}, and not so long for an address that does not answer as
 * udpchat. Safe for use by several threads.
 */
final class Patience {

    /** An address that is said to be silent has this left, ns: its third HELLO goes out and has a second to be answered. */
    private static final long SILENT_NANOS = 2_000_000_000L;

    private static final long SLICE_NANOS = 50_000_000L;

    private final Duration timeout;
    private Duration waited = Duration.ZERO;
    private volatile boolean silent;
    private volatile long silentUntil;

    Patience(Duration timeout) {
        this.timeout = timeout;
    }

    /** Nobody answers there. */
    void silent() {
        silentUntil = System.nanoTime() + SILENT_NANOS;
        silent = true;
    }

    /** Somebody else does, and nothing is to be waited for. */
    void refused() {
        silentUntil = System.nanoTime();
        silent = true;
    }

    /** Somebody does, after all. */
    void answered() {
        silent = false;
    }

    /** Waits, from now on; false if the time was not enough. */
    boolean await(Deliveries deliveries) {
        long start = System.nanoTime();
        long end = start + timeout.toNanos();
        while (true) {
            long now = System.nanoTime();
            long left = Math.min(end - now, silent ? silentUntil - now : Long.MAX_VALUE);
            if (deliveries.await(Duration.ofNanos(Math.max(0, Math.min(left, SLICE_NANOS))))) {
                return true;
            }
            if (left <= 0) {
                waited = end - now <= 0 ? timeout : Duration.ofNanos(now - start);
                return false;
            }
        }
    }

    /** How long {@link #await} waited in vain. */
    Duration waited() {
        return waited;
    }
}
