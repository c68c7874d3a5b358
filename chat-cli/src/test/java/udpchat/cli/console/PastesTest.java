package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastesTest {
    private final Pastes pastes = new Pastes();

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"a,a", "a\\r,a", "a\\rb,a\\nb", "a\\r\\nb\\r\\n,a\\nb", "a\\n\\n,a\\n", "\\r,''", "'',''"})
    void lineEndsAreLineFeedsAndTheLastGoes(String pasted, String expected) {
        assertEquals(unescape(expected), Pastes.normalize(unescape(pasted)));
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @Test
    void whatIsShortStandsThereAsItIs() {
        assertEquals("a\nb\nc", pastes.shown("a\nb\nc"));
        String most = "x".repeat(Pastes.MAX_SHOWN_CHARS);
        assertEquals(most, pastes.shown(most));
        assertEquals("most " + most, pastes.expand("most " + most));
    }

    @Test
    void whatIsLongIsAMarkUntilItIsSent() {
        String wide = "x".repeat(Pastes.MAX_SHOWN_CHARS + 1);
        String high = "y\n".repeat(Pastes.MAX_SHOWN_LINES);
        assertEquals("[pasted 1: 1,001 characters]", pastes.shown(wide));
        assertEquals("[pasted 2: 24 characters, 13 lines]", pastes.shown(high));
        String line = "see [pasted 2: 24 characters, 13 lines][pasted 1: 1,001 characters] [pasted 3: x";
        assertTrue(pastes.marked(line));
        assertEquals("see " + high + wide + " [pasted 3: x", pastes.expand(line));
        pastes.clear();
        assertFalse(pastes.marked(line));
        assertEquals(line, pastes.expand(line));
    }

    @Test
    void aMarkInsideAPastedTextIsText() {
        String text = "[pasted 1: 1,029 characters]" + "x".repeat(1001);
        assertEquals("[pasted 1: 1,029 characters]", pastes.shown(text));
        assertEquals(text, pastes.expand("[pasted 1: 1,029 characters]"));
    }

    @Test
    void holdsOnlySoMuch() {
        String most = "x".repeat(Pastes.MAX_HELD / 2);
        String first = pastes.shown(most);
        assertNotNull(first);
        String second = pastes.shown(most);
        assertNotNull(second);
        assertNull(pastes.shown("x".repeat(1001)));
        pastes.retain("only " + second);
        assertNotNull(pastes.shown(most));
        assertEquals(first, pastes.expand(first));
        assertEquals(most, pastes.expand(second));
    }
}
