package udpchat.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Where a datagram comes from or goes to: an IP address and a UDP port, never a name.
 *
 * @param ip the address; an IPv4-mapped IPv6 address is an IPv4 address to the JDK and so here
 * @param port 0 to 65535; 0 can be bound (any free port) but not sent to
 */
public record PeerAddress(InetAddress ip, int port) {

    public PeerAddress {
        Objects.requireNonNull(ip, "ip");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not from 0 to 65535");
        }
    }

    /** The same endpoint; {@code address} must be resolved. */
    public static PeerAddress of(InetSocketAddress address) {
        return new PeerAddress(address.getAddress(), address.getPort());
    }

    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(ip, port);
    }

    /** The address literal, IPv6 as RFC 5952 §4 writes it. */
    public String host() {
        String literal = ip.getHostAddress();
        return ip instanceof Inet6Address ? Ipv6Text.compress(literal) : literal;
    }

    /** {@code 192.0.2.1:8089} or {@code [2001:db8::1]:8089}, as RFC 5952 §6 writes them. */
    @Override
    public String toString() {
        return ip instanceof Inet6Address ? "[" + host() + "]:" + port : host() + ":" + port;
    }
}
