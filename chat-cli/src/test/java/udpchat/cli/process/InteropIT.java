package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** Talks both ways, Chinese included, with the programs people use for plain datagrams. */
class InteropIT {

    private static final String SAID = "hello 你好 👋";
    private static final String ANSWER = "回答: fine";

    @RealTimeTest
    void openbsdNetcat(@TempDir Path folder) throws Exception {
        Needs.command("nc is not the one of OpenBSD", "sh", "-c", "nc -h 2>&1 | grep -q OpenBSD");
        theyStart(folder, "nc", "-u", "127.0.0.1", "PORT");
        weStart(folder, "nc", "-u", "-l", "127.0.0.1", "PORT");
    }

    @RealTimeTest
    void nmapNcat(@TempDir Path folder) throws Exception {
        Needs.program("ncat");
        theyStart(folder, "ncat", "-u", "127.0.0.1", "PORT");
        weStart(folder, "ncat", "-u", "-l", "127.0.0.1", "PORT");
    }

    @RealTimeTest
    void socat(@TempDir Path folder) throws Exception {
        Needs.program("socat");
        theyStart(folder, "socat", "-", "UDP:127.0.0.1:PORT");
        weStart(folder, "socat", "-", "UDP-LISTEN:PORT,bind=127.0.0.1");
    }

    /** The classic exercise: a thread that receives 1,024 bytes at most, and a loop that sends. */
    @RealTimeTest
    void pythonSendto(@TempDir Path folder) throws Exception {
        Needs.command("no python3", "python3", "-c", "pass");
        Path script = Path.of("src", "test", "python", "udp_chat.py").toAbsolutePath();
        theyStart(folder, "python3", script.toString(), "0", "127.0.0.1", "PORT");
        weStart(folder, "python3", script.toString(), "PORT", "127.0.0.1", "OURS");
    }

    /** They write first; we answer whoever wrote. */
    private static void theyStart(Path folder, String... command) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder.resolve("they-start"));
                Running ours = sandbox.start("--bind", bind())) {
            int port = ours.awaitPort(false);
            try (Running theirs = sandbox.startCommand(true, with(command, port, 0))) {
                theirs.type(SAID);
                String line = ours.out().await(text -> text.endsWith(SAID), Running.PATIENCE);
                assertEquals(SAID, line.substring(line.indexOf('\t') + 1), "without the line end");
                ours.type("/reply " + ANSWER);
                assertTrue(
                        theirs.out().has(ANSWER, Running.PATIENCE.toMillis()),
                        () -> theirs.err().text());
            }
            ours.endInput().assertExit(0);
        }
    }

    /**
     * We write first, again and again until they are there to hear it; they answer. Until then we do not know that they
     * want line ends.
     */
    private static void weStart(Path folder, String... command) throws Exception {
        int theirPort = freePort();
        try (Sandbox sandbox = new Sandbox(folder.resolve("we-start"));
                Running ours = sandbox.start("--bind", bind(), "raw:127.0.0.1:" + theirPort)) {
            int port = ours.awaitPort(false);
            try (Running theirs = sandbox.startCommand(true, with(command, theirPort, port))) {
                boolean heard = false;
                for (int i = 0; i < 200 && !heard; i++) {
                    ours.type(SAID);
                    heard = theirs.out().has(SAID, 200);
                }
                assertTrue(heard, () -> theirs.err().text());
                theirs.type(ANSWER);
                ours.out().await(text -> text.equals("127.0.0.1:" + theirPort + "\t" + ANSWER), Running.PATIENCE);
            }
            ours.endInput().assertExit(0);
        }
    }

    /** Where the classic exercise is bound, or any free port where that one is taken. */
    private static String bind() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8089))) {
            return "127.0.0.1:" + probe.getLocalPort();
        } catch (IOException e) {
            return "127.0.0.1:0";
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static List<String> with(String[] command, int port, int ours) {
        return Arrays.stream(command)
                .map(word -> word.replace("PORT", Integer.toString(port)).replace("OURS", Integer.toString(ours)))
                .toList();
    }
}
