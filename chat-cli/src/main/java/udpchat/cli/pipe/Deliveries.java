package udpchat.cli.pipe;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import udpchat.cli.slash.Sending;
import udpchat.model.Delivery;

/**
 * Says what became of each message, in the order in which that was known, on a thread of its own: neither the event
 * loop nor who types waits for a slow reader. At most {@value #WINDOW} messages, fewer where they are long, are under
 * way; who sends more waits.
 */
public final class Deliveries {

    private static final int WINDOW = 1024;

    /** Chars of a text that count as one more message: a peer takes 8 Mi of them before it says that it is too much. */
    private static final int CHARS_A_SHARE = 4096;

    private final Sink sink;
    private final Semaphore room = new Semaphore(WINDOW);
    private final AtomicLong followed = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopped;
    private volatile boolean summedUp;
    private final ExecutorService printer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "udpchat-deliveries");
        thread.setDaemon(true);
        return thread;
    });

    public Deliveries(Sink sink) {
        this.sink = sink;
    }

    /** Waits until a text may be sent. One thread sends. */
    public void awaitRoom(String text) {
        int shares = shares(text);
        room.acquireUninterruptibly(shares);
        room.release(shares);
    }

    /** Follows a message that was sent. Waits while too many are under way. */
    public void follow(Sending sending) {
        room.acquireUninterruptibly(shares(sending.message().text()));
        followed.incrementAndGet();
        sending.delivery().thenAcceptAsync(delivery -> settle(sending, delivery), printer);
    }

    /** The program is ending: what is under way is still told, and nothing more is to be sent. Any thread. */
    public void stop() {
        stopped = true;
    }

    /** As {@link #stop}; and what is given up now, one line for people tells of all, which is not for this class. */
    public void giveUp() {
        summedUp = true;
        stop();
    }

    /** Whether more may be sent. */
    public boolean isOpen() {
        return !stopped;
    }

    /** How many messages nothing was said of yet. */
    public long underWay() {
        return followed.get() - sent.get() - failed.get();
    }

    /** Waits until what became of every message is said; false if the time was not enough. */
    public boolean await(Duration atMost) {
        try {
            if (!room.tryAcquire(WINDOW, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        room.release(WINDOW);
        return true;
    }

    public long sent() {
        return sent.get();
    }

    public long failed() {
        return failed.get();
    }

    private void settle(Sending sending, Delivery delivery) {
        (delivery instanceof Delivery.Failed ? failed : sent).incrementAndGet();
        boolean givenUp = delivery instanceof Delivery.Failed why && why.reason() == Delivery.Reason.CLOSED;
        if (!(givenUp && summedUp && !sink.json())) {
            sink.tell(sink.renderer().own(sending.message(), delivery));
        }
        room.release(shares(sending.message().text()));
    }

    private static int shares(String text) {
        return Math.min(WINDOW, 1 + text.length() / CHARS_A_SHARE);
    }
}
