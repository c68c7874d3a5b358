package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** Two programs, each with a key, talk over loopback. */
class SessionIT {

    private static final String ANY = "127.0.0.1:0";
    private static final String SECRET = "the secret is 你好 👋";

    @TempDir
    private Path folder;

    private Sandbox alice;
    private Sandbox bob;

    @BeforeEach
    void sandboxes() throws Exception {
        alice = new Sandbox(folder.resolve("alice")).configure("nick=alice\n");
        bob = new Sandbox(folder.resolve("bob")).configure("nick=bob\n");
    }

    @AfterEach
    void close() throws Exception {
        try {
            bob.close();
        } finally {
            alice.close();
        }
    }

    /** The value of a field that is a string or a number; empty where it is null or not there. */
    static String field(String line, String name) {
        Matcher value =
                Pattern.compile("\"" + name + "\":(?:\"([^\"]*)\"|([0-9.]+))").matcher(line);
        return value.find() ? value.group(1) == null ? value.group(2) : value.group(1) : "";
    }

    static String key(Sandbox who) throws Exception {
        Running id = who.run("id", "--json");
        id.assertExit(0);
        EventSchema.assertEvents(id.out());
        String key = field(id.out().all().get(0), "key");
        assertTrue(key.matches("[0-9a-f]{64}"), key);
        return key;
    }

    private static List<String> events(Running program, String event) {
        return program.out().all().stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .toList();
    }

