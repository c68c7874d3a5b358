package udpchat.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;

/** What a check of the way to a peer says of ways that are known. */
class PathCheckTest {
    private final VirtualNetwork network = new VirtualNetwork(11);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice");
    private final VirtualPeer bob = new VirtualPeer(network, 2, "bob");
    private final Relay relay = new Relay();

    /** Between the two, as a NAT is: each sees the other at this address. Loses what it is told to. */
    private final class Relay implements VirtualNetwork.Node {
        final PeerAddress address = VirtualNetwork.address(9);
        private final Random random = new Random(12);
        private double lossToBob;
        private double lossToAlice;

        Relay() {
            network.put(address, this);
        }

        @Override
        public void receive(PeerAddress from, byte[] bytes) {
            boolean toBob = from.equals(alice.address);
            if (random.nextDouble() >= (toBob ? lossToBob : lossToAlice)) {
                network.transmit(address, toBob ? bob.address : alice.address, bytes);
            }
        }
    }

    private void talk(PeerAddress at) {
        CompletableFuture<Delivery> delivery = alice.send(new Destination.Keyed(bob.key, List.of(at)), "hello");
        assertTrue(network.runUntil(delivery::isDone, 20, SECONDS));
        network.runFor(1, SECONDS);
    }

    private CompletableFuture<PathReport> begin() {
        CompletableFuture<PathReport> result = new CompletableFuture<>();
        alice.command(new Command.Check(bob.keyed(), result));
        return result;
    }

    private PathReport check() {
        CompletableFuture<PathReport> result = begin();
        assertTrue(network.runUntil(result::isDone, 8, SECONDS), "no end");
        return result.join();
    }

    @Test
    void aGoodWay() {
        network.delay = MILLISECONDS.toNanos(7);
        talk(bob.address);
        PathReport report = check();
        assertEquals(100, report.sent());
        assertEquals(0, report.lostThere());
        assertTrue(report.returned() >= 100, report.toString());
        assertTrue(report.lostBack() <= 2, report.toString());
        assertEquals(1200, report.largestDatagram());
        assertEquals(Duration.ofMillis(14), report.leastRoundTrip());
        assertEquals(Optional.of(alice.address), report.observed());
        assertEquals(bob.address, report.address());
    }

    @Test
    void aNatShows() {
        talk(relay.address);
        assertEquals(Optional.of(relay.address), check().observed());
    }

    @Test
    void lossOnTheWayThere() {
        talk(relay.address);
        relay.lossToBob = 0.2;
        PathReport report = check();
        assertTrue(report.lostThere() >= 8 && report.lostThere() <= 34, report.toString());
        assertTrue(report.lostBack() <= 2, report.toString());
        assertEquals(1200, report.largestDatagram());
    }

    @Test
    void lossOnTheWayBack() {
        talk(relay.address);
        relay.lossToAlice = 0.2;
        PathReport report = check();
        assertTrue(report.lostThere() <= 2, report.toString());
        double share = (double) report.lostBack() / report.returned();
        assertTrue(share >= 0.08 && share <= 0.34, report.toString());
    }

    @Test
    void aWayThatSwallowsWhatIsLarge() {
        talk(bob.address);
        network.mtu = 900;
        assertEquals(800, check().largestDatagram());
    }

    @Test
    void messagesGoOnMeanwhile() {
        talk(bob.address);
        CompletableFuture<PathReport> result = begin();
        CompletableFuture<Delivery> delivery = alice.send(bob.keyed(), "x".repeat(200_000));
        assertTrue(network.runUntil(() -> delivery.isDone() && result.isDone(), 10, SECONDS));
        assertTrue(delivery.join() instanceof Delivery.Delivered);
        assertEquals(0, result.join().lostThere());
    }

    @Test
    void oneAtATimeAndNoneWithoutASession() {
        assertThrows(CompletionException.class, () -> begin().join());
        talk(bob.address);
        CompletableFuture<PathReport> first = begin();
        assertThrows(CompletionException.class, () -> begin().join());
        bob.command(new Command.Close(0));
        assertTrue(network.runUntil(first::isDone, 8, SECONDS));
        assertThrows(CompletionException.class, first::join, "the session ended");
    }
}
