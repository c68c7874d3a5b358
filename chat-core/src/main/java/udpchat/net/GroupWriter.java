package udpchat.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;

/**
 * Stands next to the socket and sends each {@link GroupPacket} by the interface that it names. That is an option of the
 * socket, not of a datagram, so each is written by itself. One that the network refuses is forgotten: an interface that
 * is gone, a filter, a VPN that carries no groups are no news for a person.
 */
final class GroupWriter extends ChannelOutboundHandlerAdapter {

    private final SocketKind kind;

    GroupWriter(SocketKind kind) {
        this.kind = kind;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof GroupPacket packet)) {
            ctx.write(message, promise);
            return;
        }
        ctx.flush();
        boolean group = packet.recipient().getAddress().isMulticastAddress();
        try {
            if (group) {
                kind.leaveBy(ctx.channel(), packet.link());
            } else {
                broadcast(ctx.channel(), true);
            }
            ctx.writeAndFlush(packet);
            if (!group) {
                broadcast(ctx.channel(), false);
            }
        } catch (IOException | RuntimeException e) {
            packet.release();
        }
        promise.trySuccess();
    }

    /** Off but for a HELLO, so that what a person writes to an address of all is refused as without discovery. */
    private static void broadcast(Channel channel, boolean on) {
        channel.config().setOption(ChannelOption.SO_BROADCAST, on);
    }
}