    @RealTimeTest
    void sendDeliversToWhoeverListens() throws Exception {
        Running listen = bob.start("listen", "--bind", ANY);
        int port = listen.awaitPort(false);
        for (String to : List.of("127.0.0.1:" + port, key(bob) + "@127.0.0.1:" + port, "localhost:" + port)) {
            Running send = alice.run("send", to, SECRET, "to", to);
            send.assertExit(0);
            assertEquals("", send.out().text());
            String told = send.err().all().get(0);
            assertEquals(1, send.err().all().size(), send.err().text());
            assertTrue(told.matches("udpchat: delivered to bob in [0-9.]+ ms.*"), told);
            listen.out().await(line -> line.equals("alice\t" + SECRET + " to " + to), Running.PATIENCE);
        }
        assertEquals(3, listen.out().all().size(), listen.out().text());
        listen.signal("INT").assertExit(130);
        for (String line : listen.err().all()) {
            assertTrue(
                    line.matches(".*(listening on|alice is here|alice is offline).*"), "nothing else is said: " + line);
        }
        for (Sandbox each : List.of(alice, bob)) {
            Path identity = each.state().resolve("default").resolve("identity");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)));
        }
    }

    /** Who answered before is not told of as somebody who lost something, though a new program knows nothing of it. */
    @RealTimeTest
    void programsThatComeAndGoAreNotSaidToHaveLostAnything() throws Exception {
        Running pipe = bob.start("--bind", ANY);
        int port = pipe.awaitPort(false);
        for (int i = 1; i <= 3; i++) {
            int run = i;
            Running visitor = alice.start("--bind", ANY, "127.0.0.1:" + port);
            visitor.awaitPort(false);
            visitor.type("question " + run);
            pipe.out().await(line -> line.equals("alice\tquestion " + run), Running.PATIENCE);
            pipe.type("/reply answer " + run);
            visitor.out().await(line -> line.equals("bob\tanswer " + run), Running.PATIENCE);
            visitor.endInput().assertExit(0);
            assertEquals(1, visitor.out().all().size(), visitor.out().text());
            assertFalse(visitor.err().text().contains("gave up"), visitor.err().text());
        }
        pipe.endInput().assertExit(0);
        assertFalse(pipe.err().text().contains("lost"), pipe.err().text());
    }

    @RealTimeTest
    void theEventsOfBothSides() throws Exception {
        String bobsKey = key(bob);
        String alicesKey = key(alice);
        Running listen = bob.start("listen", "--json", "--bind", ANY, "--count", "2");
        int port = listen.awaitPort(true);
        Running send = alice.start("send", "--json", bobsKey + "@127.0.0.1:" + port);
        send.feed((SECRET + "\nsecond\n").getBytes(StandardCharsets.UTF_8))
                .endInput()
                .assertExit(0);
        listen.assertExit(0);
        EventSchema.assertEvents(send.out());
        EventSchema.assertEvents(listen.out());

        assertEquals(bobsKey, field(events(listen, "ready").get(0), "key"));
        List<String> messages = events(listen, "message");
        assertEquals(
                List.of(SECRET, "second"),
                messages.stream().map(m -> field(m, "text")).toList());
        for (String message : messages) {
            assertTrue(message.contains("\"from\":{\"name\":\"alice\""), message);
            assertEquals(alicesKey, field(message, "key"));
            assertEquals("new", field(message, "trust"));
            assertTrue(field(message, "id").matches("[0-9a-f]{32}"), message);
        }
        assertNotEquals(field(messages.get(0), "id"), field(messages.get(1), "id"));

        List<String> deliveries = events(send, "delivery");
        List<String> ids =
                deliveries.stream().map(d -> field(d, "id")).distinct().toList();
        assertEquals(2, ids.size(), send.out().text());
        for (String id : ids) {
            List<String> steps =
                    deliveries.stream().filter(d -> field(d, "id").equals(id)).toList();
            assertEquals(
                    List.of("queued", "sent", "delivered"),
                    steps.stream().map(d -> field(d, "state")).toList());
            assertTrue(Double.parseDouble(field(steps.get(2), "rtt_ms")) > 0, steps.get(2));
            steps.forEach(step -> assertEquals(bobsKey, field(step, "key"), step));
        }
    }

    @RealTimeTest
    void theWireShowsNothingOfIt() throws Exception {
        Path[] captures = talkUnderCapture();
        for (Path capture : captures) {
            String bytes = Files.readString(capture, StandardCharsets.ISO_8859_1);
            assertTrue(bytes.length() > 1000, capture + " has " + bytes.length() + " bytes");
            for (String part : List.of("secret", "answer", "alice", "bob", "你好")) {
                assertFalse(
                        bytes.contains(new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)),
                        part);
            }
        }
    }

    @RealTimeTest
    @NeedsProgram("tshark")
    void tsharkReadsNothingButDatagrams() throws Exception {
        for (Path capture : talkUnderCapture()) {
            Process tshark = new ProcessBuilder("tshark", "-r", capture.toString(), "-T", "fields", "-e", "udp.payload")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> payloads = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            assertTrue(payloads.size() >= 6, payloads.toString());
            for (String payload : payloads) {
                // HELLO, or a packet of one of our types; nothing that anybody typed.
                assertTrue(payload.matches("(?:20|09){88}0d|f[89ac]c55a01.*|fb.*"), payload);
            }
            String secret = HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8));
            assertTrue(payloads.stream().noneMatch(payload -> payload.contains(secret)), payloads.toString());
        }
    }

    private Path[] talkUnderCapture() throws Exception {
        Path[] captures = {folder.resolve("alice.pcap"), folder.resolve("bob.pcap")};
        for (Path capture : captures) {
            Files.deleteIfExists(capture);
        }
        Running there = bob.start("--bind", ANY, "--pcap", captures[1].toString());
        Running here =
                alice.start("--bind", ANY, "--pcap", captures[0].toString(), "127.0.0.1:" + there.awaitPort(false));
        here.awaitPort(false);
        here.type(SECRET);
        there.out().await(line -> line.equals("alice\t" + SECRET), Running.PATIENCE);
        there.type("/reply the answer");
        here.out().await(line -> line.equals("bob\tthe answer"), Running.PATIENCE);
        here.endInput().assertExit(0);
        there.endInput().assertExit(0);
        return captures;
    }

    /** It may have reached the kernel, but the program never stored it. */
    @RealTimeTest
    void whatNobodyStoredIsNeverDelivered() throws Exception {
        String bobsKey = key(bob);
        Running listen = bob.start("listen", "--bind", ANY);
        String address = bobsKey + "@127.0.0.1:" + listen.awaitPort(false);
        alice.run("send", address, "before").assertExit(0);
        listen.out().await(line -> line.equals("alice\tbefore"), Running.PATIENCE);
        listen.signal("STOP");
        Running send = alice.run("send", "--json", "--timeout", "2s", address, "into the void");
        send.assertExit(3);
        listen.signal("KILL").awaitExit();
        EventSchema.assertEvents(send.out());
        List<String> states =
                events(send, "delivery").stream().map(d -> field(d, "state")).toList();
        assertEquals(List.of("queued", "failed"), states, send.out().text());
        assertTrue(
                send.out().text().contains("\"reason\":\"timed_out\""),
                send.out().text());
        assertEquals(List.of("alice\tbefore"), listen.out().all());
    }

    @RealTimeTest
    void anotherKeyThanTheOneAskedForGetsNothing() throws Exception {
        Sandbox carol = new Sandbox(folder.resolve("carol"));
        String carolsKey = key(carol);
        carol.close();
        String bobsKey = key(bob);
        Running listen = bob.start("listen", "--json", "--bind", ANY);
        int port = listen.awaitPort(true);
        Running send = alice.run("send", carolsKey + "@127.0.0.1:" + port, "for carol alone");
        send.assertExit(4);
        assertEquals(2, send.err().all().size(), send.err().text());
        assertTrue(
                send.err().all().get(0).contains("answers with another key"),
                send.err().text());
        Running json = alice.run("send", "--json", carolsKey + "@127.0.0.1:" + port, "for carol alone");
        json.assertExit(4);
        EventSchema.assertEvents(json.out());
        String wrong = json.out().await(line -> line.contains("\"code\":\"wrong_key\""), Running.PATIENCE);
        assertEquals(carolsKey, field(wrong, "expected"));
        assertEquals(bobsKey, field(wrong, "found"));
        assertTrue(
                json.out().text().contains("\"state\":\"failed\",\"reason\":\"key_changed\""),
                json.out().text());
        listen.signal("TERM").assertExit(143);
        assertEquals(List.of(), events(listen, "message"));
        assertEquals(List.of(), events(listen, "peer"), "no session either");
    }

    @RealTimeTest
    void aThousandLinesEachWayOnceAndInOrder() throws Exception {
        Running there = bob.start("--bind", ANY, "--drain", "60s");
        Running here = alice.start("--bind", ANY, "--drain", "60s", "127.0.0.1:" + there.awaitPort(false));
        here.awaitPort(false);
        here.type("hello");
        there.out().await(line -> line.equals("alice\thello"), Running.PATIENCE);
        there.type("/to alice");
        List<String> fromAlice = numbered("from alice 你好 ");
        List<String> fromBob = numbered("from bob ");
        for (int i = 0; i < fromAlice.size(); i++) {
            here.type(fromAlice.get(i));
            there.type(fromBob.get(i));
        }
        there.out().await(line -> line.endsWith("\t" + fromAlice.get(999)), Running.PATIENCE);
        here.out().await(line -> line.endsWith("\t" + fromBob.get(999)), Running.PATIENCE);
        here.endInput().assertExit(0);
        there.endInput().assertExit(0);
        assertEquals(fromAlice, texts(there).subList(1, texts(there).size()));
        assertEquals(fromBob, texts(here));
    }

    private static List<String> numbered(String prefix) {
        return IntStream.rangeClosed(1, 1000).mapToObj(i -> prefix + i).toList();
    }

    private static List<String> texts(Running program) {
        return program.out().all().stream()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
    }

    @RealTimeTest
    void aNameWhoseKeyChangedGetsNothingUntilAPersonAcceptsIt() throws Exception {
        String oldKey = key(bob);
        Running listen = bob.start("listen", "--bind", ANY);
        int port = listen.awaitPort(false);
        Running first = alice.start("--bind", ANY);
        first.type("/add bob " + oldKey + "@127.0.0.1:" + port).type("/msg bob to the old one");
        listen.out().await(line -> line.equals("alice\tto the old one"), Running.PATIENCE);
        first.endInput().assertExit(0);
        listen.signal("TERM").assertExit(143);

        Files.delete(bob.state().resolve("default").resolve("identity"));
        String newKey = key(bob);
        assertNotEquals(oldKey, newKey);
        Running impostor = bob.start("listen", "--bind", "127.0.0.1:" + port);
        impostor.awaitPort(false);
        Running send = alice.run("send", "--json", "bob", "for the old one alone");
        send.assertExit(4);
        EventSchema.assertEvents(send.out());
        String alarm = send.out().await(line -> line.contains("\"code\":\"key_changed\""), Running.PATIENCE);
        assertEquals(oldKey, field(alarm, "expected"));
        assertEquals(newKey, field(alarm, "found"));
        assertTrue(
                send.out().text().contains("\"state\":\"failed\",\"reason\":\"key_changed\""),
                send.out().text());

        Running pipe = alice.start("--bind", ANY, "bob");
        pipe.awaitPort(false);
        pipe.type("still for the old one");
        String told = pipe.err().await(line -> line.contains("the key of bob changed"), Running.PATIENCE);
        for (String key : List.of(oldKey, newKey)) {
            assertTrue(told.contains(fingerprint(key)), told);
        }
        pipe.err().await(line -> line.contains("another key than the pinned one answers"), Running.PATIENCE);
        pipe.type("/trust bob").type("for the new one");
        impostor.out().await(line -> line.endsWith("\tfor the new one"), Running.PATIENCE);
        pipe.endInput().assertExit(4);
        assertEquals(1, impostor.out().all().size(), impostor.out().text());
        alice.run("send", "bob", "accepted").assertExit(0);
    }

    private static String fingerprint(String key) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(key));
        return HexFormat.of().formatHex(hash, 0, 10).replaceAll("(.{4})(?!$)", "$1 ");
    }
}
