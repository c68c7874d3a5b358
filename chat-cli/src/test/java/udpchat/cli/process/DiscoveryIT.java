package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/**
 * Programs on hosts of our own find each other, and stay found. What takes a minute runs with {@code -Dudpchat.slow=true}
 * only.
 */
@Tag("netns")
@NeedsProgram({"ip", "nft"})
class DiscoveryIT {

    private static final boolean SLOW = Boolean.getBoolean("udpchat.slow");

    /** More than it may take on a machine that is busy with other things; no test that passes waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @BeforeEach
    void assume() throws Exception {
        Namespaces.assume();
    }

    /** Programs that end with the test. */
    private final class Programs implements AutoCloseable {
        private final Namespaces net;
        private final List<Sandbox> sandboxes = new ArrayList<>();

        Programs(Namespaces net) {
            this.net = net;
        }

        Sandbox sandbox(String nick) throws IOException {
            Sandbox sandbox = new Sandbox(folder.resolve(nick)).with("UDPCHAT_NO_DISCOVERY", null);
            sandboxes.add(sandbox);
            return sandbox;
        }

        /** Starts one under this nick; it may not be bound yet. */
        Running start(String host, String nick, String... arguments) throws IOException {
            return start(sandbox(nick), host, nick, arguments);
        }

        Running start(Sandbox sandbox, String host, String nick, String... arguments) throws IOException {
            List<String> words = new ArrayList<>(List.of("--json", "--nick", nick));
            words.addAll(List.of(arguments));
            return sandbox.startCommand(true, net.on(host, Sandbox.command(words.toArray(String[]::new))));
        }

        @Override
        public void close() throws IOException {
            for (Sandbox each : sandboxes) {
                each.close();
            }
        }
    }

    private static boolean isPeer(String line, String name, String state) {
        return line.contains("\"event\":\"peer\"")
                && line.contains("\"name\":\"" + name + "\"")
                && line.contains("\"state\":\"" + state + "\"");
    }

    private static void awaitHere(Running who, String... names) throws InterruptedException {
        for (String name : names) {
            who.out().await(line -> isPeer(line, name, "up"), PATIENCE);
        }
    }

    private static boolean isMessage(String line, String text) {
        return line.contains("\"event\":\"message\"") && line.contains("\"text\":\"" + text + "\"");
    }

    @RealTimeTest
    void threeHostsThatStartTogetherSeeEachOther() throws Exception {
        try (Namespaces net = Namespaces.hosts("a", "b", "c")
                        .lan(1)
                        .plugInto(1, "a", 1)
                        .plugInto(1, "b", 2)
                        .plugInto(1, "c", 3);
                Programs programs = new Programs(net)) {
            Running alice = programs.start("a", "alice");
            Running bob = programs.start("b", "bob");
            Running carol = programs.start("c", "carol");
            awaitHere(alice, "bob", "carol");
            awaitHere(bob, "alice", "carol");
            awaitHere(carol, "alice", "bob");
            alice.type("/to bob").type("hello");
            bob.out().await(line -> isMessage(line, "hello"), PATIENCE);
            carol.endInput();
            alice.out().await(line -> isPeer(line, "carol", "offline"), PATIENCE);
        }
    }

    @RealTimeTest
    void aHostOnTwoLansIsOnePeerToBoth() throws Exception {
        try (Namespaces net = Namespaces.hosts("l", "m", "r")
                        .lan(1)
                        .lan(2)
                        .plugInto(1, "l", 1)
                        .plugInto(1, "m", 2)
                        .plugInto(2, "m", 2)
                        .plugInto(2, "r", 3);
                Programs programs = new Programs(net)) {
            Running left = programs.start("l", "left");
            Running middle = programs.start("m", "middle");
            Running right = programs.start("r", "right");
            awaitHere(middle, "left", "right");
            awaitHere(left, "middle");
            awaitHere(right, "middle");
            left.type("/to middle").type("from the left");
            right.type("/to middle").type("from the right");
            middle.out().await(line -> isMessage(line, "from the left"), PATIENCE);
            middle.out().await(line -> isMessage(line, "from the right"), PATIENCE);
            assertFalse(left.out().text().contains("right"));
            assertFalse(left.out().text().contains("middle#"), "one peer, one name");
        }
    }

