package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NewRenoTest {
    private final NewReno congestion = new NewReno();

    @Test
    void slowStartGrowsByWhatIsAcknowledged() { // §7.2, §7.3.1
        assertEquals(12_000, congestion.window());
        assertTrue(congestion.inSlowStart());
        congestion.onAcked(1_200, 0);
        congestion.onAcked(93, 0);
        assertEquals(13_293, congestion.window());
    }

    @Test
    void aLossHalvesOnceForEachRecoveryPeriod() { // §7.3.2
        assertTrue(congestion.onLost(5, 100));
        assertEquals(6_000, congestion.window());
        assertEquals(6_000, congestion.slowStartThreshold());
        assertFalse(congestion.onLost(100, 120), "sent before the period began");
        congestion.onAcked(1_200, 100);
        assertEquals(6_000, congestion.window(), "nothing grows by what was sent before");
        assertTrue(congestion.onLost(101, 130));
        assertEquals(3_000, congestion.window());
    }

    @Test
    void congestionAvoidanceAddsOneDatagramForEachWindow() { // §7.3.3
        congestion.onLost(0, 0);
        for (int i = 0; i < 4; i++) {
            congestion.onAcked(1_200, 1);
            assertEquals(6_000, congestion.window());
        }
        congestion.onAcked(1_200, 1);
        assertEquals(7_200, congestion.window());
    }

    @Test
    void theWindowNeverFallsBelowTwoDatagrams() { // §7.2
        for (int time = 0; time < 10; time++) {
            congestion.onLost(time, time);
        }
        assertEquals(2_400, congestion.window());
    }

    @Test
    void persistentCongestionGoesBackToSlowStartFromTheMinimum() { // §7.6.2
        congestion.onLost(0, 50);
        congestion.onPersistentCongestion();
        assertEquals(2_400, congestion.window());
        assertTrue(congestion.inSlowStart());
        congestion.onAcked(1_200, 10);
        assertEquals(3_600, congestion.window(), "the recovery period is over");
    }
}
