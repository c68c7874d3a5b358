package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNode.SECOND;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import udpchat.wire.WireLimits;

class LocalIndexesTest {

    @Test
    void anIndexInUseOrRetiredIsNotGivenAgain() {
        LocalIndexes indexes = new LocalIndexes(of(7, 7, 8, 7, 9, 7));
        assertEquals(7, indexes.allocate(0));
        assertEquals(8, indexes.allocate(0));
        indexes.retire(7, 0);
        assertEquals(9, indexes.allocate(120 * SECOND - 1));
        assertEquals(7, indexes.allocate(120 * SECOND));
    }

    @Test
    void aRetiredIndexIsOursFor120Seconds() {
        LocalIndexes indexes = new LocalIndexes(new Random(1));
        int index = indexes.allocate(-5);
        assertTrue(indexes.isOurs(index, -5) && indexes.isUsed(index));
        indexes.retire(index, 0);
        assertTrue(indexes.isOurs(index, 120 * SECOND - 1));
        assertFalse(indexes.isUsed(index));
        assertFalse(indexes.isOurs(index, 120 * SECOND));
    }

    @Test
    void aFreedIndexIsForgottenAtOnce() {
        LocalIndexes indexes = new LocalIndexes(new Random(1));
        int index = indexes.allocate(0);
        indexes.free(index);
        assertFalse(indexes.isOurs(index, 0));
        indexes.retire(index, 0);
        assertFalse(indexes.isOurs(index, 0), "what was not in use is not retired");
    }

    @Test
    void retiredOnesAreCapped() {
        LocalIndexes indexes = new LocalIndexes(new Random(1));
        int first = indexes.allocate(0);
        indexes.retire(first, 0);
        for (int i = 0; i < WireLimits.Handshake.RETIRED_INDEXES; i++) {
            int next = indexes.allocate(0);
            assertNotEquals(first, next);
            indexes.retire(next, 0);
        }
        assertEquals(WireLimits.Handshake.RETIRED_INDEXES, indexes.size());
        assertFalse(indexes.isOurs(first, 0));
    }

    private static RandomGenerator of(Integer... numbers) {
        Iterator<Integer> next = List.of(numbers).iterator();
        return () -> (long) next.next() << 32;
    }
}
