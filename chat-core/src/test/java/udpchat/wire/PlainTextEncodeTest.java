package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTextEncodeTest {

    private static final String FAMILY = "👨‍👩‍👧‍👦";
    private static final String FLAG = "🇩🇪";
    private static final String JAMO = "\u1112\u1161\u11ab";
    private static final String MARKED = "e\u0301\u0302";

    static Stream<Arguments> splits() {
        return Stream.of(
                // name, text, LF, chars in each datagram
                Arguments.of("empty", "", false, List.of()),
                Arguments.of("empty, LF", "", true, List.of(1)),
                Arguments.of("short", "hi", false, List.of(2)),
                Arguments.of("short, LF", "hi", true, List.of(3)),
                Arguments.of("exactly full", "a".repeat(1024), false, List.of(1024)),
                Arguments.of("one beyond", "a".repeat(1025), false, List.of(1024, 1)),
                Arguments.of("full with LF", "a".repeat(1023), true, List.of(1024)),
                Arguments.of("LF never alone", "a".repeat(1024), true, List.of(1023, 2)),
                Arguments.of("LF never alone, twice", "a".repeat(2048), true, List.of(1024, 1023, 2)),
                Arguments.of("Chinese", "你".repeat(342), false, List.of(341, 1)),
                Arguments.of("family", "a".repeat(1010) + FAMILY, false, List.of(1010, 11)),
                Arguments.of("family fits", "a".repeat(999) + FAMILY + "b", false, List.of(1010, 1)),
                Arguments.of("flags whole", FLAG.repeat(129), false, List.of(512, 4)),
                Arguments.of("flags shifted", "ab" + FLAG.repeat(128), false, List.of(2 + 127 * 4, 4)),
                Arguments.of("skin tone", "a".repeat(1018) + "👍🏽", false, List.of(1018, 4)),
                Arguments.of("jamo", "a".repeat(1018) + JAMO, false, List.of(1018, 3)),
                Arguments.of("marks", "a".repeat(1020) + MARKED, false, List.of(1020, 3)),
                Arguments.of("CRLF", "a".repeat(1023) + "\r\nb", false, List.of(1023, 3)),
                Arguments.of("CR, then our LF", "a".repeat(1023) + "\r", true, List.of(1023, 2)),
                Arguments.of("surrogate pair", "a".repeat(1022) + "👋", false, List.of(1022, 2)),
                // Longer than a datagram by itself: between code points, and the text after it as usual.
                Arguments.of("endless", "e" + "\u0301".repeat(1000), false, List.of(512, 489)),
                Arguments.of("endless of 3 bytes", "e" + "\u20dd".repeat(400), false, List.of(342, 59)),
                Arguments.of("a start, then endless", "abc e" + "\u0301".repeat(600), false, List.of(4, 512, 89)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("splits")
    void cutBetweenGraphemes(String name, String text, boolean lf, List<Integer> chars) throws Exception {
        List<byte[]> pieces = PlainText.encode(text, lf);
        check(text, lf, pieces, name);
        List<Integer> got = new ArrayList<>();
        for (byte[] piece : pieces) {
            got.add(strict(piece).length());
        }
        assertEquals(chars, got);
    }

    @Test
    void piecesTogetherAreTheText() throws Exception {
        String[] parts = {
            "a",
            " ",
            "\n",
            "\r",
            "\r\n",
            "ß",
            "你",
            "好",
            "👋",
            FAMILY,
            FLAG,
            "🇫",
            JAMO,
            "\u1161",
            MARKED,
            "\u0301",
            "\u200d",
            "क्षि",
            "👍🏽",
            "word ",
            "\u0301".repeat(700),
            "a".repeat(300)
        };
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(1200);
            int favourite = random.nextInt(parts.length);
            while (text.length() < length) {
                text.append(parts[random.nextInt(3) == 0 ? random.nextInt(parts.length) : favourite]);
            }
            boolean lf = random.nextBoolean();
            check(text.toString(), lf, PlainText.encode(text.toString(), lf), "seed " + seed);
        }
    }

    /** Where all graphemes fit a datagram, none is cut: the split texts have as many as the whole. */
    @Test
    void noGraphemeThatFitsIsCut() throws Exception {
        String[] parts = {"a", "你", "👋", FAMILY, FLAG, JAMO, MARKED, "👍🏽", "\r\n", " "};
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            while (text.length() < 2500) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            long whole = graphemes(text.toString());
            long split = 0;
            for (byte[] piece : PlainText.encode(text.toString(), false)) {
                split += graphemes(strict(piece));
            }
            assertEquals(whole, split, "seed " + seed);
        }
    }

    @Test
    void unpairedSurrogatesBecomeQuestionMarks() {
        assertArrayEquals(
                "a?b".getBytes(StandardCharsets.UTF_8),
                PlainText.encode("a\ud800b", false).get(0));
        String text = "\udc00".repeat(1025);
        List<byte[]> pieces = PlainText.encode(text, false);
        assertEquals(2, pieces.size());
        assertEquals(1024, pieces.get(0).length);
        assertEquals(1025, PlainText.utf8Length(text));
    }

    @Test
    void lengthsAreThoseOfTheJdk() {
        Random random = new Random(7);
        for (int run = 0; run < 2000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x10000) : 0xd700 + random.nextInt(0x900)));
            }
            assertEquals(
                    text.toString().getBytes(StandardCharsets.UTF_8).length,
                    PlainText.utf8Length(text.toString()),
                    "seed 7 run " + run);
        }
    }

    static Stream<Arguments> mebibytes() {
        return Stream.of(
                Arguments.of("ASCII", "a"),
                Arguments.of("Chinese", "你"),
                Arguments.of("flags", FLAG),
                Arguments.of("families", FAMILY),
                Arguments.of("one grapheme", "\u0301"),
                Arguments.of("joined without end", "👩‍"),
                Arguments.of("Hangul", "\u1112"));
    }

    /** Quadratic cost would show as minutes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mebibytes")
    void oneMebibyteIsNoWork(String name, String unit) {
        String text = unit.repeat((1 << 20) / (int) PlainText.utf8Length(unit));
        assertTimeout(Duration.ofSeconds(5), () -> check(text, true, PlainText.encode(text, true), name));
    }

    private static void check(String text, boolean lf, List<byte[]> pieces, String what)
            throws CharacterCodingException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            assertNotEquals(0, piece.length, what);
            assertTrue(piece.length <= PlainText.MAX_DATAGRAM_BYTES, what);
            strict(piece);
            all.writeBytes(piece);
        }
        if (lf && pieces.size() > 1) {
            byte[] last = pieces.get(pieces.size() - 1);
            assertFalse(Arrays.equals(last, new byte[] {'\n'}), what + ": a line end by itself");
        }
        assertEquals(lf ? text + "\n" : text, all.toString(StandardCharsets.UTF_8), what);
    }

    private static String strict(byte[] piece) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(piece))
                .toString();
    }

    private static long graphemes(String text) {
        return java.util.regex.Pattern.compile("\\X").matcher(text).results().count();
    }
}
