package udpchat.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What works on the networks of this machine, as far as it concerns who looks for others there.
 *
 * @param listening whether what others say to all can be heard: empty, or why not
 * @param links the interfaces that are up
 */
public record LinkReport(Optional<String> listening, List<Link> links) {
    public LinkReport {
        Objects.requireNonNull(listening, "listening");
        links = List.copyOf(links);
    }

    /** What became of a datagram to all. */
    public enum Outcome {
        /** It came back to this machine. */
        WORKS,
        /** The system did not let it out, as a firewall does that filters what goes out. */
        FORBIDDEN,
        /** The system could not send it for another reason: no route, no carrier. */
        NOT_SENT,
        /** It went out, and did not come back: something on this machine drops what comes in. */
        NOT_HEARD,
        /** There is no such address on the interface. */
        ABSENT
    }

    /**
     * One interface.
     *
     * @param name of the system
     * @param addresses with which it can be used
     * @param loopback whether it leads nowhere but to this machine
     * @param mtu bytes of the largest IP packet
     * @param multicastIpv4 to the group of IPv4
     * @param multicastIpv6 to the group of IPv6
     * @param broadcast to all of the IPv4 subnet
     * @param answers of other programs, by address; those on this machine have one of its own
     */
    public record Link(
            String name,
            List<InetAddress> addresses,
            boolean loopback,
            int mtu,
            Outcome multicastIpv4,
            Outcome multicastIpv6,
            Outcome broadcast,
            Set<PeerAddress> answers) {
        public Link {
            addresses = List.copyOf(addresses);
            answers = Set.copyOf(answers);
        }

        /** Whether others can be found there in some way. */
        public boolean isUsable() {
            return multicastIpv4 == Outcome.WORKS || multicastIpv6 == Outcome.WORKS || broadcast == Outcome.WORKS;
        }

        /** Whether one of the ways was tried and does not work. */
        public boolean hasFault() {
            return isFault(multicastIpv4) || isFault(multicastIpv6) || isFault(broadcast);
        }

        private static boolean isFault(Outcome outcome) {
            return outcome != Outcome.WORKS && outcome != Outcome.ABSENT;
        }
    }
}
