package udpchat.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import udpchat.model.Delivery;

/** Two engines that are far from each other, up to 3 s there and back, and begin to talk at about the same time. */
final class FirstContactSimulation {

    /** From the first word until both are delivered, at worst, ns. */
    long worst;

    /** RESPs sent, of which each costs X25519, and FINs. */
    int resps;

    int fins;

    FirstContactSimulation(int seeds, EngineContext.HandshakeMaker handshakes) {
        for (int seed = 1; seed <= seeds; seed++) {
            run(seed, handshakes);
        }
    }

    private void run(int seed, EngineContext.HandshakeMaker handshakes) {
        Random random = new Random(new SplittableRandom(seed).nextLong());
        VirtualNetwork network = new VirtualNetwork(random.nextLong());
        network.delay = MILLISECONDS.toNanos(1 + random.nextInt(1_500));
        network.jitter = MILLISECONDS.toNanos(random.nextInt(50));
        VirtualPeer alice = new VirtualPeer(network, 1, "alice", handshakes);
        VirtualPeer bob = new VirtualPeer(network, 2, "bob", handshakes);
        long begin = network.now();
        CompletableFuture<Delivery> there = alice.send(bob.keyed(), "hello");
        network.runFor(random.nextInt(500), MILLISECONDS);
        CompletableFuture<Delivery> back = bob.send(alice.keyed(), "hello");
        assertTrue(network.runUntil(() -> there.isDone() && back.isDone(), 600, SECONDS), "seed " + seed);
        worst = Math.max(worst, network.now() - begin);
        for (VirtualNetwork.Sent each : network.sent) {
            int type = each.payload().get(0) & 0xff;
            resps += type == 0xf9 ? 1 : 0;
            fins += type == 0xfa ? 1 : 0;
        }
    }

    @Override
    public String toString() {
        return "worst " + worst / 1_000_000 + " ms, " + resps + " RESPs, " + fins + " FINs";
    }
}
