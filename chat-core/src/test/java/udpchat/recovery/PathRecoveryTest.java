package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.recovery.RecoveryLimits.NEVER;

import org.junit.jupiter.api.Test;

class PathRecoveryTest {
    private final PathRecovery path = new PathRecovery(1_200);

    @Test
    void theWindowIsNotExceeded() { // §7
        for (int i = 0; i < 9; i++) {
            path.onSent(1_200, 0);
        }
        path.onSent(1_100, 0);
        assertEquals(11_900, path.bytesInFlight());
        assertEquals(NEVER, path.earliestSend(101));
        assertTrue(path.earliestSend(100) <= 0);
    }

    @Test
    void aWindowThatIsMadeUseOfGrows() { // §7.8
        for (int i = 0; i < 10; i++) {
            path.onSent(1_200, 0);
        }
        path.onSourcesDry();
        acked(1_200);
        assertEquals(13_200, path.congestion().window());
    }

    @Test
    void aWindowThatIsNotMadeUseOfDoesNotGrow() { // §7.8
        path.onSent(1_200, 0);
        path.onSourcesDry();
        acked(1_200);
        assertEquals(12_000, path.congestion().window());
    }

    @Test
    void aSenderThatIsHeldBackByThePaceIsNotShortOfData() { // §7.8
        path.onSent(1_200, 0);
        acked(1_200);
        assertEquals(13_200, path.congestion().window());
    }

    @Test
    void onePacketMayRepairAtOnceOnEnteringRecovery() { // §7.3.2
        for (int i = 0; i < 10; i++) {
            path.onSent(1_200, 0);
        }
        path.onLost(1_200, 0, 50);
        path.onLost(1_200, 0, 50);
        assertEquals(6_000, path.congestion().window());
        assertNotEquals(NEVER, path.earliestSend(1_200));
        path.onSent(1_200, 50);
        assertEquals(NEVER, path.earliestSend(1_200));
    }

    @Test
    void aRetiredKeyFreesTheWindowWithoutASignal() { // §6.4
        path.onSent(1_200, 0);
        path.onForgotten(1_200);
        assertEquals(0, path.bytesInFlight());
        assertEquals(12_000, path.congestion().window());
    }

    @Test
    void aDatagramHas548To1200Bytes() {
        assertThrows(IllegalArgumentException.class, () -> new PathRecovery(547));
        assertThrows(IllegalArgumentException.class, () -> new PathRecovery(1_201));
        assertEquals(548, new PathRecovery(548).maxDatagram(0));
    }

    private void acked(int bytes) {
        path.onAcked(bytes, 0);
        path.growWindow(bytes, 0);
    }
}
