package udpchat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;

/**
 * Carries events from the event loop to the listener's thread through a queue that is bounded in number and size, so
 * that a listener that stalls costs neither the loop's time nor unbounded memory: it is told how much it missed, in
 * place, before whatever comes next or as soon as it has caught up.
 */
final class EventDispatcher {

    /** Events that wait at most: a burst that fills a receive buffer of 4 MiB fits many times over. */
    static final int MAX_EVENTS = 65_536;

    /** Estimated bytes of heap the waiting events may take: 32 MiB. */
    static final long MAX_WEIGHT = 32L << 20;

    /**
     * Events the listener's thread takes at once; the caps are for those that still wait. To take each by itself would
     * have the two threads wait for the lock all the time.
     */
    private static final int MAX_TAKEN = 256;

    /** Estimated bytes of heap of those taken at once, beside the first. */
    private static final long MAX_TAKEN_WEIGHT = 256 << 10;

    private final ChatListener listener;
    private final Thread thread;

    /** Guards what follows; held for a few instructions, never while the listener runs. */
    private final Object lock = new Object();

    private final ArrayDeque<ChatEvent> queue = new ArrayDeque<>();
    private long weight;
    private boolean overflowing;

    /** Whether the listener's thread sleeps: to wake a thread that is awake costs as much as the event. */
    private boolean waiting;

    /** Missed after everything in the queue. */
    private long missedNow;

    private long missedInAll;

    /** Taken and not told yet. Owned by the listener's thread, as is what follows. */
    private final ArrayDeque<ChatEvent> taken = new ArrayDeque<>(MAX_TAKEN);

    private boolean failedBefore;

    /** The last message of each peer that was missed; guarded by the lock. */
    private final Map<PeerKey, MessageId> missedMessages = new HashMap<>();

    private final ShownMarks marks;
    private boolean takesMessages = true;

    EventDispatcher(ChatListener listener) {
        this(listener, (from, id) -> {});
    }

    /** @param shown is told, on the listener's thread, that this message of a peer and all before it were shown */
    EventDispatcher(ChatListener listener, BiConsumer<PeerKey, MessageId> shown) {
        this.listener = listener;
        this.marks = new ShownMarks(shown);
        this.thread = new Thread(this::run, "udpchat-events");
    }

    void start() {
        thread.start();
    }

    /** As {@link #offer(List)}. */
    void offer(ChatEvent event) {
        offer(List.of(event));
    }

    /** Takes events, or counts them as missed. Never waits for the listener, and wakes it once for all of them. */
    void offer(List<ChatEvent> events) {
        synchronized (lock) {
            for (ChatEvent event : events) {
                take(event);
            }
            if (waiting && !queue.isEmpty()) {
                waiting = false;
                lock.notifyAll();
            }
        }
    }

    private void take(ChatEvent event) {
        if (!(event instanceof ChatEvent.Closed) && isFull(weigh(event))) {
            missedNow++;
            missedInAll++;
            if (event instanceof ChatEvent.MessageReceived received) {
                missed(received.message());
            }
            return;
        }
        if (missedNow > 0) {
            add(new ChatEvent.Missed(missedNow));
            missedNow = 0;
        }
        add(event);
    }

    private void missed(ChatMessage message) {
        if (message.key().isPresent() && message.id().isPresent()) {
            missedMessages.put(message.key().get(), message.id().get());
        }
    }

    long missed() {
        synchronized (lock) {
            return missedInAll;
        }
    }

    /** Whether the caller is the listener, which cannot wait for its own thread. */
    boolean isListenerThread() {
        return Thread.currentThread() == thread;
    }

    /** Waits until the listener has been told the last event, but no longer than this. An interrupt waits, too. */
    void awaitEnd(long timeoutMillis) {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        for (long left = timeoutMillis; thread.isAlive() && left > 0; ) {
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once full, it takes nothing until a quarter is free: a flood is told as a few long gaps, not as thousands. */
    private boolean isFull(long size) {
        int events = overflowing ? MAX_EVENTS / 4 * 3 : MAX_EVENTS;
        long bytes = overflowing ? MAX_WEIGHT / 4 * 3 : MAX_WEIGHT;
        overflowing = queue.size() >= events || weight + size > bytes;
        return overflowing;
    }

    private void add(ChatEvent event) {
        weight += weigh(event);
        queue.add(event);
    }

    private void run() {
        ChatEvent event;
        do {
            if (taken.isEmpty()) {
                awaitSome();
            }
            event = taken.remove();
            try {
                tell(event);
            } catch (Throwable e) {
                failed(e);
            }
            mark(event);
        } while (!(event instanceof ChatEvent.Closed));
    }

    private void tell(ChatEvent event) {
        if (event instanceof ChatEvent.MessageReceived received
                && takesMessages
                && !listener.takes(received.message())) {
            takesMessages = false;
            marks.end();
        }
        if (takesMessages || !(event instanceof ChatEvent.MessageReceived)) {
            listener.onEvent(event);
        }
    }

    /** What was told was shown, and what was missed will not be told. */
    private void mark(ChatEvent event) {
        if (event instanceof ChatEvent.MessageReceived received) {
            marks.add(received.message());
        } else if (event instanceof ChatEvent.Missed) {
            synchronized (lock) {
                missedMessages.forEach(marks::add);
                missedMessages.clear();
            }
        }
        if (taken.isEmpty()) {
            marks.tell();
        }
    }

    /** Waits until there is something to take. */
    private void awaitSome() {
        synchronized (lock) {
            while (queue.isEmpty()) {
                if (missedNow > 0) {
                    taken.add(new ChatEvent.Missed(missedNow));
                    missedNow = 0;
                    return;
                }
                waiting = true;
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody but the listener itself could have interrupted: it has no say in when this ends.
                }
            }
            long before = weight;
            do {
                ChatEvent event = queue.remove();
                weight -= weigh(event);
                taken.add(event);
            } while (!queue.isEmpty() && taken.size() < MAX_TAKEN && before - weight < MAX_TAKEN_WEIGHT);
        }
    }

    /**
     * The first failure is shown whole, to be found; a listener that fails at every event must not fill a disk. The
     * logger is asked for here, since that starts the whole of logging.
     */
    private void failed(Throwable e) {
        System.getLogger("udpchat")
                .log(
                        failedBefore ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        "a chat listener failed; further failures are logged at DEBUG",
                        e);
        failedBefore = true;
    }

    /** A fixed share for the objects, and two bytes for each char of what a stranger chose. */
    private static long weigh(ChatEvent event) {
        return event instanceof ChatEvent.MessageReceived received
                ? 256 + 2L * received.message().text().length()
                : 256;
    }
}
