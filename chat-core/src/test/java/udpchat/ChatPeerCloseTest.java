package udpchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.testing.RealTimeTest;
import udpchat.testing.Recorder;

/** Every way to close a peer ends, answers everything and leaves nothing running. */
class ChatPeerCloseTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Recorder recorder = new Recorder();

    @AfterEach
    void nothingIsLeftRunning() throws InterruptedException {
        assertEquals(List.of(), ChatPeerTest.threadsThatStay());
    }

    @RealTimeTest
    void whileTenThousandAreBeingSent() {
        ChatPeer peer = start(recorder);
        List<CompletableFuture<Delivery>> results = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            results.add(peer.send(new Destination.Raw(peer.localAddress()), "m" + i));
        }
        assertTimeoutPreemptively(PATIENCE, () -> peer.close(Duration.ofSeconds(30)));
        assertTrue(results.stream().allMatch(CompletableFuture::isDone));
        assertTrue(results.stream().allMatch(r -> r.join() instanceof Delivery.Sent), "drained");
        recorder.next(ChatEvent.Closed.class);
    }

    /** Commands come from several threads while the socket goes: none may fall between the chairs. */
    @RealTimeTest
    void whileOthersSendAndAsk() throws Exception {
        for (int round = 0; round < 10; round++) {
            ChatPeer peer = start(recorder);
            List<CompletableFuture<?>> results = new ArrayList<>();
            CountDownLatch under = new CountDownLatch(2);
            List<Thread> others = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                Thread other = new Thread(() -> {
                    List<CompletableFuture<?>> mine = new ArrayList<>();
                    under.countDown();
                    CompletableFuture<Delivery> last = new CompletableFuture<>();
                    for (int i = 0; i < 1000 && !(last.getNow(null) instanceof Delivery.Failed); i++) {
                        last = peer.send(new Destination.Raw(peer.localAddress()), "m");
                        mine.add(last);
                        mine.add(peer.peers());
                        mine.add(peer.stats());
                    }
                    synchronized (results) {
                        results.addAll(mine);
                    }
                });
                other.start();
                others.add(other);
            }
            under.await();
            peer.close(Duration.ZERO);
            for (Thread other : others) {
                other.join(PATIENCE.toMillis());
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> null)
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @RealTimeTest
    void fromTheListener() throws Exception {
        AtomicReference<ChatPeer> peer = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        CountDownLatch known = new CountDownLatch(1);
        peer.set(start(event -> {
            if (event instanceof ChatEvent.MessageReceived) {
                awaitQuietly(known);
                peer.get().close();
                closed.countDown();
            } else if (event instanceof ChatEvent.Closed) {
                last.countDown();
            }
        }));
        known.countDown();
        peer.get().send(new Destination.Raw(peer.get().localAddress()), "bye");
        assertTrue(closed.await(30, TimeUnit.SECONDS));
        assertTrue(last.await(30, TimeUnit.SECONDS));
        peer.get().close();
    }

    @RealTimeTest
    void fromACallbackOnTheEventLoop() {
        ChatPeer peer = start(recorder);
        CompletableFuture<Boolean> ran = peer.send(new Destination.Raw(peer.localAddress()), "hi")
                .thenApply(sent -> {
                    peer.close();
                    return true;
                });
        assertTimeoutPreemptively(PATIENCE, () -> assertTrue(ran.join()));
        recorder.next(ChatEvent.Closed.class);
        peer.close();
    }

    @RealTimeTest
    void twiceAndFromTwoThreads() throws Exception {
        ChatPeer peer = start(recorder);
        Thread other = new Thread(peer::close);
        other.start();
        peer.close();
        other.join(PATIENCE.toMillis());
        peer.close();
        assertEquals(
                1,
                recorder.rest().stream()
                        .filter(ChatEvent.Closed.class::isInstance)
                        .count());
    }

    @RealTimeTest
    void byAnInterruptedThread() {
        ChatPeer peer = start(recorder);
        Thread.currentThread().interrupt();
        peer.close();
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        recorder.next(ChatEvent.Closed.class);
    }

    @RealTimeTest
    void withAnyDuration() {
        for (Duration atMost : List.of(
                Duration.ZERO, Duration.ofSeconds(-5), Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(1))) {
            ChatPeer peer = start(recorder);
            assertTimeoutPreemptively(PATIENCE, () -> peer.close(atMost), atMost.toString());
        }
        ChatPeer peer = start(recorder);
        assertThrows(NullPointerException.class, () -> peer.close(null));
        peer.close();
    }

    @RealTimeTest
    void whileALongTextIsPaced() {
        ChatPeer peer = start(recorder);
        CompletableFuture<Delivery> result = peer.send(new Destination.Raw(peer.localAddress()), "x".repeat(1 << 20));
        peer.close(Duration.ofMillis(20));
        Delivery.Failed failed = assertInstanceOf(Delivery.Failed.class, result.join());
        assertEquals(Delivery.Reason.CLOSED, failed.reason());
    }

    @RealTimeTest
    void whileTheListenerStalls() {
        CountDownLatch release = new CountDownLatch(1);
        ChatPeer peer = start(event -> awaitQuietly(release));
        peer.send(new Destination.Raw(peer.localAddress()), "hi").join();
        assertTimeoutPreemptively(PATIENCE, () -> peer.close());
        release.countDown();
        peer.close();
    }

    /** It must not be so, but a callback that blocks the loop must not hang whoever closes. */
    @RealTimeTest
    void whileACallbackBlocksTheLoop() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        ChatPeer peer = start(recorder);
        peer.send(new Destination.Raw(peer.localAddress()), "hi").thenRun(() -> {
            blocked.countDown();
            if (Thread.currentThread().getName().startsWith("udpchat-loop")) {
                awaitQuietly(release);
            }
        });
        assertTrue(blocked.await(30, TimeUnit.SECONDS));
        assertTimeoutPreemptively(PATIENCE, () -> peer.close(Duration.ofMillis(10)));
        release.countDown();
        recorder.next(ChatEvent.Closed.class);
        peer.close();
    }

    @RealTimeTest
    void afterItNothingIsTakenAndEverythingIsAnswered() {
        ChatPeer peer = start(recorder);
        peer.close();
        assertInstanceOf(
                Delivery.Failed.class,
                peer.send(new Destination.Raw(peer.localAddress()), "late").join());
        assertTrue(peer.peers().isCompletedExceptionally());
        assertTrue(peer.stats().isCompletedExceptionally());
        ChatException e = assertThrows(ChatException.class, () -> peer.removeContact("bob"));
        assertEquals("this peer is closed", e.getMessage());
        assertEquals(
                "this peer is closed",
                assertThrows(ChatException.class, () -> peer.resolve("bob")).getMessage());
    }

    @RealTimeTest
    void aFailingCallbackHarmsNobody() {
        ChatPeer peer = start(recorder);
        for (int i = 0; i < 100; i++) {
            peer.send(new Destination.Raw(peer.localAddress()), "m").thenRun(() -> {
                throw new AssertionError("callback");
            });
        }
        assertEquals(
                new Delivery.Sent(),
                peer.send(new Destination.Raw(peer.localAddress()), "last").join());
        peer.close();
    }

    private static ChatPeer start(ChatListener listener) {
        return ChatPeer.builder().bind(ANY_PORT).listener(listener).start();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
