package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static udpchat.recovery.RecoveryLimits.BLACK_HOLE_PAUSE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlackHoleDetectorTest {

    /** L: a large packet lost, M: one of 900 bytes lost; A, B: such packets that arrived; s: a small one that did. */
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "LLLLLLLLLL,   1200, nothing small arrived: the path may be down",
        "LssLLLLLLLLL,  548, ten lost and two small ones between",
        "LssLLLLLLLL,  1200, nine lost",
        "LsLLLLLLLLL,  1200, one small one may be luck",
        "ssLLLLLLLLLL, 1200, the small ones came before",
        "LLLLLLLLLLss, 1200, the small ones came after",
        "LLLLLLLLLLssL, 548, now they lie between",
        "LssLLALLLLLLL, 1200, a large one arrived",
        "LssLLALLLssLLLLLLL, 548, but ten were lost since",
        "LssLLBLLLLLLL, 548, a middling one that arrived says nothing of large ones",
        "MssLLALLLLLLL, 1200, a large one ends a row with a middling one",
        "MssLLBLLLLLLL, 1200, a middling one ends a row with a middling one",
    })
    void tenInARow(String events, int limit, String why) {
        BlackHoleDetector detector = new BlackHoleDetector(1_200);
        long time = 0;
        while (time < events.length()) {
            char event = events.charAt((int) time);
            time++;
            switch (event) {
                case 'L' -> detector.onLost(1_117, time, time);
                case 'M' -> detector.onLost(900, time, time);
                case 'A' -> detector.onAcked(1_200, time);
                case 'B' -> detector.onAcked(900, time);
                default -> detector.onAcked(548, time);
            }
        }
        assertEquals(limit, detector.maxDatagram(time), why);
    }

    @Test
    void fullSizeIsTriedAgainAfter60Seconds() {
        BlackHoleDetector detector = new BlackHoleDetector(1_200);
        fall(detector, 0);
        assertEquals(548, detector.maxDatagram(10 + BLACK_HOLE_PAUSE - 1));
        assertEquals(1_200, detector.maxDatagram(10 + BLACK_HOLE_PAUSE));
        fall(detector, 5);
        assertEquals(1_200, detector.maxDatagram(10 + BLACK_HOLE_PAUSE), "what was sent before is no news");
        fall(detector, 10 + BLACK_HOLE_PAUSE);
        assertEquals(548, detector.maxDatagram(20 + BLACK_HOLE_PAUSE));
    }

    @Test
    void ofSmallPacketsKnownBeforeTheFirstLossIsSeenTheNewestCounts() {
        BlackHoleDetector detector = new BlackHoleDetector(1_200);
        detector.onAcked(300, 2);
        detector.onAcked(300, 3);
        for (long sentAt : new long[] {1, 4, 5, 6, 7, 8, 8, 8, 8, 8}) {
            detector.onLost(1_200, sentAt, 20);
        }
        assertEquals(1_200, detector.maxDatagram(20));
        detector.onAcked(300, 9);
        detector.onLost(1_200, 10, 30);
        assertEquals(548, detector.maxDatagram(30));
    }

    @Test
    void lossesOlderThanALargePacketThatArrivedDoNotCount() {
        BlackHoleDetector detector = new BlackHoleDetector(1_200);
        detector.onAcked(1_200, 100);
        fall(detector, 0);
        assertEquals(1_200, detector.maxDatagram(100));
    }

    private static void fall(BlackHoleDetector detector, long from) {
        detector.onLost(1_200, from, from);
        detector.onAcked(300, from + 1);
        detector.onAcked(300, from + 2);
        for (int i = 0; i < 9; i++) {
            detector.onLost(1_200, from + 3 + i / 2, from + 10);
        }
    }
}
