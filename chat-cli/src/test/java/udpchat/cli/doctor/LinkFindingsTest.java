package udpchat.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.LinkReport;
import udpchat.model.LinkReport.Link;
import udpchat.model.LinkReport.Outcome;
import udpchat.model.PeerAddress;

class LinkFindingsTest {

    private static final Firewall UFW = new Firewall("Linux", "ufw"::equals);

    private static final Link LOOPBACK =
            link("lo", true, 65536, Outcome.WORKS, Outcome.ABSENT, Outcome.ABSENT, "127.0.0.1");

    private static Link link(
            String name,
            boolean loopback,
            int mtu,
            Outcome ipv4,
            Outcome ipv6,
            Outcome broadcast,
            String own,
            String... answers) {
        return new Link(
                name,
                List.of(ip(own)),
                loopback,
                mtu,
                ipv4,
                ipv6,
                broadcast,
                Arrays.stream(answers)
                        .map(each -> new PeerAddress(ip(each), 8089))
                        .collect(Collectors.toSet()));
    }

    private static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Link eth(Outcome ipv4, Outcome ipv6, Outcome broadcast) {
        return link("eth0", false, 1500, ipv4, ipv6, broadcast, "192.0.2.7", "192.0.2.9");
    }

    private static Diagnosis diagnose(Optional<String> listening, Link... links) {
        LinkReport report = new LinkReport(listening, List.of(links));
        return new Diagnosis(new LinkFindings(report, UFW).all(), Optional.of(report), Optional.empty());
    }

    private static String text(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .map(each -> each.level() + " " + each.text()
                        + each.advice().map(" -> "::concat).orElse(""))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WORKS     | WORKS     | WORKS     | OK    | found: by multicast over IPv4, multicast over IPv6 and broadcast.",
                "WORKS     | ABSENT    | ABSENT    | OK    | found: by multicast over IPv4.",
                "NOT_HEARD | NOT_HEARD | WORKS     | NOTE  | what goes by multicast over IPv4 and multicast over IPv6 does not come back",
                "FORBIDDEN | WORKS     | NOT_SENT  | NOTE  | nothing is let out by multicast over IPv4, nothing can be sent by broadcast",
                "NOT_HEARD | NOT_HEARD | NOT_HEARD | FAULT | its firewall drops what comes in",
                "FORBIDDEN | FORBIDDEN | FORBIDDEN | FAULT | firewall of this machine lets out nothing",
                "NOT_SENT  | NOT_SENT  | NOT_SENT  | FAULT | without a carrier or a route",
                "ABSENT    | ABSENT    | ABSENT    | NOTE  | no way to say something to all",
            })
    void eachLinkHasItsSentence(Outcome ipv4, Outcome ipv6, Outcome broadcast, Finding.Level level, String sentence) {
        Diagnosis diagnosis = diagnose(Optional.empty(), eth(ipv4, ipv6, broadcast), LOOPBACK);
        assertTrue(
                diagnosis.findings().stream()
                        .anyMatch(each -> each.level() == level
                                && each.text().startsWith("On eth0, 192.0.2.7,")
                                && each.text().contains(sentence)),
                () -> text(diagnosis));
        assertEquals(level != Finding.Level.FAULT, diagnosis.isHealthy());
    }

    @Test
    void theFirewallOfThisMachineIsNamedWithItsTool() {
        Diagnosis diagnosis =
                diagnose(Optional.empty(), eth(Outcome.NOT_HEARD, Outcome.NOT_HEARD, Outcome.NOT_HEARD), LOOPBACK);
        assertEquals(
                Optional.of("with ufw: sudo ufw allow proto udp to any port 8088,8089"),
                diagnosis.findings().get(0).advice());
    }

    @Test
    void aLinkThatDoesNotWorkIsNoFaultBesideOneThatDoes() {
        Link vpn = link("tun0", false, 1400, Outcome.NOT_SENT, Outcome.ABSENT, Outcome.ABSENT, "10.8.0.2");
        Diagnosis diagnosis =
                diagnose(Optional.empty(), eth(Outcome.WORKS, Outcome.WORKS, Outcome.WORKS), vpn, LOOPBACK);
        assertTrue(diagnosis.isHealthy(), () -> text(diagnosis));
        assertTrue(text(diagnosis).contains("NOTE On tun0"), () -> text(diagnosis));
    }

    @Test
    void noNetworkAndNoPortAreFaults() {
        assertTrue(text(diagnose(Optional.empty(), LOOPBACK)).startsWith("FAULT This machine is on no network"));
        Diagnosis taken = diagnose(
                Optional.of("Address already in use"), eth(Outcome.NOT_HEARD, Outcome.WORKS, Outcome.NOT_HEARD));
        assertFalse(taken.isHealthy());
        assertTrue(taken.findings().get(0).text().contains("UDP port 8088: Address already in use"));
    }

    @Test
    void whoAnswersIsCountedWithoutThisMachine() {
        Link eth = link(
                "eth0",
                false,
                1500,
                Outcome.WORKS,
                Outcome.ABSENT,
                Outcome.ABSENT,
                "192.0.2.7",
                "192.0.2.7",
                "192.0.2.9");
        assertTrue(text(diagnose(Optional.empty(), eth))
                .contains("OK There are answers from 192.0.2.9:8089, beside what runs on this machine."));
        Link alone = link("eth0", false, 1500, Outcome.WORKS, Outcome.ABSENT, Outcome.ABSENT, "192.0.2.7", "192.0.2.7");
        Diagnosis nobody = diagnose(Optional.empty(), alone);
        assertTrue(text(nobody).contains("NOTE Nobody else answered, beside what runs on this machine."));
        assertTrue(nobody.isHealthy());
    }

    @Test
    void aShortMtuIsTold() {
        Link tunnel = link("wg0", false, 1200, Outcome.WORKS, Outcome.ABSENT, Outcome.ABSENT, "10.9.0.2");
        assertTrue(text(diagnose(Optional.empty(), tunnel)).contains("On wg0 packets have at most 1200 bytes"));
        assertFalse(text(diagnose(Optional.empty(), eth(Outcome.WORKS, Outcome.WORKS, Outcome.WORKS)))
                .contains("packets have at most"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Linux      | ufw nft          | sudo ufw allow",
                "Linux      | firewall-cmd nft | sudo firewall-cmd --add-port=8088/udp",
                "Linux      | nft iptables     | sudo nft list ruleset",
                "Linux      | iptables         | sudo iptables -I INPUT",
                "Linux      | none             | let UDP ports 8088 and 8089 in",
                "Windows 11 | none             | netsh advfirewall firewall add rule",
                "Mac OS X   | nft              | System Settings, Network, Firewall",
            })
    void everySystemHasItsAdvice(String system, String tools, String advice) {
        Firewall firewall = new Firewall(system, Set.of(tools.split(" "))::contains);
        assertTrue(firewall.opens(8089).contains(advice), firewall.opens(8089));
    }
}
