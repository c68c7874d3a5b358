package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** One end is killed and started again, on the same port and with the same key, while the other stays. */
class RestartIT {

    private static final int LINES = 50;

    /** A session is there again by then; more than that is a fault, however busy the machine. */
    private static final long SESSION_MILLIS = 10_000;

    @TempDir
    private Path folder;

    private Sandbox alice;
    private Sandbox bob;
    private Running stays;
    private Running killed;
    private int port;
    private int staysPort;

    @BeforeEach
    void twoThatTalk() throws Exception {
        alice = new Sandbox(folder.resolve("alice")).configure("nick=alice\n");
        bob = new Sandbox(folder.resolve("bob")).configure("nick=bob\n");
        killed = bob.start("--json", "--bind", "127.0.0.1:0");
        port = killed.awaitPort(true);
        stays = alice.start("--json", "--bind", "127.0.0.1:0", "--drain", "60s", "127.0.0.1:" + port);
        staysPort = stays.awaitPort(true);
        say(stays, "before ", 1, LINES);
        awaitText(killed, "before " + LINES);
        killed.type("/to alice");
        say(killed, "answer ", 1, LINES);
        awaitText(stays, "answer " + LINES);
    }

    @AfterEach
    void close() throws Exception {
        try {
            bob.close();
        } finally {
            alice.close();
        }
    }

    private static void say(Running who, String prefix, int first, int last) throws Exception {
        for (int i = first; i <= last; i++) {
            who.type(prefix + i);
        }
    }

    private static void awaitText(Running who, String text) throws Exception {
        who.out().await(line -> line.contains("\"text\":\"" + text + "\""), Running.PATIENCE);
    }

    private Running restart() throws Exception {
        killed.signal("KILL").awaitExit();
        Running again = bob.start("--json", "--bind", "127.0.0.1:" + port);
        again.awaitPort(true);
        return again;
    }

    private static List<String> texts(Running who) {
        return who.out().all().stream()
                .filter(line -> line.contains("\"event\":\"message\""))
                .map(line -> SessionIT.field(line, "text"))
                .toList();
    }

    private static List<String> numbered(String prefix) {
        return IntStream.rangeClosed(1, LINES).mapToObj(i -> prefix + i).toList();
    }

    private static long delivered(Running who) {
        return who.out().all().stream()
                .filter(line -> line.contains("\"state\":\"delivered\""))
                .count();
    }

    private void assertWhole() throws Exception {
        stays.endInput().assertExit(0);
        EventSchema.assertEvents(stays.out());
        assertTrue(stays.out().all().stream().noneMatch(line -> line.contains("\"state\":\"failed\"")));
    }

    @RealTimeTest
    void whoStaysIsHeardAgain() throws Exception {
        Running again = restart();
        long start = System.nanoTime();
        say(stays, "after ", 1, LINES);
        awaitText(again, "after 1");
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < SESSION_MILLIS, "a session after " + millis + " ms");
        awaitText(again, "after " + LINES);
        again.type("/to alice");
        say(again, "again ", 1, LINES);
        awaitText(stays, "again " + LINES);
        assertWhole();
        again.endInput().assertExit(0);
        EventSchema.assertEvents(again.out());
        assertEquals(numbered("after "), texts(again), "once, and in order");
        List<String> heard = new ArrayList<>(numbered("answer "));
        heard.addAll(numbered("again "));
        assertEquals(heard, texts(stays), "once, and in order");
        assertEquals(2L * LINES, delivered(stays));
    }

    @RealTimeTest
    void whoCameBackIsHeardAtOnceAlthoughTheOtherEndStillHasASession() throws Exception {
        Running again = restart();
        long start = System.nanoTime();
        again.type("/to 127.0.0.1:" + staysPort);
        say(again, "again ", 1, LINES);
        awaitText(stays, "again 1");
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < SESSION_MILLIS, "a session after " + millis + " ms");
        awaitText(stays, "again " + LINES);
        again.endInput().assertExit(0);
        assertWhole();
        List<String> heard = new ArrayList<>(numbered("answer "));
        heard.addAll(numbered("again "));
        assertEquals(heard, texts(stays), "once, and in order");
    }

    /** What is said while nobody is there waits, and is delivered when the peer is back: not before. */
    @RealTimeTest
    void whatWasSaidMeanwhileWaits() throws Exception {
        killed.signal("KILL").awaitExit();
        long before = delivered(stays);
        say(stays, "meanwhile ", 1, LINES);
        stays.out()
                .await(
                        line -> line.contains("\"event\":\"peer\"") && line.contains("\"unreachable\""),
                        Running.PATIENCE);
        assertEquals(before, delivered(stays), "nobody stored anything");
        Running again = bob.start("--json", "--bind", "127.0.0.1:" + port);
        again.awaitPort(true);
        long start = System.nanoTime();
        awaitText(again, "meanwhile " + LINES);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < SESSION_MILLIS, "a session after " + millis + " ms");
        assertWhole();
        again.endInput().assertExit(0);
        assertEquals(numbered("meanwhile "), texts(again), "once, and in order");
        assertEquals(2L * LINES, delivered(stays));
    }
}
