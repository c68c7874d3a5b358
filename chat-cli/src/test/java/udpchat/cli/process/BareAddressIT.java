package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** An address of which nobody said what it speaks, and which turns out to speak nothing but plain text. */
class BareAddressIT {

    private static final String ANY = "127.0.0.1:0";

    /** 88 blanks and TABs and a CR: nothing that anybody sees. */
    private static final Pattern HELLO = Pattern.compile("[ \t]{88}\r");

    private static void assertHello(PlainSocket other) throws Exception {
        String packet = other.receive();
        assertTrue(HELLO.matcher(packet).matches(), "'" + packet + "'");
    }

    /** The next packet that is not a question. */
    private static String text(PlainSocket other) throws Exception {
        String packet = other.receive();
        while (HELLO.matcher(packet).matches()) {
            packet = other.receive();
        }
        return packet;
    }

    @RealTimeTest
    void isSaidToBeSilentAndGetsWhatWaitedOnceAPersonSaysSo(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.address())) {
            program.awaitPort(false);
            program.type("held 你好").type("held, too");
            assertHello(other);
            long asked = System.nanoTime();
            String told = program.err().await(line -> line.contains("does not answer as udpchat"), Running.PATIENCE);
            long millis = (System.nanoTime() - asked) / 1_000_000;
            assertTrue(millis < 2_500, "told after " + millis + " ms");
            assertTrue(told.contains(other.address()) && told.contains("2 messages wait"), told);
            assertTrue(told.contains("/raw " + other.address()) && told.contains("raw:" + other.address()), told);
            program.type("/raw");
            assertEquals("held 你好", text(other));
            assertEquals("held, too", text(other));
            program.err().await(line -> line.contains("2 messages that waited go now"), Running.PATIENCE);
            program.type("from now on at once").endInput().assertExit(0);
            assertEquals("from now on at once", text(other));
        }
    }

    @RealTimeTest
    void whoAnswersInPlainTextGetsIt(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.address())) {
            int port = program.awaitPort(false);
            program.type("held");
            assertHello(other);
            other.send(port, "who are you?");
            assertEquals("held", text(other));
            assertTrue(
                    !program.err().text().contains("does not answer"),
                    program.err().text());
            program.type("at once").endInput().assertExit(0);
            assertEquals("at once", text(other));
        }
    }

    @RealTimeTest
    void whoWroteFirstIsNotAsked(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--json", "--bind", ANY, other.address())) {
            int port = program.awaitPort(true);
            other.send(port, "first");
            program.out().await(line -> line.contains("\"text\":\"first\""), Running.PATIENCE);
            program.type("second").endInput().assertExit(0);
            assertEquals("second", other.receive(), "and no HELLO before it");
            EventSchema.assertEvents(program.out());
            assertTrue(
                    program.out().text().contains("\"trust\":\"plain\"},\"state\":\"sent\""),
                    program.out().text());
        }
    }

    /** An echo server sends our own question back. */
    @RealTimeTest
    void anEchoServerIsPlain(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.address())) {
            int port = program.awaitPort(false);
            program.type("echo this");
            other.send(port, other.receivePacket());
            String text = text(other);
            assertEquals("echo this", text);
            other.send(port, text);
            program.out().await(line -> line.equals(other.address() + "\techo this"), Running.PATIENCE);
            program.endInput().assertExit(0);
            assertEquals(1, program.out().all().size(), program.out().text());
        }
    }

    @RealTimeTest
    void sendGivesUpSoonAndSaysWhy(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket silent = new PlainSocket()) {
            Running send = sandbox.run("send", silent.address(), "secret");
            send.assertExit(3);
            assertEquals(2, send.err().all().size(), send.err().text());
            assertTrue(
                    send.err().all().get(0).contains(silent.address() + " does not answer as udpchat"),
                    send.err().text());
            assertTrue(
                    send.err().all().get(1).contains("1 message was not delivered"),
                    send.err().text());
            Running json = sandbox.run("send", "--json", silent.address(), "secret");
            json.assertExit(3);
            EventSchema.assertEvents(json.out());
            List<String> deliveries = json.out().all().stream()
                    .filter(line -> line.contains("\"event\":\"delivery\""))
                    .toList();
            assertEquals(2, deliveries.size(), json.out().text());
            assertTrue(deliveries.get(0).contains("\"state\":\"queued\""), deliveries.get(0));
            assertTrue(deliveries.get(1).contains("\"state\":\"failed\",\"reason\":\"no_answer\""), deliveries.get(1));
            assertTrue(
                    json.out().text().contains("\"code\":\"no_answer\""),
                    json.out().text());
            assertNothingButQuestions(silent);
        }
    }

    @RealTimeTest
    void aClosedPortIsSilentToo(@TempDir Path folder) throws Exception {
        int port;
        try (PlainSocket gone = new PlainSocket()) {
            port = gone.port();
        }
        try (Sandbox sandbox = new Sandbox(folder)) {
            sandbox.run("send", "127.0.0.1:" + port, "secret").assertExit(3);
        }
    }

    @RealTimeTest
    void withRawEverythingIsPlainAndNobodyIsAsked(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            Running send = sandbox.run("--raw", "send", other.address(), "plain 你好");
            send.assertExit(0);
            assertEquals("plain 你好", other.receive());
            Running json = sandbox.start("--raw", "--json", "--bind", ANY, other.address());
            json.awaitPort(true);
            json.type("plain, too").endInput().assertExit(0);
            assertEquals("plain, too", other.receive());
            assertTrue(
                    json.out().all().get(0).contains("\"key\":null"), json.out().text());
            EventSchema.assertEvents(json.out());
        }
    }

    private static void assertNothingButQuestions(PlainSocket other) throws Exception {
        other.patience(1);
        while (true) {
            try {
                byte[] packet = other.receivePacket();
                String text = new String(packet, StandardCharsets.UTF_8);
                assertTrue(HELLO.matcher(text).matches(), "'" + text + "'");
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }
}
