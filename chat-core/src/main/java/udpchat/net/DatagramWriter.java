package udpchat.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import udpchat.messaging.Outgoing;
import udpchat.model.PeerAddress;

/**
 * Writes datagrams to a channel and says of each what became of it. Packets of one size to one peer go as segments of
 * one write where the channel takes that (UDP GSO): the kernel then goes through its layers once for all of them. Of a
 * plain text every datagram is written by itself, since somebody waits to hear of it. One event loop owns it.
 */
final class DatagramWriter {

    /** What Linux takes at most, {@code UDP_MAX_SEGMENTS} before 6.9. */
    private static final int MAX_SEGMENTS = 64;

    /** In one write, below the largest UDP payload over IPv4. */
    private static final int MAX_SEGMENTED_BYTES = 65_000;

    private static final Optional<String> NO_MEMORY = Optional.of("no memory left for sending");

    private final ChannelHandlerContext context;
    private final BiConsumer<Outgoing, Optional<String>> outcome;
    private boolean segments;

    /** The segments of the next write: one peer, one size, but for the last that may be shorter. */
    private List<Outgoing> held = new ArrayList<>();

    private int heldBytes;
    private boolean unflushed;

    private PeerAddress lastPeer;
    private InetSocketAddress lastAddress;

    /**
     * @param segments whether the channel takes a {@link SegmentedDatagramPacket}
     * @param outcome is told of each datagram, with one line if it failed; it may come while {@link #write} or
     *     {@link #flush} runs, or later, but always does
     */
    DatagramWriter(ChannelHandlerContext context, boolean segments, BiConsumer<Outgoing, Optional<String>> outcome) {
        this.context = context;
        this.segments = segments;
        this.outcome = outcome;
    }

    void write(Outgoing datagram) {
        if (!segments || !datagram.isPacket()) {
            writeHeld();
            writeAlone(datagram, false);
            return;
        }
        if (!isNextSegment(datagram)) {
            writeHeld();
        }
        held.add(datagram);
        heldBytes += datagram.payload().length;
    }

    /** Whether {@link #flush} has something to do. */
    boolean isFlushNeeded() {
        return unflushed || !held.isEmpty();
    }

    void flush() {
        writeHeld();
        unflushed = false;
        context.flush();
    }

    private boolean isNextSegment(Outgoing datagram) {
        if (held.isEmpty()) {
            return true;
        }
        Outgoing first = held.get(0);
        int size = first.payload().length;
        return datagram.to().equals(first.to())
                && datagram.payload().length <= size
                // All are whole so far.
                && heldBytes == held.size() * size
                && held.size() < MAX_SEGMENTS
                && heldBytes + size <= MAX_SEGMENTED_BYTES;
    }

    private void writeHeld() {
        if (held.isEmpty()) {
            return;
        }
        List<Outgoing> batch = held;
        int bytes = heldBytes;
        held = new ArrayList<>();
        heldBytes = 0;
        if (batch.size() == 1) {
            writeAlone(batch.get(0), false);
            return;
        }
        ByteBuf content = buffer(bytes);
        if (content == null) {
            batch.forEach(datagram -> outcome.accept(datagram, NO_MEMORY));
            return;
        }
        for (Outgoing datagram : batch) {
            content.writeBytes(datagram.payload());
        }
        Outgoing first = batch.get(0);
        write(
                new SegmentedDatagramPacket(content, first.payload().length, address(first.to())),
                new SegmentedWrite(batch));
    }

    private void writeAlone(Outgoing datagram, boolean afterRefusal) {
        ByteBuf content = buffer(datagram.payload().length);
        if (content == null) {
            outcome.accept(datagram, NO_MEMORY);
            return;
        }
        content.writeBytes(datagram.payload());
        write(new DatagramPacket(content, address(datagram.to())), new SingleWrite(datagram, afterRefusal));
    }

    private void write(DatagramPacket packet, DefaultChannelPromise promise) {
        unflushed = true;
        context.write(packet, promise);
    }

    /** Null where there is none. */
    private ByteBuf buffer(int bytes) {
        try {
            return context.alloc().ioBuffer(bytes);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    private InetSocketAddress address(PeerAddress peer) {
        if (!peer.equals(lastPeer)) {
            lastAddress = peer.toSocketAddress();
            lastPeer = peer;
        }
        return lastAddress;
    }

    private static Optional<String> failure(ChannelFuture done) {
        return done.isSuccess() ? Optional.empty() : Optional.of(NetworkErrors.describe(done.cause()));
    }

    /** Promise and listener in one: this is made for every datagram. */
    private final class SingleWrite extends DefaultChannelPromise implements ChannelFutureListener {
        private final Outgoing datagram;
        private final boolean afterRefusal;

        SingleWrite(Outgoing datagram, boolean afterRefusal) {
            super(context.channel(), context.executor());
            this.datagram = datagram;
            this.afterRefusal = afterRefusal;
            addListener(this);
        }

        @Override
        public void operationComplete(ChannelFuture done) {
            if (afterRefusal && done.isSuccess()) {
                // So it was the segments that were refused: no checksum offload on that way, or a short MTU.
                segments = false;
            }
            outcome.accept(datagram, failure(done));
        }
    }

    private final class SegmentedWrite extends DefaultChannelPromise implements ChannelFutureListener {
        private final List<Outgoing> batch;

        SegmentedWrite(List<Outgoing> batch) {
            super(context.channel(), context.executor());
            this.batch = batch;
            addListener(this);
        }

        @Override
        public void operationComplete(ChannelFuture done) {
            if (done.isSuccess() || !context.channel().isActive()) {
                Optional<String> failure = failure(done);
                batch.forEach(datagram -> outcome.accept(datagram, failure));
            } else {
                // The kernel says one thing of all; each may fare otherwise.
                batch.forEach(datagram -> writeAlone(datagram, true));
            }
        }
    }
}
