package udpchat.net;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import udpchat.model.Impairment;

/**
 * Stands between the socket and a {@link PeerHandler} and makes the network worse than it is, in both directions, so
 * that a person or a test sees what loss does. To the sender a datagram that is lost here was sent, as it is with one
 * that the network loses.
 */
final class ImpairmentHandler extends ChannelDuplexHandler {

    private final ImpairedLink<DatagramPacket> inbound;
    private final ImpairedLink<DatagramPacket> outbound;
    private Future<?> timer;
    private long timerAt = ImpairedLink.NEVER;

    ImpairmentHandler(Impairment how) {
        inbound = new ImpairedLink<>(how, 1);
        outbound = new ImpairedLink<>(how, 2);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        offer(inbound, (DatagramPacket) message, now(ctx));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        deliver(ctx);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        offer(outbound, (DatagramPacket) message, now(ctx));
        promise.trySuccess();
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        deliver(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        disarm();
        inbound.drain().forEach(DatagramPacket::release);
        outbound.drain().forEach(DatagramPacket::release);
    }

    private static void offer(ImpairedLink<DatagramPacket> link, DatagramPacket packet, long now) {
        int copies = link.offer(packet, packet.content().readableBytes(), now);
        if (copies == 2) {
            packet.retain();
        } else if (copies == 0) {
            packet.release();
        }
    }

    /** Lets out what has arrived. Packets share their bytes with their copies, so each has its own indexes. */
    private void deliver(ChannelHandlerContext ctx) {
        long now = now(ctx);
        boolean read = false;
        for (DatagramPacket packet = inbound.poll(now); packet != null; packet = inbound.poll(now)) {
            ctx.fireChannelRead(packet.replace(packet.content().duplicate()));
            read = true;
        }
        if (read) {
            ctx.fireChannelReadComplete();
        }
        boolean wrote = false;
        for (DatagramPacket packet = outbound.poll(now); packet != null; packet = outbound.poll(now)) {
            ctx.write(packet.replace(packet.content().duplicate()), ctx.voidPromise());
            wrote = true;
        }
        if (wrote) {
            ctx.flush();
        }
        arm(ctx);
    }

    private void arm(ChannelHandlerContext ctx) {
        long deadline = Math.min(inbound.nextDeadline(), outbound.nextDeadline());
        if (deadline == ImpairedLink.NEVER || (timer != null && timerAt <= deadline) || ctx.isRemoved()) {
            return;
        }
        disarm();
        timerAt = deadline;
        timer = ctx.executor()
                .schedule(
                        () -> {
                            timer = null;
                            deliver(ctx);
                        },
                        Math.max(0, deadline - now(ctx)),
                        TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }
}
