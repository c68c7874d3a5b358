package udpchat.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import udpchat.discovery.Link;
import udpchat.wire.WireLimits.Discovery;

/**
 * Hears what is said to all on UDP 8088: a socket for each family, which other programs share, joined to the group on
 * every interface. What comes goes through the pipeline of the peer's own socket, as a {@link GroupPacket}, so that a
 * capture and {@code --sim} see it, too. Where the port or the group cannot be had, nobody is heard, and others still
 * hear us. Everything but the constructor runs on the event loop.
 */
final class MulticastListener {

    /** More than a HELLO has; the rest of what is longer is of no interest. */
    private static final int DATAGRAM_BYTES = 256;

    private final EventLoopGroup group;
    private final SocketKind kind;
    private final Channel peer;
    private final Family ipv4 = new Family(SocketProtocolFamily.INET, Discovery.GROUP_IPV4, "0.0.0.0");
    private final Family ipv6 = new Family(SocketProtocolFamily.INET6, Discovery.GROUP_IPV6, "::");

    /** @param peer the channel that what is heard is for; on the same event loop */
    MulticastListener(EventLoopGroup group, SocketKind kind, Channel peer) {
        this.group = group;
        this.kind = kind;
        this.peer = peer;
    }

    /** Listens on these from now on. */
    void update(List<Link> links) {
        ipv4.update(links.stream().filter(link -> link.ipv4().isPresent()).toList());
        ipv6.update(links.stream().filter(link -> link.linkLocal().isPresent()).toList());
    }

    void close() {
        ipv4.close();
        ipv6.close();
    }

    /** One socket. */
    private final class Family {
        private final SocketProtocolFamily family;
        private final InetAddress to;
        private final InetAddress any;
        private final Set<Link> joined = new HashSet<>();
        private DatagramChannel channel;
        private boolean opening;
        private List<Link> wanted = List.of();

        Family(SocketProtocolFamily family, String to, String any) {
            this.family = family;
            this.to = literal(to);
            this.any = literal(any);
        }

        void update(List<Link> links) {
            wanted = links;
            if (channel != null) {
                join();
            } else if (!opening && !links.isEmpty()) {
                open();
            }
        }

        private void open() {
            opening = true;
            new Bootstrap()
                    .group(group)
                    .channelFactory(() -> kind.open(family))
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM_BYTES))
                    .handler(new Hearing())
                    .bind(new InetSocketAddress(any, Discovery.PORT))
                    .addListener((io.netty.channel.ChannelFuture bound) -> {
                        opening = false;
                        if (!bound.isSuccess()) {
                            return; // tried again when the interfaces change
                        }
                        if (!peer.isOpen()) {
                            bound.channel().close();
                            return;
                        }
                        channel = (DatagramChannel) bound.channel();
                        join();
                    });
        }

        private void join() {
            joined.retainAll(wanted);
            for (Link link : wanted) {
                if (joined.add(link)) {
                    join(link);
                }
            }
        }

        /** Of an interface that is gone the kernel ends the membership; one that it still has is no harm. */
        private void join(Link link) {
            try {
                NetworkInterface at = NetworkInterface.getByIndex(link.index());
                if (at != null) {
                    channel.joinGroup(new InetSocketAddress(to, Discovery.PORT), at);
                }
            } catch (SocketException | RuntimeException e) {
                // Broadcast is still heard, and others hear us.
            }
        }

        void close() {
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Hands over what comes. */
    private final class Hearing extends InboundHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            if (peer.isActive()) {
                peer.pipeline()
                        .fireChannelRead(new GroupPacket(packet.content(), packet.recipient(), packet.sender(), null));
            } else {
                packet.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            peer.pipeline().fireChannelReadComplete();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Whatever it is, the peer's own socket is not concerned.
        }
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal needs no look-up", e);
        }
    }
}
