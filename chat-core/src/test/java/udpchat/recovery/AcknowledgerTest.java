package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgerTest {
    private static final long MS = 1_000_000;

    private final Acknowledger received = new Acknowledger();

    @Test
    void onePacketIsAcknowledgedWithin25Milliseconds() { // RFC 9000 §13.2.1
        received.onPacketReceived(0, true, 100 * MS);
        assertTrue(received.isPending());
        assertFalse(received.due(124 * MS));
        assertEquals(125 * MS, received.deadline());
        assertTrue(received.due(125 * MS));
        assertEquals(new Ack(25_000, List.of(new PacketRange(0, 0))), received.take(125 * MS));
        assertFalse(received.isPending());
        assertEquals(NEVER, received.deadline());
    }

    @Test
    void everySecondPacketIsAcknowledgedAtOnce() { // RFC 9000 §13.2.2
        received.onPacketReceived(0, true, 0);
        received.onPacketReceived(1, true, MS);
        assertTrue(received.due(MS));
        received.take(MS);
        received.onPacketReceived(2, true, 2 * MS);
        assertFalse(received.due(2 * MS));
    }

    @Test
    void aPingIsAcknowledgedAtOnce() {
        received.onPacketReceived(0, true, 0);
        received.onPing(MS);
        assertTrue(received.due(MS));
        received.take(MS);
        received.onPing(2 * MS);
        assertEquals(NEVER, received.deadline(), "one that came before");
    }

    @Test
    void aBatchOfPacketsNeedsOneAck() {
        for (int number = 0; number < 64; number++) {
            received.onPacketReceived(number, true, MS);
        }
        assertTrue(received.due(MS));
        assertEquals(List.of(new PacketRange(0, 63)), received.take(MS).ranges());
        assertFalse(received.due(10_000 * MS));
    }

    /** Each time the last packet decides; a number with a minus does not ask for an ACK. */
    @ParameterizedTest(name = "{0}: at once {1}, {2}")
    @CsvSource({
        "7,        false, the first need not be 0",
        "0 / 2,    true,  one is missing",
        "0 / 2 / 1,true,  the missing one comes",
        "0 / 2 / 3,false, the gap is known already",
        "0 / -1 / 2, false, nothing is missing when the one between did not ask",
        "0 / -3 / 2, true, one is still missing below",
        "0 / -2 / 1, false, in order among those that ask",
        "5 / 3,    true,  late",
    })
    void outOfOrderIsAcknowledgedAtOnce(String numbers, boolean atOnce, String why) { // RFC 9000 §13.2.1
        for (String number : numbers.split(" / ", -1)) {
            if (received.isPending()) {
                received.take(0);
            }
            received.onPacketReceived(Math.abs(Long.parseLong(number)), !number.startsWith("-"), 0);
        }
        assertEquals(atOnce, received.due(0), why);
    }

    @Test
    void onlyAcksComingInAreNeverAnswered() { // RFC 9000 §13.2.1: else two peers would never be silent
        for (int number = 0; number < 100; number += 2) {
            received.onPacketReceived(number, false, number);
        }
        assertFalse(received.isPending());
        assertEquals(NEVER, received.deadline());
    }

    @Test
    void aDuplicateAsksForNothing() {
        received.onPacketReceived(0, true, 0);
        received.take(0);
        received.onPacketReceived(0, true, 0);
        assertFalse(received.isPending());
    }

    @Test
    void theDelayIsThatOfTheLargestNumber() { // RFC 9000 §13.2.5
        received.onPacketReceived(4, true, 10 * MS);
        received.onPacketReceived(3, true, 30 * MS);
        assertEquals(21_000, received.take(31 * MS).delayMicros());
    }

    @Test
    void nothingCanBeAcknowledgedBeforeSomethingCame() {
        assertThrows(IllegalStateException.class, () -> received.take(0));
    }
}
