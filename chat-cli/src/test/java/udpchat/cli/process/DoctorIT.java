package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** Networks of our own, each broken in a way of its own: the doctor names the cause. */
@Tag("netns")
@NeedsProgram({"ip", "nft"})
class DoctorIT {

    private static final String A = "10.77.1.1";
    private static final String B = "10.77.1.2";

    @TempDir
    Path folder;

    private Sandbox asking;
    private Sandbox answering;

    @BeforeEach
    void assume() throws Exception {
        Namespaces.assume();
        asking = new Sandbox(folder.resolve("a"));
        answering = new Sandbox(folder.resolve("b"));
    }

    @AfterEach
    void close() throws IOException {
        asking.close();
        answering.close();
    }

    /** What {@code udpchat doctor} on host a says, each line of which obeys the schema, and its exit code. */
    private String doctor(Namespaces net, int exitCode, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("doctor", "--json"));
        words.addAll(List.of(arguments));
        Running program = asking.startCommand(true, net.on("a", Sandbox.command(words.toArray(String[]::new))));
        assertEquals(exitCode, program.awaitExit(), () -> program.out().text());
        program.out().awaitEnd(Running.PATIENCE);
        EventSchema.assertEvents(program.out());
        return program.out().all().stream().collect(Collectors.joining("\n"));
    }

    private static void assertSays(String said, String... expected) {
        for (String each : expected) {
            assertTrue(said.contains(each), () -> each + "\nis not in\n" + said);
        }
    }

    private void listen(Namespaces net) throws Exception {
        answering
                .startCommand(true, net.on("b", Sandbox.command("--json", "--nick", "bob", "--bind", "8089")))
                .awaitPort(true);
    }

    @RealTimeTest
    void aGoodLan() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            assertSays(
                    doctor(net, 0),
                    "\"multicast_ipv4\":\"works\",\"multicast_ipv6\":\"works\",\"broadcast\":\"works\"",
                    "Nobody else answered.",
                    "\"healthy\":true");
        }
    }

    @RealTimeTest
    void nothingComesIn() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            net.cut("a");
            assertSays(doctor(net, 1), "its firewall drops what comes in", "nftables", "\"healthy\":false");
        }
    }

    @RealTimeTest
    void groupsAreFiltered() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            net.loseGroups("a");
            assertSays(
                    doctor(net, 0),
                    "\"multicast_ipv4\":\"not_heard\"",
                    "others can be found: by broadcast; what goes by multicast over IPv4 and multicast over IPv6 does not come"
                            + " back");
        }
    }

    @RealTimeTest
    void nothingGoesOut() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            net.in(
                    "a",
                    "nft",
                    "table inet o { chain out { type filter hook output priority 0; udp dport 8088 drop; }; }");
            assertSays(
                    doctor(net, 1),
                    "\"forbidden\"",
                    "the firewall of this machine lets out nothing that is said to all");
        }
    }

    @RealTimeTest
    void noNetwork() throws Exception {
        try (Namespaces net = Namespaces.hosts("a")) {
            assertSays(doctor(net, 1), "This machine is on no network");
        }
    }

    @RealTimeTest
    void nobodyListensThere() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            assertSays(doctor(net, 1, B), "The machine " + B + " is there, and no program on it has UDP port 8089.");
        }
    }

    @RealTimeTest
    void theOtherFirewallDrops() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            listen(net);
            net.cut("b");
            assertSays(doctor(net, 1, B), "Nothing comes back from " + B + ":8089", "on the other machine");
        }
    }

    @RealTimeTest
    void thereIsNoWay() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            assertSays(doctor(net, 1, "198.51.100.1"), "There is no way to 198.51.100.1");
        }
    }

    @RealTimeTest
    void aPeerOnAGoodWire() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            answering.with("UDPCHAT_NO_DISCOVERY", null);
            listen(net);
            assertSays(
                    doctor(net, 0, B),
                    "bob answers at " + B + ":8089 in ",
                    "0 of 100 packets were lost on the way there",
                    "\"largest_datagram\":1200",
                    "No NAT is on the way: bob sees this program at its own address, " + A);
            asking.with("UDPCHAT_NO_DISCOVERY", null);
            assertSays(doctor(net, 0, "bob"), "bob answers at ");
            assertSays(doctor(net, 0), "There are answers from " + B + ":8089", "\"answers\":[\"");
        }
    }

    @RealTimeTest
    void aThirdIsLostThere() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            listen(net);
            net.lose("b", 35);
            assertSays(
                    doctor(net, 1, B), "\"level\":\"fault\",\"text\":\"bob answers at", "far away or shared by many");
        }
    }

    @RealTimeTest
    void aTunnelOnTheWay() throws Exception {
        try (Namespaces net = Namespaces.pair()) {
            listen(net);
            net.loseLongerThan("b", 900);
            assertSays(doctor(net, 0, B), "\"largest_datagram\":800", "Packets of more than 800 bytes do not arrive");
        }
    }

    @RealTimeTest
    void aNatOnTheWay() throws Exception {
        try (Namespaces net = Namespaces.nat()) {
            listen(net);
            assertSays(doctor(net, 0, "10.77.2.2"), "A NAT is on the way: bob sees this program at 10.77.2.254:");
        }
    }
}
