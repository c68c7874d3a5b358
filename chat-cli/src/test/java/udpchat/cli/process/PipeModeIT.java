package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** Pipe mode, both directions, as text and as JSON. */
class PipeModeIT {

    private static final String ANY = "127.0.0.1:0";

    @RealTimeTest
    void talksBothWaysAndDrainsAtTheEnd(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.raw())) {
            int port = program.awaitPort(false);
            program.type("hello 你好 👋");
            assertEquals("hello 你好 👋", other.receive());
            other.send(port, "answer 你好\n");
            assertEquals(
                    other.address() + "\tanswer 你好",
                    program.out().await(line -> line.contains("answer"), Running.PATIENCE));
            program.feed("no line end".getBytes(StandardCharsets.UTF_8)).endInput();
            assertEquals("no line end\n", other.receive(), "the line end that the peer uses");
            program.assertExit(0);
            assertEquals(1, program.out().all().size(), "stdout carries messages alone");
        }
    }

    @RealTimeTest
    void announcesThePortAndKeepsToTheSchema(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--json", "--bind", ANY, "--nick", "小明", other.raw())) {
            int port = program.awaitPort(true);
            other.send(port, "hi");
            program.out().await(line -> line.contains("\"text\":\"hi\""), Running.PATIENCE);
            for (String line : List.of(
                    "text",
                    "/add bob " + other.raw(),
                    "/msg bob x",
                    "/peers",
                    "/whois bob",
                    "/status",
                    "/me waves",
                    "/reply y",
                    "/nonsense",
                    "/help",
                    "/id",
                    "/set",
                    "/remove bob",
                    "/to nobody.invalid",
                    " ")) {
                program.type(line);
            }
            program.endInput();
            program.assertExit(1);
            EventSchema.assertEvents(program.out());
            List<String> lines = program.out().all();
            assertTrue(
                    lines.get(0).contains("\"event\":\"ready\"") && lines.get(0).contains("小明"), lines.get(0));
            assertTrue(lines.get(lines.size() - 1).contains("\"event\":\"closed\""), lines.get(lines.size() - 1));
            assertEquals("", program.err().text());
            for (String text : List.of("text", "x", "* 小明 waves", "y")) {
                assertEquals(text, other.receive());
            }
        }
    }

    @RealTimeTest
    void whatIsNoMessageIsToldAndNotSent(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.raw())) {
            program.awaitPort(false);
            String cap = "x".repeat(1 << 20);
            program.type("").type("   ").type("/nosuch thing").type(cap + "y").type("-v --help @/etc/passwd //x");
            program.feed(new byte[] {'a', (byte) 0xff, 'b', '\n'}).endInput();
            program.assertExit(1);
            assertEquals("-v --help @/etc/passwd //x", other.receive());
            assertEquals("a\ufffdb", other.receive());
            for (String told : List.of(
                    "no command /nosuch", "1048577 bytes", "2 blank lines were not sent", "1 line was not UTF-8")) {
                assertTrue(program.err().text().contains(told), program.err().text());
            }
            assertEquals("", program.out().text());
        }
    }

    @RealTimeTest
    void aMessageOfOneMebibyteArrivesWhole(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.raw())) {
            program.awaitPort(false);
            program.type("x".repeat(1 << 20)).endInput();
            int received = 0;
            while (received < 1 << 20) {
                received += other.receivePacket().length;
            }
            assertEquals(1 << 20, received);
            program.assertExit(0);
        }
    }

    @RealTimeTest
    void manyLongMessagesWaitForEachOther(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, "--drain", "60s", other.raw())) {
            program.awaitPort(false);
            for (int i = 0; i < 9; i++) {
                program.type("x".repeat(1_000_000));
            }
            program.endInput().assertExit(0);
        }
    }

    @RealTimeTest
    void isByteCleanInTheCLocale(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder).with("LC_ALL", "C").with("LANG", "C");
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY, other.raw())) {
            int port = program.awaitPort(false);
            program.type("你好 é 👋");
            assertEquals("你好 é 👋", other.receive());
            other.send(port, "回答 é 👋");
            program.out().await(line -> line.endsWith("\t回答 é 👋"), Running.PATIENCE);
            program.endInput().assertExit(0);
        }
    }

    @RealTimeTest
    void hostileBytesNeverReachATextReader(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.start("--bind", ANY)) {
            int port = program.awaitPort(false);
            byte[] all = new byte[256];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) i;
            }
            other.send(port, new byte[0]);
            other.send(port, all);
            other.send(port, "\u001b[2J\u001b]0;title\u0007\u009b31m\u202e\u200b\r\n127.0.0.1:1\tforged");
            other.send(port, "x".repeat(65_507).getBytes(StandardCharsets.UTF_8));
            program.out().awaitAll(line -> true, 3, Running.PATIENCE);
            program.type("/status").endInput().assertExit(0);
            List<String> lines = program.out().all();
            assertArrayEquals(
                    program.out().text().getBytes(StandardCharsets.UTF_8),
                    program.out().bytes(),
                    "UTF-8");
            for (String line : lines) {
                assertTrue(line.chars().allMatch(c -> c == '\t' || !Character.isISOControl(c)), line);
                assertFalse(line.contains("\u202e") || line.contains("\u200b"), line);
            }
            for (int i = 0; i < 3; i++) {
                assertTrue(lines.get(i).startsWith(other.address() + "\t"), lines.get(i));
                assertEquals(1, lines.get(i).chars().filter(c -> c == '\t').count(), lines.get(i));
            }
            assertEquals(other.address().length() + 1 + 65_507, lines.get(2).length());
            assertTrue(lines.contains("empty\t1"), lines.toString());
            assertTrue(lines.contains("not_UTF-8\t1"), lines.toString());
        }
    }

    @RealTimeTest
    void twoProgramsOnOneProfileJustWork(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                Running first = sandbox.start("--bind", ANY);
                PlainSocket other = new PlainSocket()) {
            first.awaitPort(false);
            first.type("/add bob " + other.raw());
            first.err().await(line -> line.contains("bob is"), Running.PATIENCE);
            try (Running second = sandbox.start("--bind", ANY)) {
                second.awaitPort(false);
                second.err().await(line -> line.contains("this is profile 'default-2'"), Running.PATIENCE);
                sandbox.run("send", "bob", "beside a running program").assertExit(0);
                assertEquals("beside a running program", other.receive());
                second.endInput().assertExit(0);
            }
            first.endInput().assertExit(0);
            try (Running third = sandbox.run("--bind", ANY)) {
                assertFalse(third.err().text().contains("profile"), third.err().text());
            }
        }
    }

    @RealTimeTest
    void quitLeavesBeforeTheInputEnds(@TempDir Path folder) throws IOException, InterruptedException {
        try (Sandbox sandbox = new Sandbox(folder);
                Running program = sandbox.start("--bind", ANY)) {
            program.type("/quit").assertExit(0);
        }
    }
}
