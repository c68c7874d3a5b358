package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MS = 1_000_000;

    private final Pacer pacer = new Pacer();
    private final NewReno congestion = new NewReno();
    private final RttEstimator rtt = new RttEstimator();

    @Test
    void theInitialWindowGoesInOneBurst() { // §7.7
        rtt.onSample(100 * MS, 0, 0);
        for (int i = 0; i < 10; i++) {
            assertTrue(pacer.earliestSend(1_200, congestion, rtt) <= 0, "packet " + i);
            pacer.onSent(1_200, 0, congestion, rtt);
        }
        // 1,200 bytes at 5/4 · 12,000 bytes / 100 ms
        assertEquals(8 * MS, pacer.earliestSend(1_200, congestion, rtt));
    }

    @Test
    void afterTheBurstPacketsFollowAtFiveQuartersOfWindowPerRtt() { // §7.7
        rtt.onSample(100 * MS, 0, 0);
        congestion.onAcked(108_000, 0);
        long now = 0;
        int packets = 0;
        while (now < 1_000 * MS) {
            pacer.onSent(1_200, now, congestion, rtt);
            packets++;
            now = Math.max(now, pacer.earliestSend(1_200, congestion, rtt));
        }
        // 120,000 bytes in 80 ms are 1,250 packets a second, and ten at once to begin with.
        assertEquals(1_260, packets, 1);
    }

    @Test
    void aPauseEarnsOneBurstAndNoMore() {
        rtt.onSample(100 * MS, 0, 0);
        for (int i = 0; i < 30; i++) {
            pacer.onSent(1_200, 0, congestion, rtt);
        }
        long later = 60_000 * MS;
        for (int i = 0; i < 10; i++) {
            assertTrue(pacer.earliestSend(1_200, congestion, rtt) <= later, "packet " + i);
            pacer.onSent(1_200, later, congestion, rtt);
        }
        assertTrue(pacer.earliestSend(1_200, congestion, rtt) > later);
    }

    @Test
    void aQuickPaceGoesInBurstsOfAMillisecond() {
        rtt.onSample(10 * MS, 0, 0);
        congestion.onAcked(9_588_000, 0);
        // 5/4 · 9,600,000 bytes in 10 ms are 1,200,000 bytes a millisecond: 1,000 packets.
        long now = 0;
        int wakes = 0;
        int packets = 0;
        while (now < 100 * MS) {
            while (pacer.earliestSend(1_200, congestion, rtt) <= now) {
                pacer.onSent(1_200, now, congestion, rtt);
                packets++;
            }
            wakes++;
            now = pacer.earliestSend(1_200, congestion, rtt);
        }
        assertEquals(100_000, packets, 2_000);
        assertEquals(100, wakes, 2);
    }

    @Test
    void below2MillisecondsNothingIsPaced() {
        rtt.onSample(2 * MS - 1, 0, 0);
        for (int i = 0; i < 1_000; i++) {
            pacer.onSent(1_200, 0, congestion, rtt);
        }
        assertTrue(pacer.earliestSend(1_200, congestion, rtt) <= 0);
    }

    @Test
    void theBurstAtTheAssumedRttIsNotHeldAgainstAQuickPath() {
        for (int i = 0; i < 10; i++) {
            pacer.onSent(1_200, 0, congestion, rtt);
        }
        assertEquals(26_640_000, pacer.earliestSend(1_200, congestion, rtt), "10 % of 4/5 of 333 ms");
        rtt.onSample(10 * MS, 0, 0);
        assertEquals(
                MS, pacer.earliestSend(1_200, congestion, rtt), "1,200 bytes take 0.8 ms, and the least wait is 1");
    }
}
