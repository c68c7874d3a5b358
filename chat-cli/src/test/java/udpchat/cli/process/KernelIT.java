package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** Two programs on two hosts of our own, whose wires lose, cut and move what the kernel carries. */
@Tag("netns")
@NeedsProgram({"ip", "nft"})
class KernelIT {

    private static final String A = "10.77.1.1";
    private static final String B = "10.77.1.2";
    private static final int PORT = 8089;

    /** More than any recovery here may take; no test that passes waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([0-9a-f]{64})\"");

    @TempDir
    Path folder;

    @BeforeEach
    void assume() throws Exception {
        Namespaces.assume();
    }

    /** One program on one host, with a home of its own. */
    private final class Side implements AutoCloseable {
        private final Namespaces net;
        private final String host;
        private final Sandbox sandbox;
        private Running program;

        Side(Namespaces net, String host) throws IOException {
            this.net = net;
            this.host = host;
            this.sandbox = new Sandbox(folder.resolve(host));
        }

        String key() throws IOException, InterruptedException {
            Matcher key = KEY.matcher(sandbox.run("id", "--json").out().text());
            assertTrue(key.find());
            return key.group(1);
        }

        /** Starts it, or starts it again with what it kept. */
        Side start(String... arguments) throws IOException, InterruptedException {
            List<String> words = new ArrayList<>(List.of("--json", "--bind", "0.0.0.0:" + PORT));
            words.addAll(List.of(arguments));
            program = sandbox.startCommand(true, net.on(host, Sandbox.command(words.toArray(String[]::new))));
            program.awaitPort(true);
            return this;
        }

        void kill() throws InterruptedException {
            program.process().destroyForcibly().waitFor();
        }

        /** Says {@code name first} to {@code name last}, a line each. */
        Side say(String name, int first, int last) throws IOException {
            program.feed(IntStream.rangeClosed(first, last)
                    .mapToObj(i -> name + " " + i + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Waits until so many of its messages are delivered. */
        Side awaitDelivered(int count) throws InterruptedException {
            program.out().awaitAll(line -> isDelivery(line, "delivered"), count, PATIENCE);
            return this;
        }

        /** Waits until the last of these came, and says that nothing but these came, each once and in order. */
        void assertHeard(String name, int first, int last) throws InterruptedException {
            assertHeard(name, first, last, PATIENCE);
        }

        void assertHeard(String name, int first, int last, Duration atMost) throws InterruptedException {
            program.out().awaitAll(KernelIT::isMessage, last - first + 1, atMost);
            assertEquals(
                    IntStream.rangeClosed(first, last)
                            .mapToObj(i -> name + " " + i)
                            .toList(),
                    heard());
        }

        List<String> heard() {
            return program.out().all().stream()
                    .filter(KernelIT::isMessage)
                    .map(KernelIT::text)
                    .toList();
        }

        @Override
        public void close() throws IOException {
            sandbox.close();
        }
    }

    @RealTimeTest
    void aThirdIsLostBothWays() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            net.lose("a", 30);
            net.lose("b", 30);
            a.start(b.key() + "@" + B + ":" + PORT);
            b.start(a.key() + "@" + A + ":" + PORT);
            a.say("a", 1, 1000);
            b.say("b", 1, 1000);
            b.assertHeard("a", 1, 1000);
            a.assertHeard("b", 1, 1000);
            a.awaitDelivered(1000);
            b.awaitDelivered(1000);
        }
    }

