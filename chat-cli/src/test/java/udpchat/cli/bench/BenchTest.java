package udpchat.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import udpchat.ChatPeer;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.testing.RealTimeTest;

/** That it measures what it says; how fast that is depends on the machine. */
class BenchTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @RealTimeTest
    void everyFigureIsMeasured() {
        List<String> progress = new ArrayList<>();
        Bench.Result result = new Bench(100, 1, 1000, 0).run(progress::add);
        assertEquals(100, result.bytes());
        assertTrue(result.baseline() > 0);
        for (Bench.Peers peers : List.of(result.plain(), result.secure())) {
            assertTrue(peers.perSecond() > 0, peers.toString());
            assertTrue(0 < peers.p50Nanos() && peers.p50Nanos() <= peers.p99Nanos(), peers.toString());
        }
        assertEquals(0, result.secure().lost(), "a session loses nothing");
        assertTrue(result.roundTripNanos() > 0);
        assertTrue(result.firstNanos() > 0);
        assertEquals(4, progress.size(), progress.toString());
    }

    @RealTimeTest
    void aDistantPeerGetsWhatIsCounted() throws Exception {
        AtomicLong received = new AtomicLong();
        DistantPeer.Result result;
        try (ChatPeer there = ChatPeer.builder()
                        .bind(ANY)
                        .listener(event -> {
                            if (event instanceof ChatEvent.MessageReceived) {
                                received.incrementAndGet();
                            }
                        })
                        .start();
                ChatPeer here = ChatPeer.builder().bind(ANY).start()) {
            result = new DistantPeer(here, new Destination.Bare(there.localAddress()), "x".repeat(10))
                    .run(1, 100, text -> {});
        }
        assertTrue(result.perSecond() > 0);
        assertTrue(0 < result.p50Nanos() && result.p50Nanos() <= result.p99Nanos(), result.toString());
        assertTrue(result.roundTripNanos() > 0);
        // Half a second of as many as it goes, and then 50; a listener has heard all when its peer is closed.
        assertTrue(received.get() > result.perSecond() / 4, received + " of " + result);
    }

    @RealTimeTest
    void aPlainPeerCannotBeMeasured() {
        try (ChatPeer there = ChatPeer.builder().bind(ANY).rawOnly(true).start();
                ChatPeer here = ChatPeer.builder().bind(ANY).start()) {
            DistantPeer distant = new DistantPeer(here, new Destination.Raw(there.localAddress()), "x");
            DistantPeer.Undelivered why =
                    assertThrows(DistantPeer.Undelivered.class, () -> distant.run(1, 100, text -> {}));
            assertEquals(Delivery.Reason.NO_ANSWER, why.reason());
        }
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        long[] values = {1, 2, 3, 4};
        assertEquals(2, Bench.percentile(values, 50));
        assertEquals(4, Bench.percentile(values, 99));
        assertEquals(1, Bench.percentile(values, 1));
        assertEquals(0, Bench.percentile(new long[0], 50));
    }
}
