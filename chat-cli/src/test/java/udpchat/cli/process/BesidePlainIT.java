package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** Plain programs on the socket that sessions use: they get what somebody typed for them, and nothing else they could see. */
class BesidePlainIT {

    private static final String ANY = "127.0.0.1:0";

    /** A session comes, talks and goes; the plain peer's transcript has the plain talk, byte for byte. */
    @RealTimeTest
    void aPlainPeerSeesWhatWasTypedForIt(@TempDir Path folder) throws Exception {
        try (Sandbox alice = new Sandbox(folder.resolve("alice"));
                Sandbox bob = new Sandbox(folder.resolve("bob"));
                PlainSocket plain = new PlainSocket()) {
            Running there = bob.start("--bind", ANY, "--nick", "bob");
            int port = there.awaitPort(false);
            plain.send(port, "hello from python");
            there.out().await(line -> line.endsWith("\thello from python"), Running.PATIENCE);
            Running here = alice.start("--bind", ANY, "--nick", "alice", "127.0.0.1:" + port);
            here.awaitPort(false);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            ByteArrayOutputStream transcript = new ByteArrayOutputStream();
            for (int i = 1; i <= 20; i++) {
                String secret = "secret " + i;
                here.type(secret);
                there.out().await(line -> line.equals("alice\t" + secret), Running.PATIENCE);
                String typed = "for you 你好 " + i;
                there.type("/msg " + plain.address() + " " + typed);
                expected.write(typed.getBytes(StandardCharsets.UTF_8));
                transcript.write(plain.receivePacket());
                there.type("/msg alice back " + i);
                here.out().await(line -> line.endsWith("\tback " + secret.substring(7)), Running.PATIENCE);
            }
            here.endInput().assertExit(0);
            there.type("/msg " + plain.address() + " the end").endInput().assertExit(0);
            expected.write("the end".getBytes(StandardCharsets.UTF_8));
            transcript.write(plain.receivePacket());
            assertArrayEquals(
                    expected.toByteArray(), transcript.toByteArray(), transcript.toString(StandardCharsets.UTF_8));
        }
    }

    @RealTimeTest
    void openbsdNetcatShowsNothingOfAHello(@TempDir Path folder) throws Exception {
        Needs.command("nc is not the one of OpenBSD", "sh", "-c", "nc -h 2>&1 | grep -q OpenBSD");
        survivesHello(folder, "nc", "-u", "-l", "127.0.0.1", "PORT");
    }

    @RealTimeTest
    void ncatShowsNothingOfAHello(@TempDir Path folder) throws Exception {
        Needs.program("ncat");
        survivesHello(folder, "ncat", "-u", "-l", "127.0.0.1", "PORT");
    }

    @RealTimeTest
    void socatShowsNothingOfAHello(@TempDir Path folder) throws Exception {
        Needs.program("socat");
        survivesHello(folder, "socat", "-", "UDP-LISTEN:PORT,bind=127.0.0.1");
    }

    @RealTimeTest
    void pythonShowsNothingOfAHello(@TempDir Path folder) throws Exception {
        Needs.command("no python3", "python3", "-c", "pass");
        survivesHello(folder, "python3", "-uc", """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(('127.0.0.1', PORT))
                while True: print(s.recvfrom(1024)[0].decode(), end='')
                """);
    }

    /** What we ask shows as blanks, TABs and CR; the program goes on, and shows what is then typed for it. */
    private static void survivesHello(Path folder, String... command) throws Exception {
        int theirPort = freePort();
        String address = "127.0.0.1:" + theirPort;
        List<String> words = List.of(command).stream()
                .map(word -> word.replace("PORT", Integer.toString(theirPort)))
                .toList();
        try (Sandbox sandbox = new Sandbox(folder);
                Running theirs = sandbox.startCommand(true, words);
                Running ours = sandbox.start("--bind", ANY, address)) {
            ours.awaitPort(false);
            // It may begin to listen after the first HELLO: the others come 1 and 3 s later.
            ours.type("hello 你好");
            ours.err().await(line -> line.contains("does not answer as udpchat"), Running.PATIENCE);
            assertTrue(
                    theirs.out().has("\r", Running.PATIENCE.toMillis()),
                    () -> theirs.err().text());
            String shown = theirs.out().text();
            assertTrue(shown.matches("[ \t\r]+"), () -> "'" + shown + "'");
            ours.type("/raw").type("typed now");
            assertTrue(
                    theirs.out().has("typed now", Running.PATIENCE.toMillis()),
                    () -> theirs.err().text());
            String all = theirs.out().text().replaceAll("[ \t]{88}\r", "");
            assertEquals("hello 你好typed now", all);
            assertTrue(theirs.process().isAlive(), () -> theirs.err().text());
            ours.endInput().assertExit(0);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
