package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "你好, 4",
        "한국, 4",
        "é, 1",
        "e\u0301, 1",
        "😀, 2",
        "❤, 1",
        "❤\ufe0f, 2",
        "✓…–, 3",
        "👍🏽, 4",
        "👨\u200d👩\u200d👧, 6",
        "ｱ, 1",
        "Ａ, 2",
        "नमस्ते, 4",
        "\u1112\u1161\u11ab, 2",
        "\u0600, 1",
    })
    void widthIsTheMostThatATerminalTakes(String text, int columns) {
        assertEquals(columns, Columns.width(text));
    }

    @ParameterizedTest
    @CsvSource({
        "ab, 1",
        "e\u0301x, 2",
        "👨\u200d👩\u200d👧x, 8",
        "❤\ufe0fx, 2",
        "👍🏽x, 4",
        "🇩🇪🇫🇷, 4",
        "1\ufe0f\u20e3x, 3",
        "\u1112\u1161\u11ab\u1112, 3",
        "क्\u200dष, 4",
    })
    void clustersStayWhole(String text, int end) {
        assertEquals(end, Columns.clusterEnd(text, 0));
    }

    @Test
    void breaksAtSpacesAndBetweenWideCharacters() {
        assertEquals(List.of(""), Columns.wrap("", 10, 10));
        assertEquals(List.of("fits"), Columns.wrap("fits", 4, 4));
        assertEquals(List.of("the quick", "brown fox"), Columns.wrap("the quick brown fox", 10, 10));
        assertEquals(List.of("the", "quick", "brown fox"), Columns.wrap("the quick brown fox", 4, 10));
        assertEquals(List.of("abcdefghij", "klm"), Columns.wrap("abcdefghijklm", 10, 10));
        assertEquals(List.of("你好你好", "你好"), Columns.wrap("你好你好你好", 9, 9));
        assertEquals(List.of("abc 你好", "世界"), Columns.wrap("abc 你好世界", 9, 9));
        assertEquals(List.of("  indented", "text"), Columns.wrap("  indented text", 10, 10));
    }

    @Test
    void punctuationStaysWithItsWord() {
        assertEquals(List.of("你", "好。"), Columns.wrap("你好。", 4, 4));
        assertEquals(List.of("你好", "「世", "界」"), Columns.wrap("你好「世界」", 6, 6));
    }

    @Test
    void spacesCannotPushTextToColumnOneOfTheTerminal() {
        assertEquals(
                List.of("hi", "10:42 you"),
                Columns.wrap("hi" + " ".repeat(100) + "10:42 you" + " ".repeat(50), 20, 20));
        assertEquals(List.of("", "10:42"), Columns.wrap(" ".repeat(100) + "10:42", 20, 20));
    }

    @Test
    void aClusterWiderThanALineIsCut() {
        assertEquals(List.of("👨\u200d", "👩\u200d", "👧"), Columns.wrap("👨\u200d👩\u200d👧", 2, 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noLineIsTooWideAndNothingButSpacesIsLost(long seed) {
        Random random = new Random(seed);
        String[] parts = {"a", "bc", " ", "  ", "你", "。", "「", "e\u0301", "😀", "👨\u200d👩", "🇩🇪", "❤\ufe0f", "-"};
        for (int run = 0; run < 200; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            int first = 4 + random.nextInt(20);
            int rest = 4 + random.nextInt(20);
            String line = text.toString();
            List<String> lines = Columns.wrap(line, first, rest);
            String about = "seed " + seed + ", " + first + ", " + rest + ": " + line;
            for (int i = 0; i < lines.size(); i++) {
                assertTrue(Columns.width(lines.get(i)) <= (i == 0 ? first : rest), about);
            }
            assertEquals(line.replace(" ", ""), String.join("", lines).replace(" ", ""), about);
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }
}
