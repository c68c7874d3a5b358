package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u\\{([0-9A-Fa-f]+)}|n|t|\\\\)");

    @ParameterizedTest
    @MethodSource("corpus")
    void hostileStringsBecomeVisible(String testCase) {
        int colon = testCase.indexOf(": ");
        int arrow = testCase.indexOf(" => ");
        String function = testCase.substring(0, colon);
        String input = unescape(testCase.substring(colon + 2, arrow));
        String expected = unescape(testCase.substring(arrow + 4));
        assertTrue(List.of("line", "text", "both").contains(function), function);
        if (!function.equals("text")) {
            assertEquals(expected, SafeText.line(input));
        }
        if (!function.equals("line")) {
            assertEquals(expected, SafeText.text(input));
        }
    }

    static Stream<String> corpus() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SafeTextTest.class.getResourceAsStream("hostile.txt")),
                StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList().stream();
        }
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(SafeTextTest::unescape);
    }

    private static String unescape(MatchResult escape) {
        String hex = escape.group(1);
        String plain = switch (escape.group()) {
            case "\\n" -> "\n";
            case "\\t" -> "\t";
            case "\\\\" -> "\\";
            default -> Character.toString(Integer.parseInt(hex, 16));
        };
        return Matcher.quoteReplacement(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain ASCII ~", "你好，世界。", "ｶﾀｶﾅ 한국어", "👨‍👩‍👧 नमस्ते"})
    void whatNeedsNoChangeIsTheSameString(String text) {
        assertSame(text, SafeText.text(text));
        assertSame(text, SafeText.line(text));
    }

    @Test
    void linesStayOnlyInText() {
        String text = "a\nb";
        assertSame(text, SafeText.text(text));
        assertEquals("a^Jb", SafeText.line(text));
    }

    @Test
    void joinedEmojiAreNotEndless() {
        String endless = "👨" + "\u200d👨".repeat(100);
        String safe = SafeText.line(endless);
        assertEquals("👨" + "\u200d👨".repeat(8) + "<U+200D>", safe.substring(0, 2 + 8 * 3 + 8));
        assertEquals(safe, SafeText.line(safe));
    }

    @Test
    void aDatagramFullOfMarksStaysSmall() {
        assertEquals(
                1 + 8 + "<+32745 marks>".length(),
                SafeText.text("x" + "\u0301".repeat(32753)).length());
    }

    @Test
    void theFastPathLetsNothingThroughThatTheSlowOneWouldShow() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (CodePoints.isPlain(c)) {
                String one = Character.toString(c);
                assertEquals(
                        one, new SafeTextFilter(one, false).filter(), () -> "U+" + Integer.toHexString(one.charAt(0)));
                assertTrue(!CodePoints.isMark(c) && !forbidden(c), () -> "U+" + Integer.toHexString(one.charAt(0)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingForbiddenComesOut(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            String input = randomText(random);
            String text = SafeText.text(input);
            String line = SafeText.line(input);
            check("text", seed, input, text);
            check("line", seed, input, line);
            assertTrue(line.indexOf('\n') < 0, () -> message("line feed in line", seed, input));
            assertEquals(text, SafeText.text(text), () -> message("text is not stable", seed, input));
            assertEquals(line, SafeText.line(line), () -> message("line is not stable", seed, input));
            assertTrue(line.length() <= 8 * input.length(), () -> message("too long", seed, input));
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    static void check(String function, long seed, String input, String output) {
        int marks = 0;
        int joiners = 0;
        for (int i = 0; i < output.length(); ) {
            int cp = output.codePointAt(i);
            int type = Character.getType(cp);
            boolean selector = (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
            boolean mark = type == Character.NON_SPACING_MARK
                    || type == Character.COMBINING_SPACING_MARK
                    || type == Character.ENCLOSING_MARK;
            boolean joiner = cp >= 0x200B && cp <= 0x200D;
            marks = mark && !selector ? marks + 1 : joiner || selector ? marks : 0;
            joiners = joiner || selector ? joiners + 1 : 0;
            int at = i;
            assertTrue(
                    !forbidden(cp),
                    () -> message(function + " lets " + Integer.toHexString(cp) + " through at " + at, seed, input));
            assertTrue(marks <= 8, () -> message(function + " lets too many marks through", seed, input));
            assertTrue(joiners <= 2, () -> message(function + " lets a run of joiners through", seed, input));
            i += Character.charCount(cp);
        }
    }

    /** What may never come out, written down apart from the filter's own tables. */
    private static boolean forbidden(int cp) {
        int type = Character.getType(cp);
        return (cp < 0x20 && cp != '\n')
                || (cp >= 0x7F && cp <= 0x9F)
                || cp == 0xAD
                || cp == 0x34F
                || cp == 0x61C
                || (cp >= 0x200E && cp <= 0x200F)
                || (cp >= 0x2028 && cp <= 0x202E)
                || (cp >= 0x2060 && cp <= 0x206F)
                || cp == 0x3164
                || cp == 0xFEFF
                || (cp >= 0xFFF0 && cp <= 0xFFFB)
                || (cp >= 0xFDD0 && cp <= 0xFDEF)
                || (cp & 0xFFFE) == 0xFFFE
                || (cp >= 0xE0000 && cp <= 0xE00FF)
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE;
    }

    /** Mostly what is dangerous or depends on its neighbours, in any order. */
    private static String randomText(Random random) {
        int[] likely = {
            'a', ' ', '1', '\n', '\r', '\t', 0x1B, 0x9B, 0xAD, 0x301, 0x489, 0x20E3, 0x200B, 0x200C, 0x200D, 0x202E,
            0x2066, 0xFE0F, 0xFE0E, 0xFE00, 0xE0100, 0xE0061, 0x1F468, 0x2764, 0x1F3FD, 0x1F1E9, 0x94D, 0x915, 0x937,
            0x628, 0x6CC, 0x64B, 0x1780, 0x17D2, 0x1820, 0x180B, 0x180E, 0x845B, 0x1112, 0x1161, 0xD83D, 0xDE00, 0xE000,
            0xFFFE, 0x378, 0x600, 0x25CC
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) {
            int cp = random.nextInt(8) == 0 ? random.nextInt(0x110000) : likely[random.nextInt(likely.length)];
            text.appendCodePoint(cp);
            while (random.nextInt(6) == 0) {
                text.appendCodePoint(cp);
            }
        }
        return text.toString();
    }

    private static String message(String what, long seed, String input) {
        StringBuilder escaped = new StringBuilder();
        input.codePoints().forEach(cp -> escaped.append(String.format("\\u{%X}", cp)));
        return what + ", seed " + seed + ", input " + escaped;
    }
}
