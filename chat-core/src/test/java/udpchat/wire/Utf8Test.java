package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "00, true",
        "7f, true",
        "c280, true",
        "dfbf, true",
        "e0a080, true",
        "ed9fbf, true",
        "ee8080, true",
        "efbfbf, true",
        "f0908080, true",
        "f48fbfbf, true",
        "80, false",
        "bf, false",
        // Overlong: a NUL, a slash, DEL, U+07FF, U+FFFF.
        "c080, false",
        "c0af, false",
        "c1bf, false",
        "e09fbf, false",
        "e080af, false",
        "f08fbfbf, false",
        // Surrogates: the first, the last, a pair.
        "eda080, false",
        "edbfbf, false",
        "eda0bdedb880, false",
        // Above U+10FFFF.
        "f4908080, false",
        "f5808080, false",
        "f888808080, false",
        "fc8480808080, false",
        "fe, false",
        "ff, false",
        // Cut off, or cut into.
        "c2, false",
        "e0a0, false",
        "f09080, false",
        "c241, false",
        "e0a041, false",
        "f0908041, false",
        "c3a9a9, false",
    })
    void isWhatUnicodeCallsWellFormed(String hex, boolean valid) {
        byte[] bytes = Wire.hex(hex);
        for (int before = 0; before < 17; before++) {
            byte[] text = new byte[before + bytes.length + 11];
            Arrays.fill(text, (byte) 'x');
            System.arraycopy(bytes, 0, text, before, bytes.length);
            assertEquals(valid, Utf8.isValid(text, 0, text.length), "after " + before + " characters");
            assertEquals(valid, Utf8.isValid(text, before, bytes.length), "alone");
        }
    }

    @Test
    void looksAtNothingBesideItsRun() {
        byte[] text = Wire.hex("80 41 c3 a9 80");
        assertEquals(true, Utf8.isValid(text, 1, 3));
        assertEquals(false, Utf8.isValid(text, 1, 2));
        assertEquals(false, Utf8.isValid(text, 0, 2));
        assertEquals(true, Utf8.isValid(text, 5, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Utf8.isValid(text, 4, 2));
    }

    @Test
    void agreesWithTheJdkOnEveryShortSequence() {
        Jdk jdk = new Jdk();
        byte[] bytes = new byte[3];
        for (int i = 0; i < 1 << 16; i++) {
            bytes[0] = (byte) (i >> 8);
            bytes[1] = (byte) i;
            jdk.check(bytes, 1);
            jdk.check(bytes, 2);
        }
        for (int i = 0xe00000; i < 0xf00000; i++) {
            bytes[0] = (byte) (i >> 16);
            bytes[1] = (byte) (i >> 8);
            bytes[2] = (byte) i;
            jdk.check(bytes, 3);
        }
    }

    @Test
    void agreesWithTheJdkOnSequencesOfFour() {
        Jdk jdk = new Jdk();
        int[] edges = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int i = 0xf000; i < 1 << 16; i++) {
            for (int third : edges) {
                for (int fourth : edges) {
                    byte[] bytes = {(byte) (i >> 8), (byte) i, (byte) third, (byte) fourth};
                    jdk.check(bytes, 3);
                    jdk.check(bytes, 4);
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnDamagedText() {
        long seed = 5;
        Random random = new Random(seed);
        Jdk jdk = new Jdk();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = Utf8.encode(SampleFrames.text(random, random.nextInt(20)));
            jdk.check(bytes, bytes.length);
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                jdk.check(bytes, random.nextInt(bytes.length + 1));
            }
        }
    }

    /** The JDK's strict decoder, without garbage. */
    private static final class Jdk {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private final CharBuffer out = CharBuffer.allocate(200);

        void check(byte[] bytes, int length) {
            out.clear();
            decoder.reset();
            boolean valid =
                    decoder.decode(ByteBuffer.wrap(bytes, 0, length), out, true).isUnderflow();
            if (valid != Utf8.isValid(bytes, 0, length)) {
                assertEquals(valid, !valid, Wire.hex(Arrays.copyOf(bytes, length)));
            }
        }
    }

    @Test
    void encodesAndDecodesStrictly() throws Exception {
        String text = "a\u00e9\u20ac\ud83d\ude00";
        byte[] bytes = Wire.hex("61 c3a9 e282ac f09f9880");
        assertEquals(Wire.hex(bytes), Wire.hex(Utf8.encode(text)));
        assertEquals(10, Utf8.size(text));
        assertEquals(text, Utf8.decode(bytes, 0, bytes.length));
        assertThrows(MalformedException.class, () -> Utf8.decode(bytes, 0, 9));
        for (String half : new String[] {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83dx"}) {
            assertThrows(IllegalArgumentException.class, () -> Utf8.encode(half));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 1", "3, 2", "5, 2", "6, 3", "9, 3", "10, 5", "99, 5"})
    void aPrefixEndsWithAWholeCodePoint(int bytes, int chars) {
        String text = "a\u00e9\u20ac\ud83d\ude00";
        assertEquals(text.substring(0, chars), Utf8.prefix(text, bytes));
    }
}
