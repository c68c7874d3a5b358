package udpchat.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.logging.LogLevel;
import io.netty.handler.logging.LoggingHandler;
import io.netty.handler.pcap.PcapWriteHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import udpchat.engine.Command;
import udpchat.model.Impairment;
import udpchat.model.PeerAddress;

/** One UDP socket, IPv4 and IPv6 where the machine has both, and the one event loop that serves it. */
public final class UdpTransport {

    /** Asked of the kernel for receiving; what it grants is limited by {@code net.core.rmem_max}. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    /**
     * Bytes, with the 96 that Netty adds to each datagram, that wait for the socket at most. So 240 texts of 100 bytes are
     * flushed at once: as many buffers as a thread's own cache of Netty's pool holds.
     */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(24 << 10, 48 << 10);

    /** How long what the loop still has to do may take once its socket is closed. */
    private static final int STOP_SECONDS = 2;

    private final EventLoopGroup group;
    private final Channel channel;
    private final SocketKind kind;

    /**
     * How to look into what the socket carries, or to spoil it.
     *
     * @param capture where every datagram goes as a pcap file; closed with the channel, and told to
     *     the handler's listener if it fails
     * @param log whether every event of the channel is logged through Netty's logger at level DEBUG
     * @param impairment what is done to datagrams between the network, as the other two see it, and the peer
     */
    public record Taps(Optional<OutputStream> capture, boolean log, Impairment impairment) {

        private boolean seeEachDatagram() {
            return capture.isPresent() || log || !impairment.isNone();
        }
    }

    private UdpTransport(EventLoopGroup group, Channel channel, SocketKind kind) {
        this.group = group;
        this.kind = kind;
        this.channel = channel;
        // Whatever closed the socket, its thread ends with it.
        channel.closeFuture().addListener(closed -> stop(group));
    }

    /**
     * Starts the loop and binds the socket to the first of these ports that is free. Blocks until that is done and the
     * handler is in place. When it fails, nothing is left running.
     *
     * @param ip an unspecified one means all interfaces
     * @param firstPort 0 for any free one
     * @param lastPort at least {@code firstPort}
     * @throws IOException as the operating system says it of the first port: taken, not permitted, not ours
     */
    public static UdpTransport bind(InetAddress ip, int firstPort, int lastPort, PeerHandler handler, Taps taps)
            throws IOException {
        return bind(SocketKind.best(), ip, firstPort, lastPort, handler, taps);
    }

    static UdpTransport bind(
            SocketKind kind, InetAddress ip, int firstPort, int lastPort, PeerHandler handler, Taps taps)
            throws IOException {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("udpchat-loop"), kind.ioHandlers());
        boolean done = false;
        try {
            Channel channel = bindFirstFree(group, kind, ip, firstPort, lastPort);
            // On the loop, so that the handler has its context before anybody can use it.
            group.submit(() -> install(kind, channel, handler, taps)).syncUninterruptibly();
            UdpTransport transport = new UdpTransport(group, channel, kind);
            done = true;
            return transport;
        } finally {
            if (!done) {
                stop(group).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static Channel bindFirstFree(
            EventLoopGroup group, SocketKind kind, InetAddress ip, int firstPort, int lastPort) throws IOException {
        ReceiveBuffers buffers = kind.receiveBuffers();
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(kind.channel())
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new InboundHandler());
        Throwable first = null;
        for (int port = firstPort; port <= lastPort; port++) {
            ChannelFuture bound = bootstrap.bind(ip, port).awaitUninterruptibly();
            if (bound.isSuccess()) {
                bound.channel().closeFuture().addListener(closed -> buffers.release());
                return bound.channel();
            }
            first = first == null ? bound.cause() : first;
            if (!NetworkErrors.isPortTaken(bound.cause())) {
                break;
            }
        }
        throw new IOException(first == null ? "no port to try" : NetworkErrors.describe(first), first);
    }

    /** The handlers come once the socket is bound: a port that was taken leaves no trace in them. */
    private static void install(SocketKind kind, Channel channel, PeerHandler handler, Taps taps) {
        channel.pipeline().removeFirst(); // the bootstrap wants one
        taps.capture().ifPresent(out -> {
            OutputStream safe = new CaptureStream(out, handler::trouble);
            channel.pipeline()
                    .addLast(new CaptureGate())
                    .addLast(PcapWriteHandler.builder().captureZeroByte(true).build(safe));
        });
        if (taps.log()) {
            channel.pipeline().addLast(new LoggingHandler("udpchat.wire", LogLevel.DEBUG));
        }
        if (!taps.impairment().isNone()) {
            channel.pipeline().addLast(new ImpairmentHandler(taps.impairment()));
        }
        if (kind.takesSegments() && !taps.seeEachDatagram()) {
            handler.useSegments();
        }
        kind.readMany(channel);
        channel.pipeline().addLast(new FirstPacket(kind)).addLast(handler);
        channel.config().setAutoRead(true);
    }

    /**
     * Looks for peers on the local network, until the socket is closed: has the handler say HELLO on every interface, and
     * hear those of others.
     */
    public void discover(PeerHandler handler) {
        MulticastListener listener = new MulticastListener(group, kind, channel);
        LinkWatch watch = new LinkWatch(((InetSocketAddress) channel.localAddress()).getAddress(), (links, awake) -> {
            handler.submit(new Command.Links(links, awake));
            if (!awake) {
                try {
                    channel.eventLoop().execute(() -> listener.update(links));
                } catch (RejectedExecutionException e) {
                    // The socket is closed.
                }
            }
        });
        channel.eventLoop().execute(() -> channel.pipeline().addFirst(new GroupWriter(kind)));
        channel.closeFuture().addListener(closed -> {
            watch.stop();
            listener.close();
        });
        watch.start();
    }

    public PeerAddress localAddress() {
        return Endpoints.toPeer((InetSocketAddress) channel.localAddress());
    }

    /** Runs this on the event loop once the socket is closed, by whomever; at once if it is. */
    public void onClosed(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    /** Waits until the socket is closed, but no longer than this. Not for the event loop. An interrupt waits, too. */
    public void awaitClosed(long nanos) {
        channel.closeFuture().awaitUninterruptibly(nanos, TimeUnit.NANOSECONDS);
    }

    /** Closes the socket if it is open, and waits some seconds at most for the loop to end. Not for the event loop. */
    public void shutdown() {
        channel.close();
        stop(group).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static Future<?> stop(EventLoopGroup group) {
        return group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    }
}
