package udpchat.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.Contact;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Reach;
import udpchat.model.Trust;

class PathFindingsTest {

    private static final PeerAddress THERE = new PeerAddress(InetAddress.getLoopbackAddress(), 8089);
    private static final PeerAddress HERE = new PeerAddress(InetAddress.getLoopbackAddress(), 50_001);
    private static final Firewall FIREWALL = new Firewall("Linux", "ufw"::equals);

    private static Contact bob(PeerState state) {
        return new Contact(
                Optional.of("bob"),
                PeerSpec.of(THERE),
                Optional.empty(),
                Optional.empty(),
                "bob",
                state,
                Trust.PINNED,
                false,
                List.of(THERE),
                false,
                Optional.empty(),
                0,
                0);
    }

    private static String text(List<Finding> findings) {
        return findings.stream().map(each -> each.level() + " " + each.text()).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0  | 100 | 0  | 1200 | true  | OK bob answers at 127.0.0.1:8089 in 12.3 ms: 0 of 100 packets were lost on the way there, 0 of 100 on the way back.",
                "0  | 100 | 1  | 1200 | true  | OK bob answers",
                "2  | 100 | 0  | 1200 | true  | OK bob answers",
                "3  | 100 | 0  | 1200 | true  | NOTE bob answers",
                "0  | 100 | 9  | 1200 | true  | NOTE bob answers",
                "30 | 70  | 0  | 1200 | true  | FAULT bob answers",
                "0  | 100 | 40 | 1200 | true  | FAULT bob answers",
                "0  | 100 | 0  | 1200 | true  | OK The largest packets",
                "0  | 100 | 0  | 800  | true  | NOTE Packets of more than 800 bytes do not arrive",
                "0  | 100 | 0  | 0    | true  | NOTE None of the larger packets arrived",
                "0  | 100 | 0  | 1200 | true  | OK No NAT is on the way: bob sees this program at its own address, 127.0.0.1:50001.",
                "0  | 100 | 0  | 1200 | false | NOTE A NAT is on the way: bob sees this program at 127.0.0.1:50001.",
            })
    void eachFigureHasItsSentence(
            int lostThere, long returned, long lostBack, int largest, boolean own, String expected) {
        PathReport report = new PathReport(
                bob(PeerState.UP),
                THERE,
                100,
                lostThere,
                returned,
                lostBack,
                Duration.ofNanos(12_345_678),
                Duration.ofMillis(12),
                largest,
                Optional.of(HERE));
        String text = text(PathFindings.of(report, seen -> own));
        assertTrue(text.lines().anyMatch(line -> line.startsWith(expected)), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SILENT      | NO_PROGRAM | The machine 127.0.0.1 is there, and no program on it has UDP port 8089.",
                "SILENT      | NO_ROUTE   | There is no way to 127.0.0.1",
                "SILENT      | FORBIDDEN  | The firewall of this machine lets nothing out to 127.0.0.1:8089.",
                "SILENT      | SILENCE    | Nothing comes back from bob at 127.0.0.1:8089: the machine is off, or a firewall",
                "OFFLINE     | ANSWERS    | Something answers at bob at 127.0.0.1:8089, and yet no session came about.",
                "KEY_CHANGED | ANSWERS    | Another key answers at 127.0.0.1:8089 than the one of bob.",
            })
    void eachSilenceHasItsCause(PeerState state, Reach reach, String expected) {
        Contact bob = bob(state);
        Finding finding = PathFindings.ofSilence(bob, THERE, reach, FIREWALL);
        assertEquals(Finding.Level.FAULT, finding.level());
        assertTrue(finding.text().startsWith(expected), finding.text());
        assertTrue(finding.advice().isPresent());
    }
}
