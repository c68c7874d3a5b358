package udpchat.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import udpchat.model.Contact;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerState;
import udpchat.model.Reach;

/** What is found out of one peer means this. */
final class PathFindings {

    /** Of packets lost, in percent: from here on a person notices. */
    private static final int POOR_PERCENT = 3;
    /** And here nobody would call it a network that works. */
    private static final int BAD_PERCENT = 20;

    private static final int FULL_DATAGRAM = 1200;

    private PathFindings() {}

    /**
     * Of a peer that answers.
     *
     * @param own whether an address is this program's own
     */
    static List<Finding> of(PathReport report, Predicate<PeerAddress> own) {
        String name = report.contact().displayName();
        List<Finding> findings = new ArrayList<>();
        findings.add(loss(report, name));
        if (report.largestDatagram() == 0) {
            findings.add(Finding.note("None of the larger packets arrived; try again."));
        } else if (report.largestDatagram() < FULL_DATAGRAM) {
            findings.add(Finding.note("Packets of more than " + report.largestDatagram()
                    + " bytes do not arrive, as where a tunnel or a VPN is on the way: udpchat finds that out by itself"
                    + " and sends smaller ones, a little slower."));
        } else {
            findings.add(Finding.ok("The largest packets, of " + FULL_DATAGRAM + " bytes, arrive."));
        }
        report.observed()
                .ifPresent(
                        seen -> findings.add(
                                own.test(seen)
                                        ? Finding.ok("No NAT is on the way: " + name
                                                + " sees this program at its own address, " + seen + ".")
                                        : Finding.note(
                                                "A NAT is on the way: " + name + " sees this program at " + seen + ".",
                                                "whoever wants to begin a talk from there needs that address, and only while the NAT keeps it")));
        findings.sort((a, b) -> b.level().compareTo(a.level()));
        return findings;
    }

    private static Finding loss(PathReport report, String name) {
        String text = String.format(
                Locale.ROOT,
                "%s answers at %s in %.1f ms: %d of %d packets were lost on the way there, %d of %d on the way back.",
                name,
                report.address(),
                report.roundTrip().toNanos() / 1e6,
                report.lostThere(),
                report.sent(),
                report.lostBack(),
                report.returned());
        // One missing number of a hundred may never have been sent.
        long back = report.returned() == 0 ? 0 : 100 * Math.max(0, report.lostBack() - 1) / report.returned();
        long worst = Math.max(back, report.sent() == 0 ? 0 : 100L * report.lostThere() / report.sent());
        if (worst < POOR_PERCENT) {
            return Finding.ok(text);
        }
        String advice = "messages arrive all the same, later; Wi-Fi that is far away or shared by many is like that";
        return worst < BAD_PERCENT ? Finding.note(text, advice) : Finding.fault(text, advice);
    }

    /** Of a peer that gets nothing but what a person types. */
    static Finding ofTextAlone(Contact contact) {
        return Finding.note(contact.displayName()
                + " gets what you type and nothing else, so nothing can be tried out: with raw: or --raw not even a"
                + " question goes out.");
    }

    /** Of a peer with which no session came about. */
    static Finding ofSilence(Contact contact, PeerAddress address, Reach reach, Firewall firewall) {
        String where = contact.displayName().equals(address.toString())
                ? address.toString()
                : contact.displayName() + " at " + address;
        if (contact.state() == PeerState.KEY_CHANGED) {
            return Finding.fault(
                    "Another key answers at " + address + " than the one of " + contact.displayName() + ".",
                    "ask that person; /trust in the console accepts the new key");
        }
        if (contact.state() == PeerState.PLAIN) {
            return Finding.note("There is somebody at " + where
                    + " who speaks plain text: no more than that can be found out of him.");
        }
        return switch (reach) {
            case NO_PROGRAM ->
                Finding.fault(
                        "The machine " + address.host() + " is there, and no program on it has UDP port "
                                + address.port() + ".",
                        "start udpchat there, and look which port it says it has");
            case NO_ROUTE ->
                Finding.fault(
                        "There is no way to " + address.host() + ": the network says so.",
                        "see whether both machines are on the same network, and whether the address is right");
            case FORBIDDEN ->
                Finding.fault(
                        "The firewall of this machine lets nothing out to " + address + ".", "let UDP out to there");
            case ANSWERS ->
                Finding.fault(
                        "Something answers at " + where + ", and yet no session came about.",
                        "see whether the program there is a udpchat, and not told to ignore this one");
            case SILENCE ->
                Finding.fault(
                        "Nothing comes back from " + where
                                + ": the machine is off, or a firewall there or on the way drops UDP port "
                                + address.port() + ".",
                        "on the other machine, " + firewall.opens(address.port()));
        };
    }
}
