package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Whatever a stranger writes, a terminal gets nothing that it would obey. */
class SafeTextFuzzTest {

    /** UTF-16, not UTF-8, so that half pairs come too. */
    @FuzzTest
    void filter(byte[] input) {
        check(ByteBuffer.wrap(input).asCharBuffer().toString());
        check(new String(input, StandardCharsets.UTF_8));
    }

    private static void check(String input) {
        String text = SafeText.text(input);
        String line = SafeText.line(input);
        SafeTextTest.check("text", 0, input, text);
        SafeTextTest.check("line", 0, input, line);
        assertTrue(line.indexOf('\n') < 0, "a line feed in a line");
        assertEquals(text, SafeText.text(text), "text is not stable");
        assertEquals(line, SafeText.line(line), "line is not stable");
        assertTrue(text.length() <= 8 * input.length() && line.length() <= 8 * input.length(), "too long");
    }
}
