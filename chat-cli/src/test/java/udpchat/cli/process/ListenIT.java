package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** {@code udpchat listen}. */
class ListenIT {

    private static final String ANY = "127.0.0.1:0";

    @RealTimeTest
    void leavesAfterSoManyAndPrintsNoMore(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running listen = sandbox.start("listen", "--json", "--bind", ANY, "--count", "3", "--timeout", "60s")) {
            int port = listen.awaitPort(true);
            for (int i = 0; i < 50; i++) {
                other.send(port, "message " + i);
            }
            listen.assertExit(0);
            EventSchema.assertEvents(listen.out());
            List<String> messages = listen.out().all().stream()
                    .filter(line -> line.contains("\"event\":\"message\""))
                    .toList();
            assertEquals(3, messages.size(), messages.toString());
        }
    }

    @RealTimeTest
    void ignoresItsInputAndLeavesInTime(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                Running listen = sandbox.start("listen", "--bind", ANY, "--timeout", "300ms")) {
            listen.type("/quit").type("text");
            listen.assertExit(0);
            assertEquals("", listen.out().text());
        }
    }

    @RealTimeTest
    void echoesWhatCame(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running listen = sandbox.start("listen", "--bind", ANY, "--echo", "--count", "4")) {
            int port = listen.awaitPort(false);
            for (byte[] text : List.of(
                    "你好\n".getBytes(StandardCharsets.UTF_8), "x".repeat(1000).getBytes(StandardCharsets.UTF_8))) {
                other.send(port, text);
                assertArrayEquals(text, other.receivePacket());
            }
            other.send(port, new byte[0]);
            other.send(port, "\n");
            other.send(port, "last");
            listen.assertExit(0);
            assertEquals("last", other.receive(), "the echo of the last one goes out before it leaves");
            assertTrue(listen.out().all().size() == 4, listen.out().text());
        }
    }

    @RealTimeTest
    void readsThePeerListAndNotesWhoWasHeard(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            sandbox.peers("# udpchat peers 1", "alias=bob\tpeer=" + other.raw());
            Instant before = Instant.now();
            Running listen = sandbox.start("listen", "--bind", ANY, "--count", "1");
            other.send(listen.awaitPort(false), "hi");
            listen.assertExit(0);
            assertEquals("bob\thi\n", listen.out().text());
            Running peers = sandbox.run("peers");
            String[] cells = peers.out().text().strip().split("\t");
            assertEquals(
                    List.of("bob", other.address(), "plain"), List.of(cells).subList(0, 3));
            assertTrue(Instant.parse(cells[3]).isAfter(before), cells[3]);
            assertEquals(List.of("plain", "-"), List.of(cells).subList(4, 6));
        }
    }
}
