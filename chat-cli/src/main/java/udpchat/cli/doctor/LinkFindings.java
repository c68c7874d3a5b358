package udpchat.cli.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import udpchat.model.LinkReport;
import udpchat.model.LinkReport.Link;
import udpchat.model.LinkReport.Outcome;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;

/** What the state of the interfaces means for who looks for others. */
final class LinkFindings {

    /** The longest packet of ours over IPv6: 1,200 bytes and the headers. Over IPv4 it is 20 bytes less. */
    private static final int FULL_MTU = 1248;

    /** Addresses that are named. */
    private static final int SHOWN = 8;

    private final LinkReport report;
    private final Firewall firewall;

    LinkFindings(LinkReport report, Firewall firewall) {
        this.report = report;
        this.firewall = firewall;
    }

    /** The sentences; what is bad first. */
    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        report.listening()
                .ifPresent(why -> findings.add(Finding.fault(
                        "Nobody can be heard who looks for others: UDP port 8088: " + why + ".",
                        "another program has port 8088 for itself alone; 'ss -ulpn' or 'netstat -an' shows which")));
        List<Link> links =
                report.links().stream().filter(link -> !link.loopback()).toList();
        if (links.isEmpty()) {
            findings.add(Finding.fault(
                    "This machine is on no network: only programs on it can be met.",
                    "connect it, and see with 'ip addr' or 'ipconfig' whether it has an address"));
        }
        boolean met = links.stream().anyMatch(Link::isUsable);
        links.forEach(link -> findings.add(met ? ofLink(link).noFault() : ofLink(link)));
        links.stream().filter(link -> link.mtu() < FULL_MTU).forEach(link -> findings.add(ofMtu(link)));
        if (met) {
            findings.add(answers());
        }
        findings.sort((a, b) -> b.level().compareTo(a.level()));
        return findings;
    }

    private Finding ofLink(Link link) {
        String where = link.name() + ", " + addresses(link) + ",";
        if (!link.isUsable() && !link.hasFault()) {
            return Finding.note(
                    "On " + where + " nobody can be looked for: it has no way to say something to all, as most VPNs.",
                    "say where the other one is: udpchat HOST:PORT");
        }
        if (!link.isUsable()) {
            return fault(link, where);
        }
        String works = "On " + where + " others can be found: by " + ways(link, Outcome.WORKS);
        return link.hasFault() ? Finding.note(works + "; " + broken(link) + ".") : Finding.ok(works + ".");
    }

    private Finding fault(Link link, String where) {
        if (has(link, Outcome.NOT_HEARD)) {
            return Finding.fault(
                    "On " + where + " nobody can be found: what is said to all goes out and does not come back to this"
                            + " machine, so its firewall drops what comes in.",
                    firewall.opens(PeerSpec.DEFAULT_PORT));
        }
        if (has(link, Outcome.FORBIDDEN)) {
            return Finding.fault(
                    "On " + where
                            + " nobody can be found: the firewall of this machine lets out nothing that is said to"
                            + " all.",
                    "let UDP out to 239.255.85.67, ff12::5543 and the broadcast address, port 8088");
        }
        return Finding.fault(
                "On " + where + " nobody can be found: the system cannot send there, as without a carrier or a route.",
                "see with 'ip addr' and 'ip route', or 'ipconfig', what is amiss");
    }

    private static String broken(Link link) {
        List<String> parts = new ArrayList<>();
        if (has(link, Outcome.NOT_HEARD)) {
            parts.add("what goes by " + ways(link, Outcome.NOT_HEARD) + " does not come back");
        }
        if (has(link, Outcome.FORBIDDEN)) {
            parts.add("nothing is let out by " + ways(link, Outcome.FORBIDDEN));
        }
        if (has(link, Outcome.NOT_SENT)) {
            parts.add("nothing can be sent by " + ways(link, Outcome.NOT_SENT));
        }
        return String.join(", ", parts);
    }

    private static boolean has(Link link, Outcome outcome) {
        return Stream.of(link.multicastIpv4(), link.multicastIpv6(), link.broadcast())
                .anyMatch(each -> each == outcome);
    }

    private static String ways(Link link, Outcome outcome) {
        List<String> names = new ArrayList<>();
        if (link.multicastIpv4() == outcome) {
            names.add("multicast over IPv4");
        }
        if (link.multicastIpv6() == outcome) {
            names.add("multicast over IPv6");
        }
        if (link.broadcast() == outcome) {
            names.add("broadcast");
        }
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }

    private static Finding ofMtu(Link link) {
        return Finding.note("On " + link.name() + " packets have at most " + link.mtu()
                + " bytes, which is less than the " + FULL_MTU
                + " of a full one: udpchat finds that out by itself and sends smaller ones, a little slower.");
    }

    private Finding answers() {
        Set<InetAddress> own = report.links().stream()
                .flatMap(link -> link.addresses().stream())
                .map(LinkFindings::withoutScope)
                .collect(Collectors.toSet());
        Set<PeerAddress> others = new LinkedHashSet<>();
        boolean here = false;
        for (Link link : report.links()) {
            for (PeerAddress each : link.answers()) {
                if (own.contains(withoutScope(each.ip())) || each.ip().isLoopbackAddress()) {
                    here = true;
                } else {
                    others.add(each);
                }
            }
        }
        String beside = here ? ", beside what runs on this machine" : "";
        if (others.isEmpty()) {
            return Finding.note(
                    "Nobody else answered" + beside + ".",
                    "let udpchat run on the other machine; if it does, its firewall may drop UDP 8088, or the Wi-Fi keeps"
                            + " its guests apart: then say where it is, udpchat HOST:PORT, and try udpchat doctor"
                            + " HOST:PORT");
        }
        // One program may answer from several.
        List<String> names = others.stream().map(PeerAddress::toString).sorted().toList();
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return Finding.ok("There are answers from " + shown + more + beside + ".");
    }

    private static String addresses(Link link) {
        return link.addresses().stream()
                .map(address -> new PeerAddress(withoutScope(address), PeerSpec.DEFAULT_PORT).host())
                .collect(Collectors.joining(" "));
    }

    /** An address of a link names its interface, and is compared without it. */
    private static InetAddress withoutScope(InetAddress address) {
        if (address instanceof Inet6Address) {
            try {
                return InetAddress.getByAddress(address.getAddress());
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return address;
    }
}
