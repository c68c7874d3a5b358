package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.testing.RealTimeTest;

class TerminalsTest {

    @ParameterizedTest
    @CsvSource({
        "xterm-256color, Linux,      false",
        "dumb,           Linux,      true",
        "unknown,        Linux,      true",
        "dumb-emacs-ansi,Linux,      true",
        "'',             Linux,      true",
        ",               Mac OS X,   true",
        ",               Windows 11, false",
        "dumb,           Windows 11, true",
    })
    void dumb(String term, String system, boolean expected) {
        assertEquals(expected, Terminals.isDumb(term, system));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "/dev/pts/3,  true",
                "/dev/tty1,   true",
                "/dev/console,true",
                "/dev/null,   false",
                "pipe:[123],  false",
                "socket:[9],  false",
                "/3,          null",
                "/tmp/file,   null",
            })
    void knownByName(String target, Boolean expected) {
        assertEquals(expected, Terminals.knownByName(target));
    }

    /** Prints what it finds; run by the tests below. */
    static final class Ask {
        private Ask() {}

        public static void main(String[] args) {
            String answer = Terminals.stdinIsTerminal() + " " + Terminals.stdoutIsTerminal();
            System.err.print(answer);
        }
    }

    @RealTimeTest
    @Tag("process")
    void withoutTerminal() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ask.class.getName())
                .start();
        assertEquals("false false", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
        assertFalse(process.isAlive());
    }
}
