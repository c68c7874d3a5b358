package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextDecodeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # bytes                | text                         | malformed | LF
            68 69                  | hi                           | 0 | false
            68 69 0a               | hi                           | 0 | true
            68 69 0d 0a            | hi                           | 0 | true
            0a                     | ""                           | 0 | true
            0d 0a                  | ""                           | 0 | true
            0a 0a                  | "⏎"                          | 0 | true
            0d                     | "␍"                          | 0 | false
            0d 0d 0a               | "␍"                          | 0 | true
            61 0a 62               | a⏎b                          | 0 | false
            61 0d                  | a␍                           | 0 | false
            e4 bd a0 e5 a5 bd 0a   | 你好                          | 0 | true
            f0 9f 91 8b            | 👋                           | 0 | false
            ef bb bf 61            | "\\ufeffa"                    | 0 | false
            00                     | "\\u0000"                     | 0 | false
            # cut, over-long, surrogate, beyond Unicode, lone continuation, our own packet types
            e4                     | \\xE4                         | 1 | false
            e4 bd                  | \\xE4\\xBD                     | 2 | false
            e4 0a                  | \\xE4                         | 1 | true
            61 ff 62               | a\\xFFb                       | 1 | false
            c0 80                  | \\xC0\\x80                     | 2 | false
            e0 80 80               | \\xE0\\x80\\x80                 | 3 | false
            ed a0 80               | \\xED\\xA0\\x80                 | 3 | false
            f4 90 80 80            | \\xF4\\x90\\x80\\x80             | 4 | false
            80 61                  | \\x80a                        | 1 | false
            f8 c5 5a 01            | \\xF8\\xC5Z\\u0001              | 2 | false
            e4 bd e4 bd a0         | \\xE4\\xBD你                   | 2 | false
            ff 0d 0a               | \\xFF                         | 1 | true
            """)
    void bytesAsText(String hex, String expected, int malformed, boolean lf) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex.strip());
        String text = expected.replace('⏎', '\n')
                .replace('␍', '\r')
                .replace("\\ufeff", "\ufeff")
                .replace("\\u0000", "\0")
                .replace("\\u0001", "\1");
        assertEquals(new PlainText.Decoded(text, malformed, lf), PlainText.decode(bytes, 0, bytes.length));
    }

    @Test
    void onlyTheGivenRangeIsRead() {
        byte[] bytes = "\n你a\n\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(new PlainText.Decoded("你a", 0, true), PlainText.decode(bytes, 1, 5));
        assertEquals(new PlainText.Decoded("", 0, false), PlainText.decode(bytes, 2, 0));
    }

    /** Every prefix of a text: what is whole stays as it is, what is cut stays visible byte by byte. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "你好, Welt", "é👋é", "👨‍👩‍👧‍👦🇩🇪", "ß\r\nß\n", "한국어 e\u0301"})
    void cutAtEveryByte(String text) {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= whole.length; cut++) {
            int end = cut;
            while (end > 0 && end < whole.length && (whole[end] & 0xc0) == 0x80) {
                end--;
            }
            StringBuilder expected = new StringBuilder(new String(whole, 0, end, StandardCharsets.UTF_8));
            boolean lf = end == cut && expected.toString().endsWith("\n");
            if (lf) {
                expected.setLength(expected.length() - (expected.toString().endsWith("\r\n") ? 2 : 1));
            }
            for (int i = end; i < cut; i++) {
                expected.append(String.format("\\x%02X", whole[i]));
            }
            assertEquals(
                    new PlainText.Decoded(expected.toString(), cut - end, lf),
                    PlainText.decode(whole, 0, cut),
                    "first " + cut + " bytes of " + text);
        }
    }

    @Test
    void anyBytesAreTextAndEachBadByteIsCounted() {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // Half of them bytes that stand in valid sequences, so that these occur, too.
                if (random.nextBoolean()) {
                    bytes[i] =
                            (byte) (random.nextBoolean() ? 0x80 + random.nextInt(0x40) : 0xc2 + random.nextInt(0x33));
                }
            }
            PlainText.Decoded decoded = PlainText.decode(bytes, 0, bytes.length);
            int shown = 0;
            for (int at = decoded.text().indexOf("\\x");
                    at >= 0;
                    at = decoded.text().indexOf("\\x", at + 4)) {
                shown++;
            }
            assertEquals(decoded.malformed(), shown, "seed " + seed + " run " + run);
            int end = bytes.length;
            if (decoded.endedInLf()) {
                end -= end > 1 && bytes[end - 2] == '\r' ? 2 : 1;
            }
            long valid = decoded.text().getBytes(StandardCharsets.UTF_8).length - 4L * decoded.malformed();
            assertEquals(end, valid + decoded.malformed(), "seed " + seed + " run " + run);
        }
    }

    @Test
    void theLargestDatagramOfBadBytesIsNoWork() {
        byte[] bytes = new byte[65_527];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        assertTimeout(Duration.ofSeconds(2), () -> {
            PlainText.Decoded decoded = PlainText.decode(bytes, 0, bytes.length);
            assertEquals(4 * bytes.length, decoded.text().length());
            assertEquals(bytes.length, decoded.malformed());
        });
    }
}