    @RealTimeTest
    void twoProgramsOnAHostWithoutANetwork() throws Exception {
        try (Namespaces net = Namespaces.hosts("a");
                Programs programs = new Programs(net)) {
            Running one = programs.start("a", "one");
            Running two = programs.start("a", "two");
            awaitHere(one, "two");
            awaitHere(two, "one");
        }
    }

    @RealTimeTest
    void multicastIsFilteredAndBroadcastFinds() throws Exception {
        try (Namespaces net =
                        Namespaces.hosts("a", "b").lan(1).plugInto(1, "a", 1).plugInto(1, "b", 2);
                Programs programs = new Programs(net)) {
            net.loseGroups("a");
            net.loseGroups("b");
            Running alice = programs.start("a", "alice");
            Running bob = programs.start("b", "bob");
            awaitHere(alice, "bob");
            awaitHere(bob, "alice");
        }
    }

    @RealTimeTest
    void anInterfaceIsAddedLater() throws Exception {
        try (Namespaces net = Namespaces.hosts("a", "b").lan(1).plugInto(1, "b", 2);
                Programs programs = new Programs(net)) {
            Running alice = programs.start("a", "alice");
            Running bob = programs.start("b", "bob");
            alice.awaitPort(true);
            bob.awaitPort(true);
            net.plugInto(1, "a", 1);
            awaitHere(alice, "bob");
            awaitHere(bob, "alice");
        }
    }

    @RealTimeTest
    void anAddressIsReplacedInMidTalk() throws Exception {
        try (Namespaces net =
                        Namespaces.hosts("a", "b").lan(1).plugInto(1, "a", 1).plugInto(1, "b", 2);
                Programs programs = new Programs(net)) {
            // One family, so that there is no second way.
            Running alice = programs.start("a", "alice", "--bind", "0.0.0.0:8089");
            Running bob = programs.start("b", "bob");
            awaitHere(alice, "bob");
            awaitHere(bob, "alice");
            alice.type("/to bob").type("one");
            bob.out().await(line -> isMessage(line, "one"), PATIENCE);
            bob.type("/to alice").type("two");
            alice.out().await(line -> isMessage(line, "two"), PATIENCE);
            net.in("a", "ip", "addr", "flush", "dev", "eth1");
            net.in("a", "ip", "addr", "add", "10.78.1.77/24", "dev", "eth1");
            bob.type("three");
            alice.out().await(line -> isMessage(line, "three"), PATIENCE);
            bob.out().await(line -> isPeer(line, "alice", "up") && line.contains("10.78.1.77:8089"), PATIENCE);
        }
    }

    @RealTimeTest
    void aProgramThatDiedAndBeganAnewIsFoundAtOnce() throws Exception {
        try (Namespaces net =
                        Namespaces.hosts("a", "b").lan(1).plugInto(1, "a", 1).plugInto(1, "b", 2);
                Programs programs = new Programs(net)) {
            Running alice = programs.start("a", "alice");
            Sandbox home = programs.sandbox("bob");
            Running bob = programs.start(home, "b", "bob");
            awaitHere(alice, "bob");
            awaitHere(bob, "alice");
            bob.process().destroyForcibly().waitFor();
            Running again = programs.start(home, "b", "bob");
            // Nobody has said a word: that is for the HELLO to bring about, long before a keepalive could.
            again.out().await(line -> isPeer(line, "alice", "up"), Duration.ofSeconds(15));
            again.type("/to alice").type("back");
            alice.out().await(line -> isMessage(line, "back"), PATIENCE);
        }
    }

