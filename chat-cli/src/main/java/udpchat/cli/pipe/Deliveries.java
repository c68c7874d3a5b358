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
 * loop nor who types waits for a slow reader. At most {@value #WINDOW} messages are under way; who sends more waits.
 */
public final class Deliveries {

    private static final int WINDOW = 1024;

    private final Sink sink;
    private final Semaphore room = new Semaphore(WINDOW);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ExecutorService printer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "udpchat-deliveries");
        thread.setDaemon(true);
        return thread;
    });

    public Deliveries(Sink sink) {
        this.sink = sink;
    }

    /** Follows a message. Waits while too many are under way. */
    public void follow(Sending sending) {
        room.acquireUninterruptibly();
        sending.delivery().thenAcceptAsync(delivery -> settle(sending, delivery), printer);
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
        sink.tell(sink.renderer().own(sending.message(), delivery));
        room.release();
    }
}
