package udpchat.cli.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What the same machine does with nothing of ours between the sockets: one Netty datagram channel writes, another one
 * counts what it reads. The yardstick for {@link PeerPair}.
 */
final class NettyBaseline implements AutoCloseable {

    /** Datagrams written before each flush. */
    private static final int BATCH = 32;

    /** As a peer's transport chooses. */
    private static final boolean NATIVE = Epoll.isAvailable();

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(2, NATIVE ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final Channel sender;
    private final InetSocketAddress destination;
    private final byte[] payload;
    private volatile Window window;

    NettyBaseline(byte[] payload) {
        this.payload = payload.clone();
        this.window = new Window(payload.length);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Channel receiver = bind(new Counter(), any);
        this.sender = bind(new ChannelInboundHandlerAdapter(), any);
        this.destination = (InetSocketAddress) receiver.localAddress();
    }

    /** Sends for so long, as fast as the window allows. */
    Throughput run(long nanos) {
        Window round = new Window(payload.length);
        window = round;
        CompletableFuture<Long> sent = new CompletableFuture<>();
        long start = System.nanoTime();
        sender.eventLoop().execute(() -> turn(round, 0, start + nanos, sent));
        long count = sent.join();
        round.awaitAll(count);
        return new Throughput(count, round.received(), round.lastReceivedAt() - start);
    }

    /** Fills the window, then gives the loop a turn. */
    private void turn(Window round, long sentBefore, long end, CompletableFuture<Long> result) {
        long sent = sentBefore;
        if (System.nanoTime() - end >= 0) {
            result.complete(sent);
            return;
        }
        for (long room = Math.min(BATCH, round.room(sent)); room > 0; room--) {
            ByteBuf content = sender.alloc().ioBuffer(payload.length).writeBytes(payload);
            sender.write(new DatagramPacket(content, destination), sender.voidPromise());
            sent++;
        }
        if (sent > sentBefore) {
            sender.flush();
        } else {
            round.pause();
        }
        long total = sent;
        sender.eventLoop().execute(() -> turn(round, total, end, result));
    }

    private Channel bind(ChannelHandler handler, InetSocketAddress address) {
        return new Bootstrap()
                .group(group)
                .channel(NATIVE ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, Window.RECEIVE_BUFFER_BYTES)
                .handler(handler)
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Counter extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            window.onReceived();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            window.onLastOfBatch(System.nanoTime());
        }
    }
}
