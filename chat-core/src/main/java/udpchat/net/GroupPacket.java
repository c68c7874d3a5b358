package udpchat.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import udpchat.discovery.Link;

/** A datagram to or from many, on its way through the pipeline of a peer's own socket. */
final class GroupPacket extends DatagramPacket {

    private final Link link;

    /** @param link the interface that it leaves by; null for one that came */
    GroupPacket(ByteBuf content, InetSocketAddress recipient, InetSocketAddress sender, Link link) {
        super(content, recipient, sender);
        this.link = link;
    }

    Link link() {
        return link;
    }

    @Override
    public GroupPacket replace(ByteBuf content) {
        return new GroupPacket(content, recipient(), sender(), link);
    }

    @Override
    public GroupPacket copy() {
        return replace(content().copy());
    }

    @Override
    public GroupPacket duplicate() {
        return replace(content().duplicate());
    }

    @Override
    public GroupPacket retainedDuplicate() {
        return replace(content().retainedDuplicate());
    }

    @Override
    public GroupPacket retain() {
        super.retain();
        return this;
    }

    @Override
    public GroupPacket retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public GroupPacket touch() {
        super.touch();
        return this;
    }

    @Override
    public GroupPacket touch(Object hint) {
        super.touch(hint);
        return this;
    }
}
