package udpchat.cli.slash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.cli.render.SafeText;

class NameRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"bob", "Bob-2", "小明", "أحمد", "bob.work", "b", "r2d2", "a_b", "👨‍👩‍👧", "x+y", "10a", "#1"})
    void names(String name) {
        assertEquals(name, NameRule.parse(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", "a\tb", "a\nb", "a\u00a0b", "a\u3000b", "a\u2800b", "10.0.0.5", "42", "a:1", "@x",
                        "a@b",
                "/quit", "a/b", "[plain]", "a,b", "\"x\"", "it's", "a\\b", "<x>", "-v", "you", "YOU", "me", "\u001b[1m",
                "a\u202eb", "a\u200bb", "a\u200db", "\u0301x", "\ud800", "\ue000", "ស\u200bប"
            })
    void notNames(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> NameRule.parse(text));
        assertEquals(SafeText.line(e.getMessage()), e.getMessage());
    }

    @Test
    void atMost64Bytes() {
        assertEquals("é".repeat(32), NameRule.parse("é".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> NameRule.parse("é".repeat(32) + "x"));
        assertEquals("x".repeat(64), NameRule.parse("x".repeat(64)));
        String message = assertThrows(IllegalArgumentException.class, () -> NameRule.parse("x".repeat(65)))
                .getMessage();
        assertTrue(message.contains("64") && message.contains("65"), message);
    }

    @Test
    void oneFormForOneName() {
        assertEquals("\u00e9", NameRule.parse("e\u0301"));
    }
}
