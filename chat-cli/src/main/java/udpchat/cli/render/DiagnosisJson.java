package udpchat.cli.render;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import udpchat.cli.doctor.Diagnosis;
import udpchat.cli.doctor.Finding;
import udpchat.model.LinkReport;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;

/** A diagnosis for programs: a line for each interface or for the way to the peer, one for each finding, and the verdict. */
final class DiagnosisJson {

    private DiagnosisJson() {}

    static String of(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        diagnosis.links().ifPresent(report -> report.links().forEach(link -> lines.add(link(link))));
        diagnosis.path().ifPresent(report -> lines.add(path(report)));
        diagnosis.findings().forEach(finding -> lines.add(finding(finding)));
        lines.add(event("doctor").put("healthy", diagnosis.isHealthy()).toString());
        return String.join("\n", lines);
    }

    private static String link(LinkReport.Link link) {
        return event("link")
                .put("name", link.name())
                .put(
                        "addrs",
                        link.addresses().stream()
                                .map(InetAddress::getHostAddress)
                                .toList())
                .put("loopback", link.loopback())
                .put("mtu", link.mtu())
                .put("multicast_ipv4", lower(link.multicastIpv4()))
                .put("multicast_ipv6", lower(link.multicastIpv6()))
                .put("broadcast", lower(link.broadcast()))
                .put(
                        "answers",
                        link.answers().stream()
                                .map(PeerAddress::toString)
                                .sorted()
                                .toList())
                .toString();
    }

    private static String path(PathReport report) {
        return event("path")
                .put("name", report.contact().displayName())
                .put("addr", report.address().toString())
                .put("key", report.contact().key().map(PeerKey::text).orElse(null))
                .put("sent", report.sent())
                .put("lost_there", report.lostThere())
                .put("returned", report.returned())
                .put("lost_back", report.lostBack())
                .putMillis("rtt_ms", Optional.of(report.roundTrip()))
                .putMillis("min_rtt_ms", Optional.of(report.leastRoundTrip()))
                .put("largest_datagram", report.largestDatagram())
                .put("observed", report.observed().map(PeerAddress::toString).orElse(null))
                .toString();
    }

    private static String finding(Finding finding) {
        return event("finding")
                .put("level", lower(finding.level()))
                .put("text", finding.text())
                .put("advice", finding.advice().orElse(null))
                .toString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static JsonLine event(String name) {
        return new JsonLine().put("v", 1).put("event", name);
    }
}