    /** By default just long enough to be missed, slowly as long as a laptop's lid is closed. */
    @RealTimeTest
    void aProgramIsStoppedAndGoesOn() throws Exception {
        try (Namespaces net =
                        Namespaces.hosts("a", "b").lan(1).plugInto(1, "a", 1).plugInto(1, "b", 2);
                Programs programs = new Programs(net)) {
            Running alice = programs.start("a", "alice");
            Running bob = programs.start("b", "bob");
            awaitHere(alice, "bob");
            awaitHere(bob, "alice");
            long java = java(bob);
            signal("STOP", java);
            alice.type("/to bob").type("wake up");
            alice.out().await(line -> isPeer(line, "bob", "unreachable"), PATIENCE);
            if (SLOW) {
                alice.out().await(line -> isPeer(line, "bob", "offline"), Duration.ofSeconds(70));
                net.in("a", "sleep", "10");
            }
            signal("CONT", java);
            bob.out().await(line -> isMessage(line, "wake up"), Duration.ofSeconds(SLOW ? 20 : 15));
        }
    }

    /** The program that the launcher became, or started. */
    private static long java(Running running) {
        ProcessHandle process = running.process().toHandle();
        return process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElse(process)
                .pid();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor());
    }

    @RealTimeTest
    void whoIsNamedIsLookedForAndSentTo() throws Exception {
        try (Namespaces net =
                        Namespaces.hosts("a", "b").lan(1).plugInto(1, "a", 1).plugInto(1, "b", 2);
                Programs programs = new Programs(net)) {
            Running bob = programs.sandbox("bob").startCommand(true, net.on("b", Sandbox.command("--nick", "bob")));
            bob.awaitPort(false);
            Running send = programs.sandbox("alice")
                    .startCommand(true, net.on("a", Sandbox.command("send", "--wait", "20s", "bob", "found", "you")));
            send.endInput().assertExit(0);
            bob.out().await(line -> line.endsWith("\tfound you"), PATIENCE);
            Running peers = programs.sandbox("dora")
                    .startCommand(true, net.on("a", Sandbox.command("peers", "--wait", "5s", "--json")));
            peers.endInput().assertExit(0);
            assertTrue(
                    peers.out().all().stream().anyMatch(line -> isPeer(line, "bob", "up")),
                    peers.out().text());
            assertFalse(
                    peers.out().text().contains("\"rtt_ms\":null"), peers.out().text());
            Running nobody = programs.sandbox("carol")
                    .startCommand(true, net.on("a", Sandbox.command("send", "--wait", "1s", "dave", "hello")));
            nobody.endInput().assertExit(6);
            bob.endInput().assertExit(0);
            assertEquals(
                    1,
                    bob.err().all().size(),
                    () -> "nobody came to stay: " + bob.err().text());
        }
    }

    @RealTimeTest
    void whoWantsToStayAloneIsNotFound() throws Exception {
        try (Namespaces net = Namespaces.hosts("a");
                Programs programs = new Programs(net)) {
            Running alone = programs.start("a", "alone", "--no-discovery");
            alone.awaitPort(true);
            Running listener = programs.sandbox("listener")
                    .startCommand(true, net.on("a", Sandbox.command("listen", "--json", "--bind", "9000")));
            listener.awaitPort(true);
            Running one = programs.start("a", "one");
            Running two = programs.start("a", "two");
            awaitHere(one, "two");
            awaitHere(two, "one");
            assertFalse(one.out().text().contains("alone"));
            assertFalse(one.out().text().contains("9000"));
            assertFalse(alone.out().text().contains("\"event\":\"peer\""));
        }
    }

    /** Slowly two dozen. */
    @RealTimeTest
    void manyProgramsOnOneHost() throws Exception {
        int count = SLOW ? 24 : 6;
        try (Namespaces net = Namespaces.hosts("a");
                Programs programs = new Programs(net)) {
            List<Running> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(programs.start("a", "p" + i + "p"));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
            for (Running each : all) {
                for (int i = 0; i < count; i++) {
                    String name = "p" + i + "p";
                    if (each != all.get(i)) {
                        each.out()
                                .await(
                                        line -> isPeer(line, name, "up"),
                                        Duration.ofNanos(Math.max(1_000_000_000L, end - System.nanoTime())));
                    }
                }
            }
            assertTrue(all.stream().noneMatch(each -> each.out().text().contains("error")));
        }
    }
}
