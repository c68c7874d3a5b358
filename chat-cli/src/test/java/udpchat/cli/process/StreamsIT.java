package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** Streams that are closed, full, stalled or strange. */
class StreamsIT {

    private static final String ANY = "127.0.0.1:0";

    @RealTimeTest
    void aClosedInputIsAnEmptyOne(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            sandbox.startScript("exec \"$@\" <&-", "--bind", ANY, other.raw()).assertExit(0);
            sandbox.startScript("exec \"$@\" </dev/null", "--bind", ANY, other.raw())
                    .assertExit(0);
            Running send = sandbox.startScript("exec \"$@\" <&-", "send", other.raw());
            send.assertExit(0);
            sandbox.startScript("exec \"$@\" <&-", "listen", "--bind", ANY, "--timeout", "100ms")
                    .assertExit(0);
            other.send(other.port(), "only this");
            assertEquals("only this", other.receive(), "nothing was sent");
        }
    }

    @RealTimeTest
    void anInputThatCannotBeReadIsAFailure(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            Running program = sandbox.startScript("exec \"$@\" </", "--bind", ANY);
            program.assertExit(1);
            program.err()
                    .await(line -> line.equals("udpchat: the input cannot be read: Is a directory"), Running.PATIENCE);
        }
    }

    @RealTimeTest
    void aFullOutputIsAClearError(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            for (String[] arguments :
                    new String[][] {{"id"}, {"--help"}, {"--version"}, {"completion", "bash"}, {"--json", "--bind", ANY}
                    }) {
                Running program = sandbox.startScript("exec \"$@\" >/dev/full </dev/null", arguments);
                program.assertExit(1);
                assertEquals(
                        List.of("udpchat: cannot write the output: No space left on device"),
                        program.err().all());
            }
            sandbox.startScript("exec \"$@\" >&- </dev/null", "id").assertExit(1);
        }
    }

    @RealTimeTest
    void aReaderThatHasSeenEnoughEndsItQuietly(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            Running help = sandbox.startScript("\"$@\" | head -1; exit ${PIPESTATUS[0]}", "--help");
            help.assertExit(0);
            assertEquals("", help.err().text());

            Running listen = sandbox.startScript("\"$@\" | head -1; exit ${PIPESTATUS[0]}", "listen", "--bind", ANY);
            int port = listen.awaitPort(false);
            other.send(port, "first");
            listen.out().await(line -> line.endsWith("\tfirst"), Running.PATIENCE);
            while (listen.process().isAlive()) {
                other.send(port, "more"); // it notices when it writes
                listen.process().waitFor(50, TimeUnit.MILLISECONDS);
            }
            listen.assertExit(0);
            assertTrue(
                    listen.err().all().stream().noneMatch(line -> line.contains("pipe") || line.contains("output")),
                    listen.err().text());
        }
    }

    @RealTimeTest
    void aLineIsReadAsSoonAsItArrives(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running listen = sandbox.startScript(
                        "\"$@\" | while IFS=$'\\t' read -r from text; do echo \"got $text\"; done",
                        "listen",
                        "--bind",
                        ANY,
                        "--count",
                        "2")) {
            int port = listen.awaitPort(false);
            other.send(port, "one");
            listen.out().await("got one"::equals, Running.PATIENCE);
            other.send(port, "two");
            listen.assertExit(0);
        }
    }

    @RealTimeTest
    void aReaderThatStallsDoesNotKeepItFromEnding(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.startUnread("--json", "--bind", ANY, "--drain", "1s", other.raw())) {
            for (int i = 0; i < 1000; i++) {
                program.type("message " + i);
            }
            program.endInput().assertExit(3);
            program.err().await(line -> line.contains("not delivered after 1000 ms"), Running.PATIENCE);
        }
    }
}
