package udpchat.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import udpchat.discovery.Link;
import udpchat.wire.WireLimits.Discovery;

/**
 * The two ways to a UDP socket. They differ in nothing but speed. {@code -Dio.netty.transport.noNative=true}, of Netty,
 * has NIO everywhere.
 */
enum SocketKind {
    /** Linux's own, where Netty has it for this processor: fewer and shorter ways into the kernel. */
    EPOLL(EpollDatagramChannel.class, 1, 3, 64) {
        @Override
        IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        DatagramChannel open(SocketProtocolFamily family) {
            return new EpollDatagramChannel(family);
        }

        @Override
        void leaveBy(Channel channel, Link link) {
            if (link.ipv4().isPresent()) {
                // Netty's own option reaches one family of a socket that has both.
                channel.config()
                        .setOption(
                                IP_MULTICAST_IF,
                                ByteBuffer.allocate(IP_MREQN_BYTES)
                                        .order(ByteOrder.nativeOrder())
                                        .putInt(0)
                                        .put(link.ipv4().get().getAddress())
                                        .putInt(link.index())
                                        .flip());
                channel.config().setOption(IP_MULTICAST_TTL, Discovery.HOPS);
            }
        }

        @Override
        boolean takesSegments() {
            return EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        }

        @Override
        void readMany(Channel channel) {
            channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, ReceiveBuffers.MAX_DATAGRAM_BYTES);
        }

        @Override
        void joinSegments(Channel channel) {
            try {
                channel.config().setOption(EpollChannelOption.UDP_GRO, true);
                // Netty cannot tell segments in what it read with recvmmsg.
                channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, 0);
            } catch (RuntimeException e) {
                if (!(e.getCause() instanceof NativeIoException)) {
                    throw e;
                }
                // A kernel before 5.0: each comes by itself.
            }
        }
    },

    /** The JDK's, everywhere. */
    NIO(NioDatagramChannel.class, 16, 1, 16) {
        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        DatagramChannel open(SocketProtocolFamily family) {
            return new NioDatagramChannel(family);
        }

        @Override
        void leaveBy(Channel channel, Link link) throws IOException {
            NetworkInterface by = NetworkInterface.getByIndex(link.index());
            if (by == null) {
                throw new IOException("no interface " + link.name());
            }
            channel.config().setOption(ChannelOption.IP_MULTICAST_IF, by);
            channel.config().setOption(ChannelOption.IP_MULTICAST_TTL, Discovery.HOPS);
        }

        @Override
        boolean takesSegments() {
            return false;
        }

        @Override
        void readMany(Channel channel) {}

        @Override
        void joinSegments(Channel channel) {}
    };

    /** The second of Linux's two ways to name an interface: {@code struct ip_mreqn}. */
    private static final int IP_MREQN_BYTES = 12;

    private static final int IPPROTO_IP = 0;
    private static final RawUnixChannelOption IP_MULTICAST_IF =
            new RawUnixChannelOption("IP_MULTICAST_IF", IPPROTO_IP, 32, IP_MREQN_BYTES);
    private static final IntegerUnixChannelOption IP_MULTICAST_TTL =
            new IntegerUnixChannelOption("IP_MULTICAST_TTL", IPPROTO_IP, 33);

    private final Class<? extends DatagramChannel> channel;
    private final int buffers;
    private final int datagramsPerBuffer;
    private final int datagramsPerRead;

    /**
     * @param buffers how many the channel holds before it passes them on
     * @param datagramsPerBuffer that are in each
     * @param datagramsPerRead that it takes from the kernel before the peer's answers go out and the listener is woken
     */
    SocketKind(Class<? extends DatagramChannel> channel, int buffers, int datagramsPerBuffer, int datagramsPerRead) {
        this.channel = channel;
        this.buffers = buffers;
        this.datagramsPerBuffer = datagramsPerBuffer;
        this.datagramsPerRead = datagramsPerRead;
    }

    /** The faster one of those that this machine has. */
    static SocketKind best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory ioHandlers();

    /** A socket of one family alone. */
    abstract DatagramChannel open(SocketProtocolFamily family);

    /**
     * Has what goes to a group from now on leave by this interface, and go no further than its link.
     *
     * @throws IOException when it is gone
     */
    abstract void leaveBy(Channel channel, Link link) throws IOException;

    /** Whether the channel takes a {@code SegmentedDatagramPacket} (UDP GSO). */
    abstract boolean takesSegments();

    /** Has the channel take several datagrams by one call into the kernel (recvmmsg), if it can. */
    abstract void readMany(Channel channel);

    /** Instead, has the kernel hand over what came as segments at once (UDP GRO), if it can; the channel takes it apart. */
    abstract void joinSegments(Channel channel);

    Class<? extends DatagramChannel> channel() {
        return channel;
    }

    ReceiveBuffers receiveBuffers() {
        return new ReceiveBuffers(buffers, datagramsPerBuffer, datagramsPerRead);
    }
}
