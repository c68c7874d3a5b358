package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the values of options may be. */
class OptionValuesTest {

    private static void assertRefused(ITypeConverter<?> converter, String value) {
        String why = assertThrows(TypeConversionException.class, () -> converter.convert(value))
                .getMessage();
        assertTrue(why.startsWith("'" + value + "'"), why);
        assertFalse(why.contains("\n"), why);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "10, PT10S",
        "0, PT0S",
        "1.5, PT1.5S",
        "0.001s, PT0.001S",
        "2m, PT2M",
        "1h, PT1H",
        "999999999h, PT999999999H"
    })
    void durations(String text, String expected) {
        assertEquals(Duration.parse(expected), new Durations.Converter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "soon", "-1", "+1", "1 s", "1d", "1S", ".5", "1.", "1e3", "1.0001", "1234567890", "１"})
    void noDurations(String text) {
        assertRefused(new Durations.Converter(), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8089 | '' | 8089",
                "0 | '' | 0",
                ":80 | '' | 80",
                "127.0.0.1:65535 | 127.0.0.1 | 65535",
                "localhost:1 | localhost | 1",
                "[::1]:9 | ::1 | 9",
                "[fe80::1%eth0]:9 | fe80::1%eth0 | 9",
                "00080 | '' | 80"
            })
    void addresses(String text, String host, int port) {
        assertEquals(new BindAddress(host, port), new BindAddress.Converter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "abc",
                "host",
                "host:",
                "host:abc",
                "65536",
                "70000",
                "-1",
                "+1",
                " 80",
                "80 ",
                "::1:80",
                "::1",
                "[::1]",
                "[::1",
                "[::1:80",
                "::1]:80",
                "[]:80",
                "[localhost]:80",
                "0000080",
                "１２"
            })
    void noAddresses(String text) {
        assertRefused(new BindAddress.Converter(), text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-7, -7", "007, 7", "9223372036854775807, 9223372036854775807"})
    void wholeNumbers(String text, long expected) {
        assertEquals(expected, new WholeNumber().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1.5", "1e3", "+1", "--1", "-", " 1", "9223372036854775808", "１"})
    void noWholeNumbers(String text) {
        assertRefused(new WholeNumber(), text);
        assertRefused(new WholeNumber.Small(), text);
    }

    @Test
    void smallNumbers() {
        assertEquals(2147483647, new WholeNumber.Small().convert("2147483647"));
        assertRefused(new WholeNumber.Small(), "2147483648");
        assertRefused(new WholeNumber.Small(), "-2147483649");
    }

    /** Flag before NO_COLOR before what the terminal can. */
    @ParameterizedTest
    @CsvSource({
        "always, true, , true",
        "always, false, , true",
        "always, true, 1, true",
        "never, true, , false",
        "auto, true, , true",
        "auto, true, '', true",
        "auto, true, 1, false",
        "auto, true, 0, false",
        "auto, false, , false"
    })
    void colour(String when, boolean terminal, String noColor, boolean expected) {
        assertEquals(expected, new ColorWhen.Converter().convert(when).isOn(terminal, noColor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Always", "yes", "true"})
    void noColour(String when) {
        assertRefused(new ColorWhen.Converter(), when);
    }
}
