package udpchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.ResourceLeakDetector;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.testing.RealTimeTest;

/** 50,000 INITs a second from many sources, on real sockets, and two who talk meanwhile. */
class FloodLatencyTest {

    private static final int PER_SECOND = 50_000;
    private static final int SOURCES = 200;

    /** How long messages are sent to see how long one takes. */
    private static final long PHASE = TimeUnit.SECONDS.toNanos(2);

    /** Where less of the flood arrives, the machine is too busy to say anything about who is hit by it. */
    private static final double TAKEN = 0.5;

    /** A JVM that just started reads too slowly for the flood until the code that reads is compiled: … */
    private static final double WARM = 0.95;

    /** … phases until so much of it arrives, at most. */
    private static final int WARM_UP = 5;

    /** What a machine that has two cores for flood, both peers and this test adds now and then. */
    private static final long SCHEDULING = TimeUnit.MILLISECONDS.toNanos(10);

    /** Where each buffer came from is not asked meanwhile: that alone takes longer than what is measured. */
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void doNotLookForLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void lookForLeaksAgain() {
        ResourceLeakDetector.setLevel(level);
    }

    @RealTimeTest
    void aFloodLetsATalkGoOnAlmostAsBefore(TestReporter reporter) throws Exception {
        try (ChatPeer alice = start("alice");
                ChatPeer bob = start("bob")) {
            Destination to = new Destination.Keyed(alice.key(), List.of(alice.localAddress()));
            warmUp(alice, bob, to);
            medianLatency(bob, to);
            long before = medianLatency(bob, to);
            long heap = usedHeap();
            long datagrams = alice.stats().join().datagramsIn();
            AtomicBoolean enough = new AtomicBoolean();
            Flood flood = new Flood(alice.localAddress().toSocketAddress(), enough);
            flood.start();
            long during;
            try {
                medianLatency(bob, to);
                during = medianLatency(bob, to);
            } finally {
                enough.set(true);
                flood.join();
            }
            long grown = usedHeap() - heap;
            long taken = alice.stats().join().datagramsIn() - datagrams;
            String figures = String.format(
                    Locale.ROOT,
                    "median to delivered %.2f ms, in the flood %.2f ms; %,d INITs in %.1f s, %,d datagrams came; %,d KiB",
                    before / 1e6,
                    during / 1e6,
                    flood.sent.get(),
                    flood.nanos / 1e9,
                    taken,
                    grown >> 10);
            reporter.publishEntry(figures);
            assertTrue(grown < 16 << 20, figures);
            assertEquals(1, alice.peers().join().size(), "nobody is known who only asked");
            long sent = flood.sent.get();
            assumeTrue(sent > TAKEN * PER_SECOND * flood.nanos / 1e9 && taken > TAKEN * sent, figures);
            assertTrue(during <= 3 * before + SCHEDULING, figures);
        }
    }

    private static void warmUp(ChatPeer alice, ChatPeer bob, Destination to) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Flood flood = new Flood(alice.localAddress().toSocketAddress(), enough);
        flood.start();
        try {
            double arrived = 0;
            for (int i = 0; i < WARM_UP && arrived < WARM; i++) {
                long sent = flood.sent.get();
                long came = ofFlood(alice, bob);
                medianLatency(bob, to);
                arrived = (double) (ofFlood(alice, bob) - came) / Math.max(1, flood.sent.get() - sent);
            }
        } finally {
            enough.set(true);
            flood.join();
        }
    }

    private static long ofFlood(ChatPeer alice, ChatPeer bob) {
        return alice.stats().join().datagramsIn() - bob.stats().join().datagramsOut();
    }

    private static long medianLatency(ChatPeer from, Destination to) throws Exception {
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + PHASE;
        for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
            Delivery delivery = from.send(to, "number " + nanos.size()).get(60, TimeUnit.SECONDS);
            nanos.add(System.nanoTime() - began);
            assertInstanceOf(Delivery.Delivered.class, delivery);
        }
        nanos.sort(null);
        return nanos.get(nanos.size() / 2);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static ChatPeer start(String nick) {
        return ChatPeer.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .nick(nick)
                // One that kept what it hears would count as what the flood made grow.
                .listener(event -> {})
                .start();
    }

    /** Each source is a socket of its own, on an address of 127/8. */
    private static final class Flood extends Thread {
        private final InetSocketAddress target;
        private final AtomicBoolean enough;
        final AtomicLong sent = new AtomicLong();
        long nanos;

        Flood(InetSocketAddress target, AtomicBoolean enough) {
            super("flood");
            this.target = target;
            this.enough = enough;
        }

        @Override
        public void run() {
            try (Sources sources = new Sources()) {
                flood(new Random(1), sources.channels);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void flood(Random random, List<DatagramChannel> sources) throws IOException {
            byte[] init = new byte[128];
            long began = System.nanoTime();
            while (!enough.get()) {
                nanos = System.nanoTime() - began;
                if (sent.get() >= nanos * PER_SECOND / 1_000_000_000L) {
                    LockSupport.parkNanos(100_000);
                    continue;
                }
                random.nextBytes(init);
                ByteBuffer packet = ByteBuffer.wrap(init);
                packet.putInt(0, 0xf8c55a01).putShort(40, (short) 0x0101).putShort(44, (short) 1200);
                sources.get((int) (sent.getAndIncrement() % SOURCES)).send(packet, target);
            }
        }
    }

    private static final class Sources implements Closeable {
        final List<DatagramChannel> channels = new ArrayList<>();

        Sources() throws IOException {
            for (int i = 0; i < SOURCES; i++) {
                byte[] loopback = {127, 0, (byte) (1 + i / 100), (byte) (1 + i % 100)};
                channels.add(DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getByAddress(loopback), 0)));
            }
        }

        @Override
        public void close() throws IOException {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
        }
    }
}
