package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** {@code udpchat send}. */
class SendIT {

    @RealTimeTest
    void theTextIsTheText(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            sandbox.run("send", other.raw(), "are", "you", "there?").assertExit(0);
            assertEquals("are you there?", other.receive());
            sandbox.run("send", other.raw(), "@/etc/passwd").assertExit(0);
            assertEquals("@/etc/passwd", other.receive());
            sandbox.run("send", other.raw(), "--", "-v", "--timeout", "0").assertExit(0);
            assertEquals("-v --timeout 0", other.receive());
            sandbox.run("send", other.raw(), "/quit").assertExit(0);
            assertEquals("/quit", other.receive());
            sandbox.run("send", "raw:localhost:" + other.port(), "你好 👋").assertExit(0);
            assertEquals("你好 👋", other.receive());
            Running json = sandbox.run("send", "--json", other.raw(), "x");
            json.assertExit(0);
            EventSchema.assertEvents(json.out());
            assertTrue(
                    json.out().text().contains("\"state\":\"sent\""), json.out().text());
            assertEquals("", json.err().text());
        }
    }

    @RealTimeTest
    void eachLineOfTheInputIsAMessage(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running send = sandbox.start("send", other.raw())) {
            send.feed("one\r\n\n/two\n你好".getBytes(StandardCharsets.UTF_8))
                    .endInput()
                    .assertExit(0);
            for (String text : List.of("one", "/two", "你好")) {
                assertEquals(text, other.receive());
            }
            assertEquals("", send.out().text());
            send.err().await(line -> line.equals("udpchat: 1 blank line was not sent"), Running.PATIENCE);
        }
    }

    /** A broadcast address needs a permission that we never ask for. */
    @RealTimeTest
    void whatTheNetworkRefusesIsAFailureWithItsReason(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            Running send = sandbox.run("send", "raw:255.255.255.255:9", "x");
            send.assertExit(1);
            assertEquals(1, send.err().all().size(), send.err().text());
            assertTrue(
                    send.err().text().startsWith("udpchat: not sent to 255.255.255.255:9: "),
                    send.err().text());
            Running json = sandbox.run("send", "--json", "raw:255.255.255.255:9", "x");
            json.assertExit(1);
            EventSchema.assertEvents(json.out());
            assertTrue(
                    json.out().text().contains("\"state\":\"failed\",\"reason\":\"network\""),
                    json.out().text());
            Running pipe = sandbox.start("--bind", "127.0.0.1:0", "raw:255.255.255.255:9");
            pipe.type("x").endInput().assertExit(1);
        }
    }

    @RealTimeTest
    void whatTheLocaleCannotCarryIsNotSent(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder).with("LC_ALL", "C");
                PlainSocket other = new PlainSocket()) {
            List<String> words = List.of("bash", "-c", "exec \"$@\" $'\\xe4\\xbd\\xa0'", "bash");
            List<String> all = new ArrayList<>(words);
            all.addAll(Sandbox.command("send", other.raw()));
            Running send = sandbox.startCommand(true, all);
            int code = send.awaitExit();
            if (code == 0) {
                assertEquals("你", other.receive(), "the launcher sets a locale that can");
            } else {
                assertEquals(2, code, send.err().text());
                assertTrue(
                        send.err().text().contains("LC_ALL=C.UTF-8"), send.err().text());
            }
        }
    }

    /** A sender is not to be slower than it must, nor lose what the receiver's buffer could have held. */
    @RealTimeTest
    void aFileOfAHundredThousandLines(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("lines");
        Files.writeString(
                file,
                IntStream.range(0, 100_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        try (Sandbox sandbox = new Sandbox(folder.resolve("sandbox"));
                Running listen = sandbox.start("listen", "--bind", "127.0.0.1:0")) {
            int port = listen.awaitPort(false);
            long start = System.nanoTime();
            Running send =
                    sandbox.startScript("exec \"$@\" <" + file, "--bind", "127.0.0.1:0", "raw:127.0.0.1:" + port);
            send.assertExit(0);
            long millis = (System.nanoTime() - start) / 1_000_000;
            listen.signal("INT").assertExit(130);
            int arrived = listen.out().all().size();
            System.out.println("100,000 lines in " + millis + " ms, of which " + arrived + " arrived");
            assertTrue(arrived > 10_000, arrived + " lines arrived");
        }
    }
}
