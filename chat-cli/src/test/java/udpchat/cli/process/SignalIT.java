package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** However it is asked to end, it closes in an orderly way and its exit code says by what. */
class SignalIT {

    private static final Map<String, Integer> CODES = Map.of("HUP", 129, "INT", 130, "TERM", 143);

    @RealTimeTest
    void closesAndSaysWhichSignal(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            for (String signal : CODES.keySet()) {
                for (String[] arguments : new String[][] {
                    {"--json", "--bind", "127.0.0.1:0"}, {"listen", "--json", "--bind", "127.0.0.1:0"}
                }) {
                    Running program = sandbox.start(arguments);
                    program.awaitPort(true);
                    program.signal(signal).assertExit(CODES.get(signal));
                    EventSchema.assertEvents(program.out());
                    List<String> lines = program.out().all();
                    assertEquals("{\"v\":1,\"event\":\"closed\",\"reason\":null}", lines.get(lines.size() - 1));
                    assertEquals("", program.err().text());
                }
            }
        }
    }

    @RealTimeTest
    void aSendThatReadsMuchEndsAtOnceAndWithoutALineForEachMessage(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.startScript("exec \"$@\" < <(yes)", "send", other.raw())) {
            other.receive();
            program.signal("INT").assertExit(130);
            assertTrue(program.err().all().size() <= 1100, program.err().all().size() + " lines");
        }
    }

    @RealTimeTest
    void theEndOfTheInputAndASignalAtOnce(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            for (int i = 0; i < 5; i++) {
                Running program = sandbox.start("--json", "--bind", "127.0.0.1:0", other.raw());
                program.awaitPort(true);
                program.type("last words").endInput();
                program.signal("TERM");
                int code = program.awaitExit();
                assertTrue(code == 143 || code == 0, "exit code " + code);
            }
        }
    }
}