    @RealTimeTest
    void theFirstContactIsByABareAddressAndLossy() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            net.lose("a", 20);
            net.lose("b", 20);
            b.start();
            a.start(B + ":" + PORT);
            a.say("a", 1, 20);
            // Ten HELLOs by then: that none of them finds him happens to one run in 25,000.
            b.assertHeard("a", 1, 20, Duration.ofSeconds(280));
        }
    }

    @RealTimeTest
    void oneMovesToAnotherAddressInMidTalk() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            b.start();
            a.start(b.key() + "@" + B + ":" + PORT).say("a", 1, 100);
            b.assertHeard("a", 1, 100);
            b.program.type("/to " + a.key() + "@" + A + ":" + PORT);
            b.say("b", 1, 10);
            a.assertHeard("b", 1, 10);

            net.in("a", "ip", "addr", "add", "10.77.1.9/24", "dev", "a0");
            net.in("a", "ip", "addr", "del", A + "/24", "dev", "a0");
            net.tryIn("a", "ip", "addr", "add", "10.77.1.9/24", "dev", "a0");
            a.say("a", 101, 200);
            b.assertHeard("a", 1, 200);
            // Nobody told b where a is now.
            b.say("b", 11, 20);
            a.assertHeard("b", 1, 20);
        }
    }

    @RealTimeTest
    void aRouterForgetsTheConversationAfterASecond() throws Exception {
        try (Namespaces net = Namespaces.nat();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            net.in("n", "sysctl", "-q", "-w", "net.netfilter.nf_conntrack_udp_timeout=1");
            net.in("n", "sysctl", "-q", "-w", "net.netfilter.nf_conntrack_udp_timeout_stream=1");
            b.start();
            a.start(b.key() + "@10.77.2.2:" + PORT).say("a", 1, 1);
            b.assertHeard("a", 1, 1);
            for (int round = 2; round <= 4; round++) {
                net.in("n", "sleep", "3"); // longer than the router remembers
                a.say("a", round, round);
                b.assertHeard("a", 1, round);
                a.awaitDelivered(round);
            }
        }
    }

    @RealTimeTest
    void theWireCarriesNoMoreThan1280Bytes() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            net.in("a", "ip", "link", "set", "a0", "mtu", "1280");
            net.in("b", "ip", "link", "set", "b0", "mtu", "1280");
            b.start();
            a.start(b.key() + "@" + B + ":" + PORT).say("a".repeat(5000), 1, 50);
            b.assertHeard("a".repeat(5000), 1, 50);
        }
    }

    /** Large packets vanish without a word, small ones pass. */
    @RealTimeTest
    void largePacketsVanish() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            net.loseLongerThan("b", 700);
            b.start();
            a.start(b.key() + "@" + B + ":" + PORT).say("a".repeat(5000), 1, 20);
            b.assertHeard("a".repeat(5000), 1, 20);
        }
    }

    @RealTimeTest
    void nothingPassesForFiveSeconds() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            b.start();
            a.start(b.key() + "@" + B + ":" + PORT).say("a", 1, 100);
            b.assertHeard("a", 1, 100);
            net.cut("a");
            net.cut("b");
            a.say("a", 101, 200);
            net.in("a", "sleep", "5");
            net.heal("a");
            net.heal("b");
            b.assertHeard("a", 1, 200);
            a.awaitDelivered(200);
        }
    }

    @RealTimeTest
    void theReceiverIsKilledAndComesBack() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            b.start();
            a.start(b.key() + "@" + B + ":" + PORT).say("a", 1, 100);
            b.assertHeard("a", 1, 100);
            a.awaitDelivered(100);
            b.kill();
            b.start();
            a.say("a", 101, 200);
            b.program.out().await(line -> isMessage(line) && text(line).equals("a 200"), Duration.ofSeconds(20));
            assertAscending(b.heard(), 101, 200);
            a.awaitDelivered(200);
        }
    }

    @RealTimeTest
    void theSenderIsKilledAndComesBack() throws Exception {
        try (Namespaces net = Namespaces.pair();
                Side a = new Side(net, "a");
                Side b = new Side(net, "b")) {
            b.start();
            String peer = b.key() + "@" + B + ":" + PORT;
            a.start(peer).say("a", 1, 100);
            b.assertHeard("a", 1, 100);
            a.kill();
            a.start(peer).say("a", 101, 200);
            b.program.out().await(line -> isMessage(line) && text(line).equals("a 200"), Duration.ofSeconds(20));
            assertAscending(b.heard(), 1, 200);
            a.awaitDelivered(100);
        }
    }

    /** All of these, each once and in order. */
    private static void assertAscending(List<String> texts, int first, int last) {
        Set<String> seen = new HashSet<>();
        int before = 0;
        for (String text : texts) {
            int number = Integer.parseInt(text.substring(2));
            assertTrue(seen.add(text), text + " came twice");
            assertTrue(number > before, text + " came after " + before);
            before = number;
        }
        assertEquals(
                IntStream.rangeClosed(first, last).mapToObj(i -> "a " + i).toList(),
                texts.stream()
                        .filter(text -> Integer.parseInt(text.substring(2)) >= first)
                        .toList());
    }

    private static boolean isMessage(String line) {
        return line.contains("\"event\":\"message\"");
    }

    private static boolean isDelivery(String line, String state) {
        return line.contains("\"event\":\"delivery\"") && line.contains("\"state\":\"" + state + "\"");
    }

    private static String text(String line) {
        Matcher text = TEXT.matcher(line);
        assertTrue(text.find(), line);
        return text.group(1);
    }
}
