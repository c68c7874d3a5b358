package udpchat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import udpchat.model.ChatEvent;

/**
 * Carries events from the event loop to the listener's thread through a queue that is bounded in number and size, so
 * that a listener that stalls costs neither the loop's time nor unbounded memory: it is told how much it missed.
 */
final class EventDispatcher {

    static final int MAX_EVENTS = 65_536;

    /** Estimated bytes of heap the waiting events may take: 32 MiB. */
    static final long MAX_WEIGHT = 32L << 20;

    private static final System.Logger LOG = System.getLogger("udpchat");

    private final ChatListener listener;
    private final LinkedBlockingQueue<ChatEvent> queue = new LinkedBlockingQueue<>();
    private final AtomicLong weight = new AtomicLong();
    private final Thread thread;

    /** Owned by the event loop. */
    private long missedNow;

    private volatile long missedInAll;

    EventDispatcher(ChatListener listener) {
        this.listener = listener;
        this.thread = new Thread(this::run, "udpchat-events");
    }

    void start() {
        thread.start();
    }

    /** Takes an event, or counts it as missed. Called on the event loop; never waits. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer, the event loop
    void offer(ChatEvent event) {
        long size = weigh(event);
        boolean last = event instanceof ChatEvent.Closed;
        boolean full = queue.size() >= MAX_EVENTS || weight.get() + size > MAX_WEIGHT;
        if (full && !last) {
            missedNow++;
            missedInAll++;
            return;
        }
        if (missedNow > 0) {
            queue.add(new ChatEvent.Missed(missedNow));
            missedNow = 0;
        }
        weight.addAndGet(size);
        queue.add(event);
    }

    long missed() {
        return missedInAll;
    }

    /** Whether the caller is the listener, which cannot wait for its own thread. */
    boolean isListenerThread() {
        return Thread.currentThread() == thread;
    }

    /** Waits until the listener has been told the last event, but no longer than this. */
    void awaitEnd(long timeoutMillis) {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (thread.isAlive()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        ChatEvent event;
        do {
            try {
                event = queue.take();
            } catch (InterruptedException e) {
                // Nobody but the listener itself could have interrupted: it has no say in when this ends.
                event = null;
                continue;
            }
            weight.addAndGet(-weigh(event));
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a chat listener failed", e);
            }
        } while (!(event instanceof ChatEvent.Closed));
    }

    /** A fixed share for the objects, and two bytes for each char of what a stranger chose. */
    private static long weigh(ChatEvent event) {
        return event instanceof ChatEvent.MessageReceived received
                ? 256 + 2L * received.message().text().length()
                : 256;
    }
}
