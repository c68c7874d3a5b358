package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.MS;
import static udpchat.session.SimulatedNetwork.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import udpchat.model.PeerAddress;
import udpchat.wire.WireLimits;

/**
 * Two peers that talk on a network that does its worst for two minutes, by a plan made from a seed, and is well then.
 * After each event the peers check what must always hold; here is checked that in the end all arrived.
 */
class SessionSimulationTest {
    private static final int SEEDS = Integer.getInteger("udpchat.seeds", 150);
    private static final int FIRST_SEED = Integer.getInteger("udpchat.firstSeed", 0);
    private static final long TROUBLE = 120 * SECOND;
    private static final long HEALING = 180 * SECOND;

    /** What may happen, once or more often. */
    private enum Mishap {
        PARTITION,
        ONE_WAY,
        REBINDING,
        RESTART,
        REKEY,
        BOTH_REKEY,
        SMALL_PACKETS_ONLY,
        CLOSE,
        REPLAY,
        COPY_FROM_ELSEWHERE,
        TALK
    }

    static IntStream seeds() {
        return IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void allArrivesOnceTheNetworkIsWell(int seed) {
        SimulatedNetwork network = new SimulatedNetwork(seed);
        Random random = network.random;
        network.realKeys = seed % 15 == 0;
        network.loss = random.nextInt(6) / 10.0;
        network.copies = random.nextInt(3) / 10.0;
        network.corruption = random.nextInt(3) / 20.0;
        network.delay = new long[] {MS / 10, 5 * MS, 20 * MS, 150 * MS}[random.nextInt(4)];
        network.jitter = new long[] {0, MS, 30 * MS, 300 * MS}[random.nextInt(4)];
        SimulatedSessions left = network.add(1);
        SimulatedSessions right = network.add(2);
        left.want(right);
        if (random.nextBoolean()) {
            right.want(left);
        }
        List<String> plan = new ArrayList<>();
        List<byte[]> seen = new ArrayList<>();
        watch(network, seen);
        for (int i = 0; i < 12; i++) {
            Mishap mishap = Mishap.values()[random.nextInt(Mishap.values().length)];
            long at = random.nextLong(TROUBLE);
            plan.add(at / MS + " ms " + mishap);
            network.at(at, () -> happen(mishap, network, left, right, seen));
        }
        for (int i = 0; i < 20; i++) {
            network.at(random.nextLong(TROUBLE), () -> talk(network, left, right));
        }
        String story = "seed " + seed + ", loss " + network.loss + ", delay " + network.delay / MS + ", jitter "
                + network.jitter / MS + ": " + plan;
        try {
            network.run(TROUBLE);
            network.heal();
            meetAgain(network, left, right);
            network.run(HEALING);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(story, e);
        }
        assertTrue(left.isUpWith(right) && right.isUpWith(left), story);
        assertArrived(left, right, story);
        assertArrived(right, left, story);
        // A keepalive may be under way, and nothing else.
        assertTrue(left.with(right).status(network.now).bytesInFlight() <= WireLimits.Datagram.MIN_DATA, story);
        assertTrue(left.byIndex.size() <= 2 && right.byIndex.size() <= 2, story);
    }

    /** Keeps some of what passes, for replays. */
    private static void watch(SimulatedNetwork network, List<byte[]> seen) {
        network.wall = (from, to, bytes) -> {
            if (seen.size() < 200) {
                seen.add(bytes);
            } else {
                seen.set(network.random.nextInt(200), bytes);
            }
            return true;
        };
    }

    private static void talk(SimulatedNetwork network, SimulatedSessions left, SimulatedSessions right) {
        left.messages(right).send(network.random.nextInt(60));
        right.messages(left).send(network.random.nextInt(60));
    }

    private static void happen(
            Mishap mishap,
            SimulatedNetwork network,
            SimulatedSessions left,
            SimulatedSessions right,
            List<byte[]> seen) {
        Random random = network.random;
        SimulatedSessions one = random.nextBoolean() ? left : right;
        SimulatedSessions other = one == left ? right : left;
        switch (mishap) {
            case PARTITION -> wall(network, seen, (from, to, bytes) -> false);
            case ONE_WAY -> wall(network, seen, (from, to, bytes) -> from.equals(one.address));
            case REBINDING -> {
                one.address = new PeerAddress(one.address.ip(), 1_024 + random.nextInt(60_000));
                // As its owner would say elsewhere.
                other.want(one);
            }
            case RESTART -> one.restart();
            case REKEY -> one.rekey(other);
            case BOTH_REKEY -> {
                one.rekey(other);
                other.rekey(one);
            }
            case SMALL_PACKETS_ONLY -> {
                network.swallowsFrom = 900;
                network.at(network.now + random.nextLong(30 * SECOND), () -> network.swallowsFrom = Integer.MAX_VALUE);
            }
            case CLOSE -> {
                one.close(other);
                one.want(other);
            }
            case REPLAY ->
                seen.forEach(bytes -> network.inject(
                        random.nextBoolean() ? other.address : SimulatedNetwork.address(66, 66), one.address, bytes));
            case COPY_FROM_ELSEWHERE ->
                wall(network, seen, (from, to, bytes) -> {
                    network.inject(SimulatedNetwork.address(67, 67), to, bytes);
                    return true;
                });
            case TALK -> {
                one.messages(other).send(500);
                other.messages(one).send(5);
            }
        }
    }

    private static void wall(SimulatedNetwork network, List<byte[]> seen, SimulatedNetwork.Wall wall) {
        network.wall = wall;
        long[] lengths = {SECOND, 8 * SECOND, 70 * SECOND};
        network.at(network.now + lengths[network.random.nextInt(lengths.length)], () -> watch(network, seen));
    }

    /** Two peers that both moved know nothing of each other: somebody tells them. */
    private static void meetAgain(SimulatedNetwork network, SimulatedSessions left, SimulatedSessions right) {
        left.want(right);
        right.want(left);
        talk(network, left, right);
    }

    private static void assertArrived(SimulatedSessions from, SimulatedSessions to, String story) {
        NumberedExchange sent = from.messages(to);
        assertEquals(sent.sent(), to.messages(from).arrived.cardinality(), () -> "messages; " + story);
        assertEquals(sent.sent(), sent.acknowledged.cardinality(), () -> "acknowledged; " + story);
        assertEquals(0, sent.wronglySettled, () -> "frames whose fate was told twice or never; " + story);
    }
}
