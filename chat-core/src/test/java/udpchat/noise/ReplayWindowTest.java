package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    private static final int WIDTH = 4096;

    private final ReplayWindow window = new ReplayWindow();

    /** Remembers everything, so it cannot be wrong. */
    private static final class Model {
        private final Set<Long> marked = new HashSet<>();
        private long highest = -1;

        boolean isFresh(long number) {
            return number > highest - WIDTH && number >= 0 && !marked.contains(number);
        }

        void mark(long number) {
            marked.add(number);
            highest = Math.max(highest, number);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void doesAsTheModelDoes(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        for (int step = 0; step < 200_000; step++) {
            long number = Math.max(0, model.highest + jump(random));
            boolean fresh = model.isFresh(number);
            assertEquals(fresh, window.isFresh(number), "seed " + seed + ", step " + step + ", number " + number);
            // A forgery is fresh, too, and never marked.
            if (fresh && random.nextInt(8) != 0) {
                model.mark(number);
                window.mark(number);
            }
        }
    }

    /** Mostly near the highest, at times around the edges of the window and the ring, seldom far ahead. */
    private static long jump(Random random) {
        return switch (random.nextInt(200)) {
            case 0 -> random.nextInt(20_000);
            case 1 -> 8192 + random.nextInt(5) - 2;
            case 2, 3, 4, 5 -> WIDTH + random.nextInt(130) - 65;
            case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> random.nextInt(130) - WIDTH - 65;
            case 16 -> -8192 + random.nextInt(5) - 2;
            default -> random.nextInt(600) - 590;
        };
    }

    @Test
    void isSoWideAndNoWider() {
        window.mark(10_000);
        assertFalse(window.isFresh(10_000 - WIDTH));
        assertTrue(window.isFresh(10_000 - WIDTH + 1));
        assertFalse(window.isFresh(10_000));
        assertTrue(window.isFresh(10_001));
    }

    @Test
    void takesTheFirstAndTheLastNumber() {
        assertTrue(window.isFresh(0));
        window.mark(0);
        assertFalse(window.isFresh(0));
        window.mark(Long.MAX_VALUE);
        assertFalse(window.isFresh(Long.MAX_VALUE));
        assertTrue(window.isFresh(Long.MAX_VALUE - WIDTH + 1));
        assertFalse(window.isFresh(0));
        assertFalse(window.isFresh(-1));
    }

    @Test
    void aNumberBelowZeroIsNeverFresh() {
        assertFalse(window.isFresh(-1));
        assertFalse(window.isFresh(-2));
        assertFalse(window.isFresh(Long.MIN_VALUE));
    }

    @Test
    void onlyTheFreshAreMarked() {
        window.mark(3);
        assertThrows(IllegalStateException.class, () -> window.mark(3));
    }
}
