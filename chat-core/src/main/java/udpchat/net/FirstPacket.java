package udpchat.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;

/**
 * Waits for the first packet of a session, and is gone with it. Plain texts come one by one and are read several by one
 * call; packets of sessions come as segments, many of which the kernel hands over as one.
 */
final class FirstPacket extends InboundHandler {

    private final SocketKind kind;

    FirstPacket(SocketKind kind) {
        this.kind = kind;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf content = ((DatagramPacket) message).content();
        boolean first = content.isReadable() && isPacket(content.getUnsignedByte(content.readerIndex()));
        ctx.fireChannelRead(message);
        if (first && !ctx.isRemoved()) { // what came may have ended it all
            ctx.pipeline().remove(this);
            kind.joinSegments(ctx.channel());
        }
    }

    /** No text begins so, in UTF-8. */
    private static boolean isPacket(int first) {
        return first >= 0xf8;
    }
}
