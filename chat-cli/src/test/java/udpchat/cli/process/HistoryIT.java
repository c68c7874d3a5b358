package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** What is said to somebody who is away is kept, through the end of the program, and what was said is found again. */
class HistoryIT {

    @TempDir
    private Path folder;

    private Sandbox alice;
    private Sandbox bob;
    private String aliceKey;
    private String bobKey;
    private int port;

    @BeforeEach
    void bobWasHereOnce() throws Exception {
        alice = new Sandbox(folder.resolve("alice")).configure("nick=alice\nno-discovery=true\n");
        bob = new Sandbox(folder.resolve("bob")).configure("nick=bob\nno-discovery=true\n");
        aliceKey = SessionIT.field(
                alice.run("id", "--json").out().await(line -> line.contains("key"), Running.PATIENCE), "key");
        bobKey = SessionIT.field(
                bob.run("id", "--json").out().await(line -> line.contains("key"), Running.PATIENCE), "key");
        Running first = bob.start("--json", "--bind", "127.0.0.1:0");
        port = first.awaitPort(true);
        first.endInput().assertExit(0);
    }

    @AfterEach
    void close() throws Exception {
        try {
            bob.close();
        } finally {
            alice.close();
        }
    }

    private String bobAtHome() {
        return bobKey + "@127.0.0.1:" + port;
    }

    /** Says this to Bob, who is not there, and leaves. */
    private Running sayAndLeave(String... texts) throws Exception {
        Running talk = alice.start("--json", "--bind", "127.0.0.1:0", bobAtHome());
        talk.awaitPort(true);
        for (String text : texts) {
            talk.type(text);
        }
        talk.out().awaitAll(line -> line.contains("\"state\":\"queued\""), texts.length, Running.PATIENCE);
        talk.signal("TERM").assertExit(143);
        return talk;
    }

    /** Of what a program that has ended printed. */
    private static List<String> column(Running listed, int index) throws InterruptedException {
        listed.out().awaitEnd(Running.PATIENCE);
        return listed.out().all().stream()
                .map(line -> line.split("\t", -1)[index])
                .toList();
    }

    @RealTimeTest
    void whatWaitsIsKeptAndSentByTheNextProgram() throws Exception {
        Running first = sayAndLeave("one 你好", "two", "three");
        assertTrue(
                first.out().text().contains("3 messages wait for it, kept to be sent when you are back"),
                first.out()::text);
        assertTrue(!first.out().text().contains("\"state\":\"failed\""), first.out()::text);
        Running outbox = alice.run("outbox").assertExit(0);
        assertEquals(List.of("one 你好", "two", "three"), column(outbox, 3));
        EventSchema.assertEvents(alice.run("outbox", "--json").assertExit(0).out());

        Running again = alice.start("--json", "--bind", "127.0.0.1:0", bobAtHome());
        again.awaitPort(true);
        again.type("/cancel " + column(outbox, 0).get(1));
        again.out().await(line -> line.contains("taken back: two"), Running.PATIENCE);
        again.type("four");
        Running home = bob.start("--json", "--bind", "127.0.0.1:" + port);
        home.out().awaitAll(line -> line.contains("\"event\":\"message\""), 3, Running.PATIENCE);
        again.out().await(line -> line.contains("2 messages of before are delivered"), Running.PATIENCE);
        again.endInput().assertExit(0);
        home.endInput().assertExit(0);
        EventSchema.assertEvents(again.out());
        assertEquals(
                List.of("one 你好", "three", "four"),
                home.out().all().stream()
                        .filter(line -> line.contains("\"event\":\"message\""))
                        .map(line -> SessionIT.field(line, "text"))
                        .toList());
        assertEquals(List.of(), alice.run("outbox").assertExit(0).out().all());

        Running history = alice.run("history").assertExit(0);
        assertEquals(List.of("one 你好", "two", "three", "four"), column(history, 4));
        assertEquals(List.of("delivered", "failed", "delivered", "delivered"), column(history, 3));
        assertEquals(List.of("one 你好"), column(alice.run("search", "你好").assertExit(0), 4));
        Running ofBob = bob.run("history", aliceKey, "--json").assertExit(0);
        EventSchema.assertEvents(ofBob.out());
        assertEquals(3, ofBob.out().all().size());
        assertEquals(3, bob.run("export", "--text").assertExit(0).out().all().size());
        bob.run("history", "nobody").assertExit(6);
    }

    @RealTimeTest
    void ephemeralLeavesNothingBehind() throws Exception {
        Running talk = alice.start("--json", "--ephemeral", "--bind", "127.0.0.1:0", bobAtHome());
        talk.awaitPort(true);
        talk.type("secret");
        talk.out().await(line -> line.contains("\"state\":\"queued\""), Running.PATIENCE);
        talk.type("/history");
        talk.out().await(line -> line.contains("there is no history"), Running.PATIENCE);
        talk.signal("TERM").assertExit(143);
        assertTrue(Files.notExists(alice.state().resolve("default").resolve("chat.db")));
    }

    @RealTimeTest
    void aFileThatMayNotBeWrittenIsToldAndStaysAsItIs() throws Exception {
        Unprivileged.assume();
        sayAndLeave("of before");
        Path file = alice.state().resolve("default").resolve("chat.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        byte[] before = Files.readAllBytes(file);
        Running talk = Unprivileged.startTalk(alice, "--json", "--bind", "127.0.0.1:0", bobAtHome());
        talk.awaitPort(true);
        talk.type("in memory");
        talk.out()
                .await(
                        line -> line.contains("the message store " + file + ": it cannot be written; messages ")
                                && line.contains("are kept in memory alone"),
                        Running.PATIENCE);
        Running home = bob.start("--json", "--bind", "127.0.0.1:" + port);
        home.out().await(line -> line.contains("\"text\":\"in memory\""), Running.PATIENCE);
        talk.endInput().assertExit(0);
        home.endInput().assertExit(0);
        assertArrayEquals(before, Files.readAllBytes(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(List.of("of before"), column(alice.run("history").assertExit(0), 4));
    }

    /** What a listener that leaves after one message did not print is printed by the next one. */
    @RealTimeTest
    void listenersInARowMissNothing() throws Exception {
        sayAndLeave("one", "two", "three");
        Running talk = alice.start("--json", "--bind", "127.0.0.1:0", bobAtHome());
        for (String expected : List.of("one", "two", "three")) {
            Running listener = bob.start("listen", "--count", "1", "--timeout", "60s", "--bind", "127.0.0.1:" + port);
            listener.assertExit(0);
            assertEquals(List.of("alice\t" + expected), listener.out().all());
        }
        talk.signal("TERM").awaitExit();
    }
}
