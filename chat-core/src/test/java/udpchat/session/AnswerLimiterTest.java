package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNode.MS;
import static udpchat.session.SimulatedNode.SECOND;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerLimiterTest {

    @Test
    void oncePerKeyAndInterval() {
        AnswerLimiter<String> limiter = new AnswerLimiter<>(20, 5 * SECOND);
        assertTrue(limiter.tryAcquire("a", 0));
        assertFalse(limiter.tryAcquire("a", 5 * SECOND - 1));
        assertTrue(limiter.tryAcquire("b", 5 * SECOND - 1));
        assertTrue(limiter.tryAcquire("a", 5 * SECOND));
    }

    @Test
    void neverMoreThanTwentyWithinAnySecondAndTheTableIsBounded() {
        AnswerLimiter<Long> limiter = new AnswerLimiter<>(20, 5 * SECOND);
        Random random = new Random(1);
        ArrayDeque<Long> answered = new ArrayDeque<>();
        int all = 0;
        for (long now = 0; now < 20 * SECOND; now += random.nextLong(2 * MS)) {
            if (limiter.tryAcquire(random.nextLong(), now)) {
                answered.add(now);
                all++;
            }
            long windowStart = now - SECOND;
            answered.removeIf(time -> time <= windowStart);
            assertTrue(answered.size() <= 20, "at " + now);
            assertTrue(limiter.size() <= 5 * 20 + 1, "at " + now);
        }
        assertEquals(400, all, 1);
    }
}
