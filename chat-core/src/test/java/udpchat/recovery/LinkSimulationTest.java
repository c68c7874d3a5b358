package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.recovery.SimulatedLink.MS;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two peers on a bad link, in virtual time. After each event the peers check what must always hold; here is checked what
 * must hold at the end: all arrived, nothing is in flight, and the time it took.
 */
class LinkSimulationTest {
    private static final int MESSAGES = 1_000;
    private static final long HOUR = 3_600_000 * MS;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingArrivesBothWays(int seed) {
        double loss = seed % 5 / 10.0;
        double disorder = seed % 3 / 10.0;
        SimulatedLink link = new SimulatedLink(seed, loss, (1 + seed % 7 * 20) * MS, disorder);
        link.left.queue(MESSAGES);
        link.right.queue(MESSAGES / 10);
        link.runUntilIdle(HOUR);
        complete(link, MESSAGES, MESSAGES / 10, "seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRekeyInTheMiddleLosesNothing(int seed) {
        SimulatedLink link = new SimulatedLink(seed, seed % 4 / 10.0, 20 * MS, 0.1);
        link.left.queue(MESSAGES);
        link.right.queue(MESSAGES);
        link.runUntil(50 * MS);
        link.left.rekey();
        link.right.rekey();
        link.runUntil(5_050 * MS);
        link.left.retirePreviousKey();
        link.right.retirePreviousKey();
        link.runUntilIdle(HOUR);
        complete(link, MESSAGES, MESSAGES, "seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anotherPathInTheMiddleLosesNothing(int seed) {
        SimulatedLink link = new SimulatedLink(seed, seed % 4 / 10.0, 20 * MS, 0.1);
        link.left.queue(MESSAGES);
        link.runUntil(70 * MS);
        PathRecovery old = link.left.recovery.path();
        link.left.recovery.changePath(new PathRecovery(1_200));
        link.runUntilIdle(HOUR);
        complete(link, MESSAGES, 0, "seed " + seed);
        link.runUntil(link.now + 2_000 * MS);
        assertEquals(0, old.bytesInFlight(), "seed " + seed);
    }

    @ParameterizedTest(name = "{0} % loss: {1} ms at most on the average of 20 seeds")
    @CsvSource({"0, 400", "10, 4000", "30, 12000", "40, 30000"})
    void aThousandMessagesAt20MillisecondsOneWay(int percent, long limit, TestReporter reporter) {
        long sum = 0;
        long worst = 0;
        long packets = 0;
        int seeds = 20;
        for (int seed = 0; seed < seeds; seed++) {
            SimulatedLink link = new SimulatedLink(seed, percent / 100.0, 20 * MS, 0);
            link.left.queue(MESSAGES);
            while (link.right.arrived.cardinality() < MESSAGES && link.now < HOUR) {
                link.runUntil(link.now + MS);
            }
            sum += link.now / MS;
            worst = Math.max(worst, link.now / MS);
            packets += link.left.packetsSent;
            link.runUntilIdle(HOUR);
            complete(link, MESSAGES, 0, "seed " + seed);
        }
        long mean = sum / seeds;
        reporter.publishEntry(String.format(
                Locale.ROOT,
                "%d %% loss, 20 ms one way: %d messages of 100 bytes in %d ms (worst %d), %d messages/s, %d packets",
                percent,
                MESSAGES,
                mean,
                worst,
                1_000L * MESSAGES / mean,
                packets / seeds));
        assertTrue(mean <= limit, percent + " % loss took " + mean + " ms");
    }

    @Test
    void oneMessageGetsThroughWithinTenSecondsAt30PercentLoss() {
        for (int seed = 0; seed < 200; seed++) {
            SimulatedLink link = new SimulatedLink(seed, 0.3, 20 * MS, 0);
            link.left.queue(1);
            link.runUntilIdle(HOUR);
            complete(link, 1, 0, "seed " + seed);
            assertTrue(link.now < 10_000 * MS, "seed " + seed + " took " + link.now / MS + " ms");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aPathThatSwallowsLargePacketsFallsBackToSmallOnes(int seed) {
        SimulatedLink link = new SimulatedLink(seed, seed % 4 / 10.0, 20 * MS, 0);
        link.swallowsFrom = 900;
        link.left.queue(100);
        while (link.left.recovery.path().maxDatagram(link.now) == 1_200 && link.now < HOUR) {
            link.runUntil(link.now + 10 * MS);
        }
        assertTrue(link.now < 60_000 * MS, "seed " + seed + ": found after " + link.now / MS + " ms");
        link.runUntilIdle(HOUR);
        complete(link, 100, 0, "seed " + seed);
    }

    @Test
    void aLongFlowInOneDirectionKeepsTheBooksSmall() {
        SimulatedLink link = new SimulatedLink(3, 0.02, 5 * MS, 0);
        link.left.queue(100_000);
        link.runUntilIdle(HOUR);
        complete(link, 100_000, 0, "seed 3");
    }

    private static void complete(SimulatedLink link, int leftSent, int rightSent, String seed) {
        assertEquals(leftSent, link.right.arrived.cardinality(), seed);
        assertEquals(rightSent, link.left.arrived.cardinality(), seed);
        assertEquals(leftSent, link.left.acknowledged.cardinality(), seed);
        assertEquals(rightSent, link.right.acknowledged.cardinality(), seed);
        assertEquals(0, link.left.recovery.path().bytesInFlight(), seed);
        assertEquals(0, link.right.recovery.path().bytesInFlight(), seed);
        assertFalse(link.left.recovery.probesDue() > 0, seed);
    }
}
