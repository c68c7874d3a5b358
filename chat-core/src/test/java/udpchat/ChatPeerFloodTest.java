package udpchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.testing.RealTimeTest;
import udpchat.testing.Recorder;

/** More than anybody can read, on real loopback sockets. */
class ChatPeerFloodTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** A window that the kernel's smallest buffers hold, so that it drops none. */
    private static final int WINDOW = 64;

    @RealTimeTest
    void aSlowListenerIsToldExactlyHowMuchItMissed() throws Exception {
        int sent = EventDispatcher.MAX_EVENTS + 5000;
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong messages = new AtomicLong();
        AtomicLong others = new AtomicLong();
        AtomicLong missed = new AtomicLong();
        ChatPeer peer = start(event -> {
            awaitQuietly(go);
            if (event instanceof ChatEvent.MessageReceived) {
                messages.incrementAndGet();
            } else if (event instanceof ChatEvent.Missed gap) {
                missed.addAndGet(gap.events());
            } else if (event instanceof ChatEvent.PeerChanged) {
                others.incrementAndGet();
            }
        });
        try (DatagramSocket socket = new DatagramSocket(ANY_PORT)) {
            for (int i = 0; i < sent; i++) {
                send(socket, peer, "m" + i);
                if (i % WINDOW == 0) {
                    awaitArrived(peer, i + 1);
                }
            }
            awaitArrived(peer, sent);
            assertTrue(peer.stats().join().missed() > 0);
            go.countDown();
            peer.close(Duration.ofSeconds(20));
        } finally {
            go.countDown();
            peer.close();
        }
        assertEquals(sent + 1, messages.get() + others.get() + missed.get());
        assertEquals(1, others.get());
    }

    @RealTimeTest
    void twoHundredThousandWithAStalledListenerTakeBoundedMemory() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong told = new AtomicLong();
        AtomicLong missed = new AtomicLong();
        String text = "x".repeat(1000);
        ChatPeer peer = start(event -> {
            awaitQuietly(go);
            if (event instanceof ChatEvent.Missed gap) {
                missed.addAndGet(gap.events());
            } else if (event instanceof ChatEvent.MessageReceived) {
                told.incrementAndGet();
            }
        });
        try (DatagramSocket socket = new DatagramSocket(ANY_PORT)) {
            send(socket, peer, text);
            awaitArrived(peer, 1);
            long before = usedHeap();
            int datagrams = 1;
            // A machine that is busy loses more in the kernel: then it takes more until the listener's queue is full.
            while (datagrams < 200_000
                    || (datagrams < 2_000_000
                            && peer.stats().get(30, TimeUnit.SECONDS).missed() == 0)) {
                send(socket, peer, text);
                datagrams++;
            }
            assertTrue(peer.stats().get(30, TimeUnit.SECONDS).missed() > 0);
            long grown = usedHeap() - before;
            assertTrue(grown < 2 * EventDispatcher.MAX_WEIGHT, "grown by " + grown + " bytes");
            long arrived = settled(peer);
            go.countDown();
            peer.close(Duration.ofSeconds(20));
            // A kernel that is busy may deliver a few more after the rest.
            long all = told.get() + missed.get();
            assertTrue(arrived <= all && all <= datagrams, arrived + " <= " + all + " <= " + datagrams);
        } finally {
            go.countDown();
            peer.close();
        }
    }

    @RealTimeTest
    void twoThreadsSendAtOnceAndEachKeepsItsOrder() throws Exception {
        Recorder recorder = new Recorder();
        int each = 2000;
        try (ChatPeer from = start(event -> {});
                ChatPeer to = start(recorder)) {
            List<Thread> threads = new ArrayList<>();
            List<CompletableFuture<Delivery>> results = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        CompletableFuture<Delivery> result =
                                from.send(new Destination.Raw(to.localAddress()), name + i);
                        synchronized (results) {
                            results.add(result);
                        }
                        if (i % WINDOW == 0) {
                            result.join();
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (CompletableFuture<Delivery> result : results) {
                assertInstanceOf(Delivery.Sent.class, result.join());
            }
            long arrived = settled(to);
            long a = -1;
            long b = -1;
            for (int i = 0; i < arrived; i++) {
                String text = recorder.message().text();
                long number = Long.parseLong(text.substring(1));
                if (text.charAt(0) == 'a') {
                    assertTrue(number > a, text + " after a" + a);
                    a = number;
                } else {
                    assertTrue(number > b, text + " after b" + b);
                    b = number;
                }
            }
            assertEquals(2L * each, from.stats().join().datagramsOut());
        }
    }

    private static ChatPeer start(ChatListener listener) {
        return ChatPeer.builder().bind(ANY_PORT).listener(listener).start();
    }

    private static void send(DatagramSocket from, ChatPeer to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        PeerAddress at = to.localAddress();
        from.send(new DatagramPacket(bytes, bytes.length, at.ip(), at.port()));
    }

    private static void awaitArrived(ChatPeer peer, long datagrams) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (peer.stats().join().datagramsIn() < datagrams) {
            assertTrue(System.nanoTime() - end < 0, "the kernel dropped some of " + datagrams);
        }
    }

    /** What has arrived once nothing more does. */
    private static long settled(ChatPeer peer) {
        long seen = -1;
        int same = 0;
        while (same < 1000) {
            long now = peer.stats().join().datagramsIn();
            same = now == seen ? same + 1 : 0;
            seen = now;
        }
        return seen;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
