package udpchat.cli.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a sender from running more than a window ahead of the receiver in the same process: UDP has no flow control of
 * its own, and a benchmark that overruns the socket's buffer measures how fast the kernel throws away. Counts received
 * messages, so that the figures are of what arrived.
 */
final class Window {

    /**
     * What an unprivileged program can count on for its receive buffer, twice 208 KiB as Linux accounts it, less a
     * quarter for what the accounting varies.
     */
    private static final int BUFFER_BYTES = 320_000;

    /** What Linux charges for a datagram beside its payload. */
    private static final int OVERHEAD_BYTES = 700;

    /** A message that has not come out by then was lost. */
    private static final long GIVE_UP_NANOS = 500_000_000;

    private static final long PAUSE_NANOS = 10_000;

    private final AtomicLong received = new AtomicLong();
    private volatile long lastReceivedAt;

    private final int size;

    /** @param messageBytes of payload in each message */
    Window(int messageBytes) {
        size = sizeFor(messageBytes);
    }

    /** Messages of this size in flight at most. */
    static int sizeFor(int messageBytes) {
        return BUFFER_BYTES / (messageBytes + OVERHEAD_BYTES);
    }

    /** One more came out. Receiving thread. */
    void onReceived() {
        received.lazySet(received.get() + 1);
    }

    /** Notes when the last one came out, for the end of a round. Receiving thread. */
    void onLastOfBatch(long now) {
        lastReceivedAt = now;
    }

    long received() {
        return received.get();
    }

    long lastReceivedAt() {
        return lastReceivedAt;
    }

    /** How many more may be sent after this many. */
    long room(long sent) {
        return size - (sent - received.get());
    }

    /** Lets the receiver run while the window is full. */
    void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Waits until all have come out or nothing has moved for half a second. */
    void awaitAll(long sent) {
        long seen = received.get();
        long since = System.nanoTime();
        while (seen < sent && System.nanoTime() - since < GIVE_UP_NANOS) {
            LockSupport.parkNanos(100_000);
            if (received.get() != seen) {
                seen = received.get();
                since = System.nanoTime();
            }
        }
    }
}
