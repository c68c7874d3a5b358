package udpchat.cli.doctor;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import udpchat.ChatPeer;
import udpchat.NetworkCheck;
import udpchat.model.Contact;
import udpchat.model.Destination;
import udpchat.model.LinkReport;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerState;
import udpchat.model.Reach;

/** Looks why somebody is not seen. Each call blocks its thread for some seconds. */
public final class Doctor {

    /** For what is said to all to come back, and for answers. */
    private static final Duration LINKS = Duration.ofMillis(1500);

    /** For a session: HELLO goes out at 0, 1 and 3 s. */
    private static final Duration SESSION = Duration.ofMillis(4500);

    /** For what the network and the other machine say of a datagram. */
    private static final Duration REACH = Duration.ofMillis(1500);

    /** Who does answer, on a way that loses much, is looked for anew after this: a search begun too soon says no HELLO. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** How often, at most. */
    private static final int SEARCHES = 5;

    private static final Duration STEP = Duration.ofMillis(20);

    private Doctor() {}

    /** Looks at the networks of this machine. */
    public static Diagnosis machine() {
        LinkReport report = NetworkCheck.links(LINKS);
        return new Diagnosis(
                new LinkFindings(report, Firewall.ofThisMachine()).all(), Optional.of(report), Optional.empty());
    }

    /** Looks at the way to a peer. Who gets typed text alone is not asked anything. */
    public static Diagnosis peer(ChatPeer peer, Destination to) {
        if (peer.isRawOnly() || to instanceof Destination.Raw) {
            return new Diagnosis(
                    List.of(PathFindings.ofTextAlone(peer.contact(to))), Optional.empty(), Optional.empty());
        }
        Contact contact = session(peer, to, SESSION);
        PeerAddress address = address(to, contact);
        Reach reach = Reach.ANSWERS;
        if (!isDecided(contact.state())) {
            reach = NetworkCheck.reach(address, REACH);
            for (int i = 0; i < SEARCHES && reach == Reach.ANSWERS && !isDecided(contact.state()); i++) {
                contact = session(peer, to, AGAIN);
            }
        }
        if (contact.state() == PeerState.UP) {
            try {
                PathReport report = peer.check(to).join();
                return new Diagnosis(
                        PathFindings.of(report, seen -> isOwn(peer, seen)), Optional.empty(), Optional.of(report));
            } catch (CompletionException e) {
                // It went away meanwhile.
                contact = peer.contact(to);
            }
        }
        Finding finding = PathFindings.ofSilence(contact, address, reach, Firewall.ofThisMachine());
        return new Diagnosis(List.of(finding), Optional.empty(), Optional.empty());
    }

    /** Looks for the peer; how it stands after that. */
    private static Contact session(ChatPeer peer, Destination to, Duration atMost) {
        peer.connect(to);
        long end = System.nanoTime() + atMost.toNanos();
        Contact contact = peer.contact(to);
        while (!isDecided(contact.state()) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(STEP.toNanos());
            contact = peer.contact(to);
        }
        return contact;
    }

    private static boolean isDecided(PeerState state) {
        return state == PeerState.UP || state == PeerState.PLAIN || state == PeerState.KEY_CHANGED;
    }

    private static PeerAddress address(Destination to, Contact contact) {
        if (to instanceof Destination.Bare bare) {
            return bare.address();
        }
        return contact.address()
                .orElseGet(() -> ((Destination.Keyed) to).addresses().get(0));
    }

    /** Compared by its bytes: an address of a link, as another machine sees it, does not name an interface of ours. */
    static boolean isOfThisMachine(InetAddress ip) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(own -> Arrays.equals(own.getAddress(), ip.getAddress()));
    }

    /** Whether this is where the peer's socket is, and nobody on the way made another address of it. */
    private static boolean isOwn(ChatPeer peer, PeerAddress seen) {
        try {
            return seen.port() == peer.localAddress().port() && isOfThisMachine(seen.ip());
        } catch (SocketException e) {
            return false;
        }
    }
}
