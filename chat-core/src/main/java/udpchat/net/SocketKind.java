package udpchat.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Errors.NativeIoException;

/**
 * The two ways to a UDP socket. They differ in nothing but speed. {@code -Dio.netty.transport.noNative=true}, of Netty,
 * has NIO everywhere.
 */
enum SocketKind {
    /** Linux's own, where Netty has it for this processor: fewer and shorter ways into the kernel. */
    EPOLL(EpollDatagramChannel.class, 1, 64) {
        @Override
        IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        boolean takesSegments() {
            return EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        }

        @Override
        void joinSegments(Channel channel) {
            try {
                channel.config().setOption(EpollChannelOption.UDP_GRO, true);
            } catch (RuntimeException e) {
                if (!(e.getCause() instanceof NativeIoException)) {
                    throw e;
                }
                // A kernel before 5.0: each comes by itself.
            }
        }
    },

    /** The JDK's, everywhere. */
    NIO(NioDatagramChannel.class, 16, 16) {
        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        boolean takesSegments() {
            return false;
        }

        @Override
        void joinSegments(Channel channel) {}
    };

    private final Class<? extends DatagramChannel> channel;
    private final int buffers;
    private final int datagramsPerRead;

    /**
     * @param buffers how many datagrams the channel holds before it passes them on
     * @param datagramsPerRead that it takes from the kernel before the peer's answers go out and the listener is woken
     */
    SocketKind(Class<? extends DatagramChannel> channel, int buffers, int datagramsPerRead) {
        this.channel = channel;
        this.buffers = buffers;
        this.datagramsPerRead = datagramsPerRead;
    }

    /** The faster one of those that this machine has. */
    static SocketKind best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory ioHandlers();

    /** Whether the channel takes a {@code SegmentedDatagramPacket} (UDP GSO). */
    abstract boolean takesSegments();

    /** Has the kernel hand over what came as segments at once (UDP GRO), if it can; the channel takes it apart. */
    abstract void joinSegments(Channel channel);

    Class<? extends DatagramChannel> channel() {
        return channel;
    }

    ReceiveBuffers receiveBuffers() {
        return new ReceiveBuffers(buffers, datagramsPerRead);
    }
}
