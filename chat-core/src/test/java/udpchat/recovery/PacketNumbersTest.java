package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketNumbersTest {
    private static final long SEED = 11;

    private final PacketNumbers numbers = new PacketNumbers(new Random(SEED));

    @Test
    void aboutOneInAThousandIsSkippedAndNoneIsUsedTwice() { // RFC 9000 §21.4
        long last = -1;
        int skipped = 0;
        for (int i = 0; i < 1_000_000; i++) {
            long number = numbers.take();
            assertTrue(number == last + 1 || number == last + 2, "seed " + SEED + ": " + number + " after " + last);
            skipped += number == last + 2 ? 1 : 0;
            last = number;
        }
        assertTrue(900 < skipped && skipped < 1_100, "seed " + SEED + ": " + skipped);
        assertEquals(last + 1, numbers.next());
    }

    @Test
    void anAckOfASkippedOrFutureNumberIsAnError() {
        List<Long> skipped = new ArrayList<>();
        long last = -1;
        while (skipped.size() < 3) {
            long number = numbers.take();
            if (number > last + 1) {
                skipped.add(number - 1);
            }
            last = number;
        }
        for (long number : skipped) {
            PacketNeverSentException e =
                    assertThrows(PacketNeverSentException.class, () -> numbers.requireSent(ack(number - 1, number)));
            assertEquals(number, e.number());
            assertDoesNotThrow(() -> numbers.requireSent(ack(number - 1, number - 1)));
            assertDoesNotThrow(() -> numbers.requireSent(ack(number + 1, number + 1)));
        }
        long next = numbers.next();
        assertThrows(PacketNeverSentException.class, () -> numbers.requireSent(ack(next, next)));
        assertThrows(PacketNeverSentException.class, () -> numbers.requireSent(ack(Long.MAX_VALUE, Long.MAX_VALUE)));
    }

    @Test
    void nothingIsSentBeforeTheFirst() {
        assertThrows(PacketNeverSentException.class, () -> numbers.requireSent(ack(0, 0)));
    }

    private static Ack ack(long smallest, long largest) {
        return new Ack(0, List.of(new PacketRange(smallest, largest)));
    }
}
