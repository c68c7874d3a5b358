package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyNumberTest {
    private static final String ALICE = "06863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868";
    private static final String BOB = "f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b";

    /** Signal's published vector: two keys, two telephone numbers. */
    @Test
    void theConstructionIsSignals() {
        byte[] alice = HexFormat.of().parseHex("05" + ALICE);
        byte[] bob = HexFormat.of().parseHex("05" + BOB);
        byte[] alicesNumber = "+14152222222".getBytes(StandardCharsets.US_ASCII);
        byte[] bobsNumber = "+14153333333".getBytes(StandardCharsets.US_ASCII);
        String expected = "300354477692869396892869876765458257569162576843440918079131";
        assertEquals(expected, SafetyNumber.digits(alice, alicesNumber, bob, bobsNumber));
        assertEquals(expected, SafetyNumber.digits(bob, bobsNumber, alice, alicesNumber));
    }

    /** Computed apart from this program. */
    @Test
    void ourInputsAreTheTwoKeysAlone() {
        String expected = "42801 96714 41327 55759 64552 01680 62410 49352 77486 61484 04518 60685";
        assertEquals(expected, SafetyNumber.of(KeyText.parse(ALICE), KeyText.parse(BOB)));
        assertEquals(expected, SafetyNumber.of(KeyText.parse(BOB), KeyText.parse(ALICE)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void isFreeOfOrderAndOfOtherKeys(long seed) {
        Random random = new Random(seed);
        byte[] one = bytes(random);
        byte[] other = bytes(random);
        String number = SafetyNumber.of(one, other);
        assertTrue(number.matches("(\\d{5} ){11}\\d{5}"), number);
        assertEquals(number, SafetyNumber.of(other, one), "seed " + seed);
        assertNotEquals(number, SafetyNumber.of(one, bytes(random)), "seed " + seed);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
