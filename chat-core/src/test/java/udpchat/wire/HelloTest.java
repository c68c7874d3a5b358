package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloTest {

    /** 0 and 1 are how a reader sees SP and TAB. */
    private static String digits(byte[] hello) {
        return new String(hello, StandardCharsets.US_ASCII)
                .replace(' ', '0')
                .replace('\t', '1')
                .replace('\r', '.');
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0123456789abcdef, 00000001, 0000000100100011010001010110011110001001101010111100110111101111",
        "0, 0000000000000000, 00000000, 0000000000000000000000000000000000000000000000000000000000000000",
        "255, ffffffffffffffff, 11111111, 1111111111111111111111111111111111111111111111111111111111111111",
        "128, 8000000000000001, 10000000, 1000000000000000000000000000000000000000000000000000000000000001",
    })
    void isBlanksAndACarriageReturn(int version, String nonce, String versionBits, String nonceBits) throws Exception {
        Hello hello = new Hello(version, Long.parseUnsignedLong(nonce, 16));
        byte[] bytes = hello.encode();
        assertEquals(89, bytes.length);
        assertEquals("0101010101000011" + versionBits + nonceBits + ".", digits(bytes));
        assertEquals(hello, Hello.decode(bytes, 0, bytes.length));
    }

    @Test
    void isRejectedWhenCutAnywhereOrTooLong() {
        byte[] bytes = new Hello(1, 5).encode();
        for (int length = 0; length < 100; length++) {
            byte[] other = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThrows(MalformedException.class, () -> Hello.decode(other, 0, other.length), "length " + length);
            }
        }
    }

    @Test
    void isValidOrRejectedWithAnyByteChanged() {
        byte[] bytes = new Hello(1, 0x123456789L).encode();
        int valid = 0;
        for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[i] = (byte) value;
                valid += Wire.accepts(Hello::decode, hello -> ((Hello) hello).encode(), changed, "byte " + i) ? 1 : 0;
            }
        }
        // Each of 89 bytes as it was, and the other digit in 72 places after the magic.
        assertEquals(89 + 72, valid);
    }

    @Test
    void randomOnesGoRound() throws Exception {
        long seed = 3;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            Hello hello = new Hello(random.nextInt(256), random.nextLong());
            assertEquals(hello, Hello.decode(hello.encode(), 0, 89), "seed " + seed);
        }
    }

    @Test
    void theVersionIsAByte() {
        assertThrows(IllegalArgumentException.class, () -> new Hello(256, 1));
        assertThrows(IllegalArgumentException.class, () -> new Hello(-1, 1));
    }
}
