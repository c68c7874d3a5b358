package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineQueueTest {
    private final LineQueue queue = new LineQueue();

    private List<String> drain() throws InterruptedException {
        List<String> all = new ArrayList<>();
        queue.wake();
        do {
            all.addAll(queue.take());
            queue.wake();
        } while (queue.size() > 0);
        return all;
    }

    @Test
    void keepsTheOrder() throws InterruptedException {
        List.of("a", "b", "c").forEach(queue::offer);
        assertEquals(List.of("a", "b", "c"), queue.take());
    }

    @Test
    void countsWhatDoesNotFitAndSaysSoInItsPlace() throws InterruptedException {
        for (int i = 0; i < LineQueue.MAX_LINES + 1_234; i++) {
            queue.offer("line " + i);
        }
        List<String> first = queue.take();
        assertEquals("line 0", first.get(0));
        // Room again, but not before the notice.
        queue.offer("too early");
        List<String> rest = drain();
        assertEquals(LineQueue.MAX_LINES + 1, first.size() + rest.size());
        assertEquals("-- 1,235 lines not shown --", rest.get(rest.size() - 1));
        queue.offer("next");
        assertEquals(List.of("next"), drain());
    }

    @Test
    void boundsCharactersToo() throws InterruptedException {
        String big = "x".repeat(LineQueue.MAX_CHARS / 2);
        for (int i = 0; i < 10; i++) {
            queue.offer(big);
        }
        assertEquals(2, queue.size());
        assertEquals(1, queue.take().size());
        assertEquals(List.of(big, "-- 8 lines not shown --"), queue.take());
    }

    @Test
    void oneLineOfAnySizeIsTaken() throws InterruptedException {
        String huge = "x".repeat(2 * LineQueue.MAX_CHARS);
        queue.offer(huge);
        queue.offer("y");
        assertEquals(List.of(huge, "-- 1 line not shown --"), queue.take());
    }

    @Test
    void repliesHaveRoomOfTheirOwnButNotWithoutEnd() throws InterruptedException {
        for (int i = 0; i < 2 * LineQueue.MAX_LINES; i++) {
            queue.offer("flood");
        }
        queue.offerReply("answer");
        List<String> all = drain();
        assertEquals("answer", all.get(LineQueue.MAX_LINES));
        for (int i = 0; i < 5 * LineQueue.MAX_LINES; i++) {
            queue.offerReply("answer");
        }
        assertEquals(2 * LineQueue.MAX_LINES, queue.size());
    }

    @Test
    void wokenItGivesNothingAndClosedItEnds() throws InterruptedException {
        queue.wake();
        assertEquals(List.of(), queue.take());
        queue.offer("last");
        queue.close();
        queue.offer("too late");
        assertEquals(List.of("last"), queue.take());
        assertNull(queue.take());
        assertTrue(queue.size() == 0);
    }
}
