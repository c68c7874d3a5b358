package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RttEstimatorTest {
    private static final long MS = 1_000_000;

    private final RttEstimator rtt = new RttEstimator();

    @Test
    void beforeTheFirstSampleThePtoIsThatOf333Milliseconds() {
        assertEquals(333 * MS, rtt.smoothed());
        assertEquals(166_500_000, rtt.variation());
        assertEquals((333 + 4 * 166 + 2 + 25) * MS, rtt.pto());
        assertEquals(RecoveryLimits.NEVER, rtt.firstSampleAt());
    }

    @Test
    void aHandshakeIsBelievedUntilTheFirstSample() {
        rtt.onHandshake(400 * MS);
        assertEquals(400 * MS, rtt.smoothed());
        assertEquals((400 + 4 * 200 + 25) * MS, rtt.pto());
        assertEquals(RecoveryLimits.NEVER, rtt.firstSampleAt());
        rtt.onSample(40 * MS, 0, 7);
        assertEquals(40 * MS, rtt.smoothed());
        rtt.onHandshake(400 * MS);
        assertEquals(40 * MS, rtt.smoothed());
    }

    @Test
    void theFirstSampleSetsAllThreeWhateverTheAckDelay() { // §5.3
        rtt.onSample(40 * MS, 20 * MS, 7);
        assertEquals(40 * MS, rtt.latest());
        assertEquals(40 * MS, rtt.min());
        assertEquals(40 * MS, rtt.smoothed());
        assertEquals(20 * MS, rtt.variation());
        assertEquals(7, rtt.firstSampleAt());
        assertEquals((40 + 80 + 25) * MS, rtt.pto());
        assertEquals(45 * MS, rtt.lossDelay());
    }

    /** After a first sample of 80 ms: smoothed 80, variation 40, least 80. */
    @ParameterizedTest(name = "§5.3: sample {0} ms, delay {1} ms: {5}")
    @CsvSource({
        "160,  0, 90000, 50000, 80, no delay to take off",
        "100, 20, 80000, 30000, 80, the delay is taken off",
        "112, 40, 80875, 31750, 80, more than max_ack_delay counts as 25 ms",
        " 90, 20, 81250, 32500, 80, not below the minimum: the delay is not believed",
        " 40, 25, 75000, 40000, 40, a new minimum: the delay is not believed",
        " 80, -5, 80000, 30000, 80, no negative delay",
        "  0,  0, 70000, 50000,  0, no time at all",
    })
    void laterSamples(long sample, long delay, long smoothedMicros, long variationMicros, long min, String why) {
        rtt.onSample(80 * MS, 0, 0);
        rtt.onSample(sample * MS, delay * MS, 0);
        assertEquals(smoothedMicros, rtt.smoothed() / 1_000, why);
        assertEquals(variationMicros, rtt.variation() / 1_000, why);
        assertEquals(min * MS, rtt.min(), why);
    }

    @Test
    void aSampleOfMoreThan10SecondsCountsForNothing() {
        rtt.onSample(10_001 * MS, 0, 0);
        assertEquals(RecoveryLimits.NEVER, rtt.firstSampleAt());
        rtt.onSample(10_000 * MS, 0, 0);
        assertEquals(10_000 * MS, rtt.smoothed());
        rtt.onSample(3_600_000 * MS, 0, 1);
        assertEquals(10_000 * MS, rtt.smoothed());
        assertEquals(10_000 * MS, rtt.latest());
    }

    @Test
    void granularityIsTheFloorOfLossDelayAndOfTheVariationTerm() { // §6.1.2, §6.2.1
        rtt.onSample(0, 0, 0);
        assertEquals(MS, rtt.lossDelay());
        assertEquals(26 * MS, rtt.pto());
    }

    @Test
    void lossDelayTakesTheLargerOfLatestAndSmoothed() { // §6.1.2
        rtt.onSample(80 * MS, 0, 0);
        rtt.onSample(160 * MS, 0, 0);
        assertEquals(180 * MS, rtt.lossDelay());
        rtt.onSample(8 * MS, 0, 0);
        assertEquals(9 * rtt.smoothed() / 8, rtt.lossDelay());
    }

    @Test
    void afterPersistentCongestionTheNextSampleIsTheMinimum() { // §5.2
        rtt.onSample(20 * MS, 0, 0);
        rtt.onPersistentCongestion();
        rtt.onSample(200 * MS, 0, 0);
        assertEquals(200 * MS, rtt.min());
        rtt.onSample(300 * MS, 0, 0);
        assertEquals(200 * MS, rtt.min());
    }
}
