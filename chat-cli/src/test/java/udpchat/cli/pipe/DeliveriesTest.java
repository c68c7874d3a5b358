package udpchat.cli.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import udpchat.cli.render.JsonRenderer;
import udpchat.cli.render.OwnMessage;
import udpchat.cli.slash.Sending;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerSpec;
import udpchat.testing.RealTimeTest;

/** What is said of messages on their way, and who waits for it. */
class DeliveriesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int WINDOW = 1024;

    private static final Contact BOB = new Contact(
            Optional.of("bob"), PeerSpec.parse("127.0.0.1:9"), Optional.empty(), false, Optional.empty(), 0, 0);

    private static final AtomicLong ids = new AtomicLong();

    private final CapturedStreams streams = new CapturedStreams("");
    private final Deliveries deliveries = new Deliveries(streams.sink(false), false);

    private static Sending sending(String text, CompletableFuture<Delivery> delivery) {
        return new Sending(
                new OwnMessage(
                        new MessageId(1, ids.incrementAndGet()), BOB, true, text, Optional.empty(), Instant.EPOCH),
                delivery);
    }

    private CompletableFuture<Delivery> follow(String text) {
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        deliveries.follow(sending(text, delivery));
        return delivery;
    }

    private static Delivery failed(String why) {
        return new Delivery.Failed(Delivery.Reason.NETWORK, why);
    }

    /** Runs it on a thread of its own that ends when it does. */
    private static Thread elsewhere(Runnable task) {
        Thread thread = new Thread(task, "deliveries-test");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until a thread waits. */
    private static void awaitWaiting(Thread thread) {
        long end = System.nanoTime() + LONG.toNanos();
        while (thread.getState() != Thread.State.WAITING) {
            assertTrue(System.nanoTime() - end < 0, () -> "the thread is " + thread.getState());
            Thread.onSpinWait();
        }
    }

    private static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(LONG.toMillis());
        assertFalse(thread.isAlive(), "still waits");
    }

    @Test
    void nothingIsUnderWayAtFirst() {
        assertTrue(deliveries.await(Duration.ZERO));
        assertEquals(0, deliveries.underWay());
        assertTrue(deliveries.isOpen());
    }

    @RealTimeTest
    void eachIsCountedAndAFailureTold() {
        CompletableFuture<Delivery> one = follow("one");
        CompletableFuture<Delivery> two = follow("two");
        CompletableFuture<Delivery> three = follow("three");
        assertEquals(3, deliveries.underWay());
        assertFalse(deliveries.await(SHORT));
        two.complete(failed("no route"));
        one.complete(new Delivery.Sent());
        assertFalse(deliveries.await(SHORT));
        three.complete(failed("down"));
        assertTrue(deliveries.await(LONG));
        assertEquals(0, deliveries.underWay());
        assertEquals(1, deliveries.sent());
        assertEquals(2, deliveries.failed());
        assertEquals(List.of("udpchat: not sent to bob: no route", "udpchat: not sent to bob: down"), streams.err());
    }

    /** In the order in which it was known, on one thread, whoever completes them. */
    @RealTimeTest
    void theOrderIsThatOfTheCompletions() {
        CapturedStreams json = new CapturedStreams("");
        Deliveries told = new Deliveries(json.sink(true), true);
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            CompletableFuture<Delivery> delivery = new CompletableFuture<>();
            told.follow(sending("text " + i, delivery));
            all.add(delivery);
        }
        List<String> expected = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).complete(failed("number " + i));
            expected.add("number " + i);
        }
        assertTrue(told.await(LONG));
        List<String> order = json.out().stream()
                .map(line -> line.replaceAll(".*\"detail\":\"([^\"]*)\".*", "$1"))
                .toList();
        assertEquals(expected, order);
    }

    /** That it was read comes after the last word, and only to programs. */
    @RealTimeTest
    void whatIsReadIsToldAfterItsDelivery() {
        CapturedStreams json = new CapturedStreams("");
        Deliveries told = new Deliveries(json.sink(true), true);
        CompletableFuture<Delivery> one = new CompletableFuture<>();
        Sending sending = sending("one", one);
        told.follow(sending);
        Delivery delivered = new Delivery.Delivered(Duration.ofMillis(1));
        one.complete(delivered);
        told.step(new ChatEvent.DeliveryChanged(sending.message().id(), BOB, delivered));
        assertTrue(told.await(LONG));
        told.step(new ChatEvent.DeliveryChanged(sending.message().id(), BOB, new Delivery.Read()));
        deliveries.step(new ChatEvent.DeliveryChanged(sending.message().id(), BOB, new Delivery.Read()));
        CompletableFuture<Delivery> two = new CompletableFuture<>();
        told.follow(sending("two", two));
        two.complete(failed("gone"));
        assertTrue(told.await(LONG));
        assertEquals(
                List.of("delivered", "read", "failed"),
                json.out().stream()
                        .map(line -> line.replaceAll(".*\"state\":\"([^\"]*)\".*", "$1"))
                        .toList());
        assertEquals(List.of(), streams.out());
        assertEquals(List.of(), streams.err());
    }

    @RealTimeTest
    void whoSendsTooMuchWaits() throws InterruptedException {
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            all.add(follow("x"));
        }
        Thread sender = elsewhere(() -> deliveries.awaitRoom("one more"));
        awaitWaiting(sender);
        all.get(WINDOW / 2).complete(new Delivery.Sent());
        awaitEnd(sender);
        all.forEach(delivery -> delivery.complete(new Delivery.Sent()));
        assertTrue(deliveries.await(LONG));
        assertEquals(WINDOW, deliveries.sent());
    }

    /** Eight texts of 1 MiB are as much as a peer takes, and count as much as 1,024 short ones. */
    @RealTimeTest
    void longTextsCountAsMany() throws InterruptedException {
        String mebibyte = "x".repeat(1 << 20);
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(follow(mebibyte));
        }
        Thread sender = elsewhere(() -> deliveries.follow(sending(mebibyte, all.get(0))));
        awaitWaiting(sender);
        all.get(0).complete(new Delivery.Sent());
        awaitEnd(sender);
        all.forEach(delivery -> delivery.complete(new Delivery.Sent()));
        assertTrue(deliveries.await(LONG));
        assertEquals(4, deliveries.sent());
    }

    /** Longer than the whole window: alone, rather than never. */
    @RealTimeTest
    void aTextLongerThanTheWindowIsSentAlone() {
        CompletableFuture<Delivery> huge = follow("x".repeat(8 << 20));
        assertFalse(deliveries.await(SHORT));
        huge.complete(failed("too long"));
        assertTrue(deliveries.await(LONG));
    }

    @RealTimeTest
    void afterTheStopWhatIsUnderWayIsStillTold() {
        CompletableFuture<Delivery> last = follow("last");
        deliveries.stop();
        assertFalse(deliveries.isOpen());
        last.complete(failed("closed"));
        assertTrue(deliveries.await(LONG));
        assertEquals(List.of("udpchat: not sent to bob: closed"), streams.err());
    }

    /** Who completes a delivery is the event loop, and that never waits for a reader. */
    @RealTimeTest
    void aSlowReaderHoldsUpNeitherTheLoopNorTheCount() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        OutputStream stalled = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                written.countDown();
                try {
                    read.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        Stdio stdio = new Stdio(InputStream.nullInputStream(), stalled, new ByteArrayOutputStream());
        Deliveries slow = new Deliveries(new Sink(stdio, new JsonRenderer(), true), true);
        CompletableFuture<Delivery> one = new CompletableFuture<>();
        CompletableFuture<Delivery> two = new CompletableFuture<>();
        slow.follow(sending("one", one));
        slow.follow(sending("two", two));
        Thread loop = elsewhere(() -> {
            one.complete(new Delivery.Sent());
            two.complete(new Delivery.Sent());
        });
        awaitEnd(loop);
        assertTrue(written.await(LONG.toSeconds(), TimeUnit.SECONDS));
        assertFalse(slow.await(SHORT), "what is not written yet is not told");
        read.countDown();
        assertTrue(slow.await(LONG));
        assertEquals(2, slow.sent());
    }

    @RealTimeTest
    void anInterruptedWaitIsNoSuccess() throws InterruptedException {
        follow("never");
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        Thread waiting = elsewhere(() -> inTime.complete(deliveries.await(LONG)));
        long end = System.nanoTime() + LONG.toNanos();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(System.nanoTime() - end < 0, () -> "the thread is " + waiting.getState());
            Thread.onSpinWait();
        }
        waiting.interrupt();
        assertFalse(inTime.join());
        awaitEnd(waiting);
    }
}
