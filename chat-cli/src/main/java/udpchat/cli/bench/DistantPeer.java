package udpchat.cli.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import udpchat.ChatPeer;
import udpchat.model.Delivery;
import udpchat.model.Destination;

/**
 * A peer that runs elsewhere. Its clock is not ours, so latency is from {@code send} until its receipt is here: there and
 * back.
 */
public final class DistantPeer {

    /** Messages that wait for a receipt at once: with their overhead well within what a peer takes without one. */
    private static final int WINDOW = 1024;

    private static final int PINGS = 20;

    /** How long a message may take before the measurement is given up, s. */
    private static final int PATIENCE_SECONDS = 10;

    private final ChatPeer peer;
    private final Destination to;
    private final String text;
    private final AtomicReference<Delivery> failure = new AtomicReference<>();

    /**
     * What was measured.
     *
     * @param perSecond messages that were delivered, a second
     * @param p50Nanos from {@code send} to the receipt, at a steady rate, median
     * @param p99Nanos the same, 99th percentile
     * @param roundTripNanos of a ping, median
     */
    public record Result(double perSecond, long p50Nanos, long p99Nanos, long roundTripNanos) {}

    /** It does not take messages, or no longer. */
    public static final class Undelivered extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Delivery.Failed delivery;

        private Undelivered(Delivery.Failed delivery) {
            super(delivery.detail());
            this.delivery = delivery;
        }

        public Delivery.Reason reason() {
            return delivery.reason();
        }
    }

    /** @param text the message */
    public DistantPeer(ChatPeer peer, Destination to, String text) {
        this.peer = peer;
        this.to = to;
        this.text = text;
    }

    /**
     * Measures, and says what it does to {@code progress}.
     *
     * @param seconds in all: half of it as fast as it goes, half at the steady rate
     * @param rate messages a second
     * @throws Undelivered as soon as one message fails
     */
    public Result run(int seconds, int rate, Consumer<String> progress) throws Undelivered {
        check(deliver(peer.send(to, text)));
        long half = TimeUnit.SECONDS.toNanos(seconds) / 2;
        progress.accept("as fast as it goes, at most " + WINDOW + " without a receipt");
        double perSecond = flood(half);
        int messages = (int) Math.max(1, half / 1_000_000 * rate / 1000);
        progress.accept("round trips of " + messages + " messages at " + rate + " a second");
        long[] trips = trips(messages, rate);
        long[] pings = pings();
        return new Result(
                perSecond, Bench.percentile(trips, 50), Bench.percentile(trips, 99), Bench.percentile(pings, 50));
    }

    private long[] pings() throws Undelivered {
        try {
            return LongStream.generate(() -> peer.ping(to).join().toNanos())
                    .limit(PINGS)
                    .sorted()
                    .toArray();
        } catch (CompletionException e) {
            // It has gone since the last message.
            throw new Undelivered(new Delivery.Failed(
                    Delivery.Reason.TIMED_OUT, String.valueOf(e.getCause().getMessage())));
        }
    }

    private double flood(long nanos) throws Undelivered {
        Semaphore room = new Semaphore(WINDOW);
        AtomicLong delivered = new AtomicLong();
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            acquire(room, 1);
            peer.send(to, text).thenAccept(delivery -> {
                note(delivery);
                delivered.incrementAndGet();
                room.release();
            });
        }
        acquire(room, WINDOW);
        return delivered.get() * 1e9 / (System.nanoTime() - start);
    }

    private long[] trips(int messages, int rate) throws Undelivered {
        long[] trips = new long[messages];
        Semaphore done = new Semaphore(0);
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            long due = start + i * 1_000_000_000L / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int number = i;
            long sentAt = System.nanoTime();
            peer.send(to, text).thenAccept(delivery -> {
                note(delivery);
                trips[number] = System.nanoTime() - sentAt;
                done.release();
            });
        }
        acquire(done, messages);
        return LongStream.of(trips).sorted().toArray();
    }

    private void note(Delivery delivery) {
        if (delivery instanceof Delivery.Failed) {
            failure.compareAndSet(null, delivery);
        }
    }

    private void acquire(Semaphore semaphore, int permits) throws Undelivered {
        try {
            if (!semaphore.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw tooLate();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooLate();
        }
        check(failure.get());
    }

    private static Delivery deliver(CompletableFuture<Delivery> delivery) throws Undelivered {
        try {
            return delivery.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooLate();
            }
            throw e;
        }
    }

    private static void check(Delivery delivery) throws Undelivered {
        if (delivery instanceof Delivery.Failed failed) {
            throw new Undelivered(failed);
        }
        if (delivery instanceof Delivery.Sent) {
            throw new Undelivered(new Delivery.Failed(
                    Delivery.Reason.NO_ANSWER, "it is a plain peer, which cannot say what it received"));
        }
    }

    private static Undelivered tooLate() {
        return new Undelivered(new Delivery.Failed(
                Delivery.Reason.TIMED_OUT, "a message was not delivered within " + PATIENCE_SECONDS + " s"));
    }
}
