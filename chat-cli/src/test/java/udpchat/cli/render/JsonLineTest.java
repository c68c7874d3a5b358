package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.ObjectMapper;

class JsonLineTest {

    @Test
    void fieldsStandInTheOrderOfTheCalls() {
        String line = new JsonLine()
                .put("v", 1)
                .put("s", "x")
                .put("none", (String) null)
                .putNull("null")
                .put("yes", true)
                .put("at", OptionalLong.of(-5))
                .put("never", OptionalLong.empty())
                .begin("in")
                .put("a", 1)
                .begin("deep")
                .end()
                .end()
                .put("last", "")
                .toString();
        assertEquals(
                "{\"v\":1,\"s\":\"x\",\"none\":null,\"null\":null,\"yes\":true,\"at\":-5,\"never\":null,"
                        + "\"in\":{\"a\":1,\"deep\":{}},\"last\":\"\"}",
                line);
    }

    @Test
    void whatIsOpenIsClosed() {
        assertEquals("{}", new JsonLine().toString());
        assertEquals("{\"a\":{\"b\":1}}", new JsonLine().begin("a").put("b", 1).toString());
        assertThrows(IllegalStateException.class, () -> new JsonLine().end());
    }

    @ParameterizedTest
    @CsvSource({
        "0, \\u0000",
        "1b, \\u001b",
        "1f, \\u001f",
        "a, \\n",
        "d, \\r",
        "9, \\t",
        "22, \\\"",
        "5c, \\\\",
        "7f, \\u007f",
        "80, \\u0080",
        "9b, \\u009b",
        "9f, \\u009f",
        "2028, \\u2028",
        "2029, \\u2029",
        "202e, \\u202e",
        "2066, \\u2066",
        "200f, \\u200f",
        "61c, \\u061c",
        "feff, \\ufeff",
        "d83d, \\ud83d",
        "de00, \\ude00",
        "7e, ~",
        "a0, \u00a0",
        "1f600, 😀",
        "4f60, 你",
        "200d, \u200d",
    })
    void escapesWhatActsOnATerminalOrSplitsALine(String hex, String expected) {
        String value = "<" + Character.toString(Integer.parseInt(hex, 16)) + ">";
        assertEquals(
                "{\"s\":\"<" + expected + ">\"}", new JsonLine().put("s", value).toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReaderGetsTheSameStringBack(long seed) {
        Random random = new Random(seed);
        ObjectMapper mapper = new ObjectMapper();
        for (int run = 0; run < 100; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(50); i > 0; i--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
            }
            String value = text.toString();
            String line = new JsonLine().put("s", value).toString();
            assertTrue(line.chars().noneMatch(c -> c < ' ' || (c >= 0x7F && c <= 0x9F)), () -> "seed " + seed);
            assertEquals(value, mapper.readTree(line).get("s").asString(), () -> "seed " + seed);
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }
}
