package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayLimiterTest {
    private static final long SECOND = 1_000_000_000L;

    private final DisplayLimiter limiter = new DisplayLimiter(3, 2, 1_000_000_000L);

    private int admitted(String source, int lines, long now) {
        int admitted = 0;
        for (int i = 0; i < lines; i++) {
            admitted += limiter.admit(source, now) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void showsSoManyASecondAndTellsTheRestOnceTheSecondIsOver() {
        assertEquals(3, admitted("10.0.0.5:9000", 1237, 5));
        assertEquals(List.of(), limiter.summaries(4 + SECOND));
        assertEquals(List.of("-- 1,234 more lines from 10.0.0.5:9000 not shown --"), limiter.summaries(5 + SECOND));
        assertEquals(List.of(), limiter.summaries(6 + SECOND));
        assertEquals(3, admitted("10.0.0.5:9000", 4, 6 + SECOND));
        assertEquals(List.of("-- 1 more line from 10.0.0.5:9000 not shown --"), limiter.summaries(6 + 2 * SECOND));
    }

    @Test
    void whatWasNotToldYetIsAddedUp() {
        admitted("a", 5, 0);
        admitted("a", 5, SECOND);
        assertEquals(List.of(), limiter.summaries(SECOND + 1));
        assertEquals(List.of("-- 4 more lines from a not shown --"), limiter.summaries(2 * SECOND));
    }

    @Test
    void aQuietSourceIsNeverLimited() {
        for (long now = 0; now < 100 * SECOND; now += SECOND / 2) {
            assertTrue(limiter.admit("a", now), "at " + now);
        }
    }

    @Test
    void timeMayBeNegativeAndWrap() {
        long now = Long.MAX_VALUE - SECOND / 2;
        assertEquals(3, admitted("a", 4, now));
        assertFalse(limiter.admit("a", now + SECOND - 1));
        assertTrue(limiter.admit("a", now + SECOND));
    }

    @Test
    void sourcesBeyondTheTableShareOneEntry() {
        assertEquals(3, admitted("a", 4, 0));
        assertEquals(3, admitted("b", 4, 0));
        assertEquals(3, admitted("c", 4, 0));
        assertEquals(0, admitted("d", 4, 0));
        assertEquals(2, limiter.sources());
        assertEquals(
                List.of(
                        "-- 1 more line from a not shown --",
                        "-- 1 more line from b not shown --",
                        "-- 5 more lines from other addresses not shown --"),
                limiter.summaries(SECOND));
        assertEquals(0, limiter.sources());
        assertEquals(3, admitted("c", 4, SECOND));
    }

    @Test
    void sourcesThatFellSilentMakeRoom() {
        limiter.admit("a", 0);
        limiter.admit("b", 0);
        for (int i = 0; i < 1000; i++) {
            assertEquals(3, admitted("source " + i, 3, SECOND + i * SECOND));
            assertTrue(limiter.sources() <= 2);
        }
    }
}
