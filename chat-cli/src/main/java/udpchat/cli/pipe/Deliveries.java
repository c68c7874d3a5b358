package udpchat.cli.pipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import udpchat.cli.slash.Sending;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.MessageId;

/**
 * Says what became of each message, in the order in which that was known, on a thread of its own: neither the event
 * loop nor who types waits for a slow reader. At most {@value #WINDOW} messages, fewer where they are long, are under
 * way; who sends more waits.
 *
 * <p>The last word comes by each message's future, which never fails to come; the steps before it come as events, which a
 * slow reader may miss. What is told of a message only ever goes forward, and after the last word only, to programs, that
 * it was read.
 */
public final class Deliveries {

    private static final int WINDOW = 1024;

    /** Chars of a text that count as one more message: a peer takes 8 Mi of them before it says that it is too much. */
    private static final int CHARS_A_SHARE = 4096;

    /** Messages whose steps came before {@link #follow} was called, kept until it is. */
    private static final int MAX_EARLY = 2048;

    /** How long the last word waits for the steps before it, which come another way. */
    private static final long STEPS_MILLIS = 200;

    private final Sink sink;
    private final boolean steps;
    private final Semaphore room = new Semaphore(WINDOW);
    private volatile boolean stopped;
    private final ScheduledExecutorService printer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "udpchat-deliveries");
        thread.setDaemon(true);
        return thread;
    });

    /** A message whose last word was not said yet. */
    private static final class Open {
        final Sending sending;
        int told;

        Open(Sending sending) {
            this.sending = sending;
        }
    }

    private final Map<MessageId, Open> open = new HashMap<>();
    private final Map<MessageId, List<Delivery>> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageId, List<Delivery>> eldest) {
            return size() > MAX_EARLY;
        }
    };
    private final Set<Delivery.Reason> reasons = EnumSet.noneOf(Delivery.Reason.class);
    private String firstDetail = "";
    private boolean givenUp;
    private long sent;
    private long delivered;
    private long failed;
    private Duration slowest = Duration.ZERO;

    /** @param steps whether each step is told, too: then {@link #step} gets them */
    public Deliveries(Sink sink, boolean steps) {
        this.sink = sink;
        this.steps = steps;
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
        Open message = new Open(sending);
        synchronized (this) {
            open.put(sending.message().id(), message);
            List<Delivery> before = early.remove(sending.message().id());
            if (before != null) {
                before.forEach(delivery -> printer.execute(() -> tell(message, delivery)));
            }
        }
        sending.delivery().thenAccept(delivery -> {
            // A failure need not wait for the steps before it, and a closing program does not.
            boolean waits = steps && !(delivery instanceof Delivery.Failed);
            printer.schedule(() -> settle(message, delivery), waits ? STEPS_MILLIS : 0, TimeUnit.MILLISECONDS);
        });
    }

    /** A step of a message. */
    public void step(ChatEvent.DeliveryChanged change) {
        Open message;
        synchronized (this) {
            message = open.get(change.id());
            if (message == null) {
                if (change.delivery() instanceof Delivery.Read && !early.containsKey(change.id())) {
                    // After the last word; it needs no more than it brings, and people are not told.
                    if (sink.json()) {
                        printer.execute(
                                () -> sink.tell(sink.renderer().delivery(change.id(), change.to(), change.delivery())));
                    }
                    return;
                }
                // Not followed yet, or settled already and then never asked for again.
                early.computeIfAbsent(change.id(), id -> new ArrayList<>(3)).add(change.delivery());
                return;
            }
        }
        printer.execute(() -> {
            tell(message, change.delivery());
            if (message.sending.delivery().isDone()) {
                settle(message, message.sending.delivery().join());
            }
        });
    }

    /** The program is ending: what is under way is still told, and nothing more is to be sent. Any thread. */
    public void stop() {
        stopped = true;
    }

    /** Whether more may be sent. */
    public boolean isOpen() {
        return !stopped;
    }

    /** How many messages nothing was said of yet. */
    public synchronized long underWay() {
        return open.size();
    }

    /**
     * Takes back what is under way. What becomes of it is then told to programs, and counted; people are told by whoever
     * calls this.
     */
    public void giveUp(Consumer<MessageId> withdraw) {
        List<MessageId> all;
        synchronized (this) {
            givenUp = true;
            all = List.copyOf(open.keySet());
        }
        all.forEach(withdraw);
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

    /** Messages to plain peers, of which nobody can say more. */
    public synchronized long sent() {
        return sent;
    }

    public synchronized long delivered() {
        return delivered;
    }

    public synchronized long failed() {
        return failed;
    }

    /** Why messages failed. */
    public synchronized Set<Delivery.Reason> reasons() {
        return EnumSet.copyOf(reasons);
    }

    /** Why the first that failed did, one line for people; empty if none did. */
    public synchronized String firstDetail() {
        return firstDetail;
    }

    /** The longest time that a message took to be delivered. */
    public synchronized Duration slowest() {
        return slowest;
    }

    private void settle(Open message, Delivery delivery) {
        synchronized (this) {
            if (!open.remove(message.sending.message().id(), message)) {
                return;
            }
            if (delivery instanceof Delivery.Failed why) {
                failed++;
                reasons.add(why.reason());
                firstDetail = firstDetail.isEmpty() ? why.detail() : firstDetail;
            } else if (delivery instanceof Delivery.Delivered arrived) {
                delivered++;
                slowest = slowest.compareTo(arrived.roundTrip()) > 0 ? slowest : arrived.roundTrip();
            } else if (!(delivery instanceof Delivery.Queued)) {
                sent++;
            }
        }
        tell(message, delivery);
        room.release(shares(message.sending.message().text()));
    }

    /** On the printing thread. */
    private void tell(Open message, Delivery delivery) {
        int rank = rank(delivery);
        if (rank <= message.told) {
            return;
        }
        message.told = rank;
        boolean people = !sink.json();
        synchronized (this) {
            if (people && givenUp) {
                return;
            }
        }
        sink.tell(sink.renderer().own(message.sending.message(), delivery));
    }

    private static int rank(Delivery delivery) {
        return delivery instanceof Delivery.Queued
                ? 1
                : delivery instanceof Delivery.Sent ? 2 : delivery instanceof Delivery.Read ? 4 : 3;
    }

    private static int shares(String text) {
        return Math.min(WINDOW, 1 + text.length() / CHARS_A_SHARE);
    }
}
