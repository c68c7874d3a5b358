package udpchat.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * An interface of this machine on which peers can be found. One whose addresses changed is another one.
 *
 * @param index as the operating system counts
 * @param subnets its addresses; at least one
 */
public record Link(String name, int index, List<Subnet> subnets) {

    public Link {
        subnets = List.copyOf(subnets);
    }

    /** The first IPv4 address: HELLO to the IPv4 group comes from it. */
    public Optional<InetAddress> ipv4() {
        return subnets.stream()
                .map(Subnet::address)
                .filter(Inet4Address.class::isInstance)
                .findFirst();
    }

    /** The link-local IPv6 address, without which the IPv6 group cannot be reached. */
    public Optional<InetAddress> linkLocal() {
        return subnets.stream()
                .map(Subnet::address)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .findFirst();
    }

    /** Whether an address is that of a neighbour here, or our own. */
    boolean reaches(InetAddress address) {
        return subnets.stream().anyMatch(subnet -> subnet.contains(address));
    }
}
