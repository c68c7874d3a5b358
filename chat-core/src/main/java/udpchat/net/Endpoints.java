package udpchat.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import udpchat.model.PeerAddress;

/** Endpoints as a channel names them, made those of the model. Most are the one before. One thread owns it. */
final class Endpoints {

    private InetSocketAddress lastAddress;
    private PeerAddress lastPeer;

    PeerAddress peer(InetSocketAddress address) {
        if (!address.equals(lastAddress)) {
            lastPeer = toPeer(address);
            lastAddress = address;
        }
        return lastPeer;
    }

    static PeerAddress toPeer(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip instanceof Inet6Address six && six.getScopeId() == 0) {
            // Netty's native channel gives every one a scope, and of scope 0 "::1%0" would be written.
            ip = withoutScope(six);
        }
        return new PeerAddress(ip, address.getPort());
    }

    private static InetAddress withoutScope(Inet6Address ip) {
        try {
            return InetAddress.getByAddress(ip.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an IPv6 address", e);
        }
    }
}
