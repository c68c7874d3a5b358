package udpchat.cli.bench;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a sender from running more than a window ahead of the receiver in the same process: UDP has no flow control of
 * its own, and a benchmark that overruns the socket's buffer measures how fast the kernel throws away. Counts received
 * messages, so that the figures are of what arrived.
 */
final class Window {

    /** Asked of the kernel for the receiving socket, as a peer does. */
    static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    /** What Linux charges for a datagram beside its payload: socket buffer and rounding. */
    private static final int OVERHEAD_BYTES = 700;

    /** More gives the kernel nothing to do at once and only adds to the delay. */
    private static final int MAX_SIZE = 4096;

    /** A message that has not come out by then was lost. */
    private static final long GIVE_UP_NANOS = 500_000_000;

    /**
     * A sender that finds the window full sleeps for so long for each message in it: well before the fastest receiver has
     * emptied it, and not so often that the waking costs anything.
     */
    private static final long PAUSE_NANOS_PER_MESSAGE = 100;

    private final AtomicLong received = new AtomicLong();
    private volatile long lastReceivedAt;

    private final int size;

    /** @param messageBytes of payload in each message */
    Window(int messageBytes) {
        size = sizeFor(messageBytes);
    }

    /** Messages of this size in flight at most: three quarters of what the receive buffer that we are granted holds. */
    static int sizeFor(int messageBytes) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            int granted = socket.getReceiveBufferSize();
            return Math.min(MAX_SIZE, granted / 4 * 3 / (messageBytes + OVERHEAD_BYTES));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
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
        LockSupport.parkNanos(PAUSE_NANOS_PER_MESSAGE * size);
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
