package udpchat.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.pcap.PcapWriteHandler;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Stands before a {@link PcapWriteHandler} and gives it what it can write. A socket of both families names
 * {@code [::]} as the recipient of an IPv4 datagram, and IPv6 payloads may be 20 bytes longer than what the handler
 * takes: of both it would complain in the log, once for each datagram that a stranger sends.
 */
final class CaptureGate extends ChannelInboundHandlerAdapter {

    /** The largest UDP payload over IPv4, and the largest that {@link PcapWriteHandler} writes. */
    private static final int MAX_CAPTURED_BYTES = 65_507;

    private static final InetAddress ANY_IPV4 = anyIpv4();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        if (packet.content().readableBytes() > MAX_CAPTURED_BYTES) {
            ctx.pipeline().context(PcapWriteHandler.class).fireChannelRead(packet);
        } else if (packet.sender().getAddress() instanceof Inet4Address
                && !(packet.recipient().getAddress() instanceof Inet4Address)) {
            InetSocketAddress recipient =
                    new InetSocketAddress(ANY_IPV4, packet.recipient().getPort());
            ctx.fireChannelRead(
                    packet instanceof GroupPacket
                            ? new GroupPacket(packet.content(), recipient, packet.sender(), null)
                            : new DatagramPacket(packet.content(), recipient, packet.sender()));
        } else {
            ctx.fireChannelRead(packet);
        }
    }

    private static InetAddress anyIpv4() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }
}
