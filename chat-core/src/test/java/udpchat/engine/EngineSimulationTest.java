package udpchat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.Delivery;
import udpchat.model.Destination;

/** Two whole engines that talk. */
class EngineSimulationTest {

    private VirtualNetwork network;
    private VirtualPeer alice;
    private VirtualPeer bob;

    private void start(long seed) {
        network = new VirtualNetwork(seed);
        alice = new VirtualPeer(network, 1, "alice");
        bob = new VirtualPeer(network, 2, "bob");
    }

    @Test
    void aMegabyteArrivesWhole() {
        start(1);
        String text = "你好, ".repeat(130_000);
        CompletableFuture<Delivery> delivery = alice.send(bob.keyed(), text);
        assertTrue(network.runUntil(delivery::isDone, 30, TimeUnit.SECONDS), "no word of it");
        assertInstanceOf(Delivery.Delivered.class, delivery.join());
        assertEquals(List.of(text), bob.texts());
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0", "2, 0.1, 0.05, 20", "3, 0.3, 0.05, 40", "4, 0.5, 0.1, 40"})
    void everythingArrivesOnceAndInOrder(long seed, double loss, double duplicated, int jitterMillis) {
        start(seed);
        network.loss = loss;
        network.duplicated = duplicated;
        network.delay = TimeUnit.MILLISECONDS.toNanos(20);
        network.jitter = TimeUnit.MILLISECONDS.toNanos(jitterMillis);
        int count = 300;
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(alice.send(new Destination.Bare(bob.address), "a" + i));
            all.add(bob.send(alice.keyed(), "b" + i));
            network.runFor(i % 7, TimeUnit.MILLISECONDS);
        }
        assertTrue(
                network.runUntil(() -> all.stream().allMatch(CompletableFuture::isDone), 300, TimeUnit.SECONDS),
                "seed " + seed + ": "
                        + all.stream().filter(each -> !each.isDone()).count() + " without an end");
        for (CompletableFuture<Delivery> each : all) {
            assertInstanceOf(Delivery.Delivered.class, each.join(), "seed " + seed);
        }
        assertEquals(numbered("a", count), bob.texts(), "seed " + seed);
        assertEquals(numbered("b", count), alice.texts(), "seed " + seed);
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
