package udpchat.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import udpchat.discovery.Link;
import udpchat.discovery.Subnet;
import udpchat.wire.WireLimits;

/** The interfaces of this machine on which peers can be found by a socket that is bound to an address. */
final class Links {

    private Links() {}

    /**
     * Those that are up and do multicast, and loopback with its IPv4 addresses: it reports no multicast, and does it.
     *
     * @param bound where the socket is bound: on another address than that of all interfaces, nobody can be met
     * @throws SocketException when the operating system does not tell
     */
    static List<Link> of(InetAddress bound) throws SocketException {
        List<Link> links = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (links.size() < WireLimits.Discovery.LINKS) {
                Link link = of(each, bound);
                if (!link.subnets().isEmpty()) {
                    links.add(link);
                }
            }
        }
        return links;
    }

    private static Link of(NetworkInterface one, InetAddress bound) {
        List<Subnet> subnets = new ArrayList<>();
        try {
            boolean loopback = one.isLoopback();
            if (one.isUp() && (loopback || one.supportsMulticast())) {
                for (InterfaceAddress each : one.getInterfaceAddresses()) {
                    InetAddress address = each.getAddress();
                    boolean ipv4 = address instanceof Inet4Address;
                    if ((ipv4 || !loopback) && isCovered(address, bound)) {
                        subnets.add(new Subnet(address, bits(each, address)));
                    }
                }
            }
        } catch (SocketException e) {
            // It went away while it was looked at.
            subnets.clear();
        }
        return new Link(one.getName(), one.getIndex(), subnets);
    }

    /** Some systems say -1 or 128 for an IPv4 address. */
    private static int bits(InterfaceAddress address, InetAddress ip) {
        int all = ip.getAddress().length * Byte.SIZE;
        int bits = address.getNetworkPrefixLength();
        return bits < 0 || bits > all ? all : bits;
    }

    private static boolean isCovered(InetAddress address, InetAddress bound) {
        // A socket of both families says that it is bound to [::].
        return bound.isAnyLocalAddress()
                ? !(bound instanceof Inet4Address) || address instanceof Inet4Address
                : bound.equals(address);
    }
}
