package udpchat.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Gives a channel the same few buffers again and again to receive into, each long enough for some datagrams of any size: to take 64
 * KiB from a pool and give it back costs more than to receive a short message. One that somebody still holds is left
 * alone, and an ordinary one takes its place. For one channel and its event loop.
 */
final class ReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

    /** The largest UDP payload over IPv4 is 65,507 bytes, over IPv6 65,527: none is cut. */
    static final int MAX_DATAGRAM_BYTES = 65_535;

    private final ByteBuf[] buffers;
    private final int bytes;
    private int next;
    private boolean released;

    /**
     * @param count of buffers to keep, made when they are needed
     * @param datagramsPerBuffer for which each has room
     * @param datagramsPerRead that the channel takes from the kernel in one go
     */
    ReceiveBuffers(int count, int datagramsPerBuffer, int datagramsPerRead) {
        super(datagramsPerRead);
        buffers = new ByteBuf[count];
        bytes = datagramsPerBuffer * MAX_DATAGRAM_BYTES;
    }

    @Override
    @SuppressWarnings("deprecation") // what Netty's own allocators return
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return bytes;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return take(allocator);
            }
        };
    }

    /** Gives back what is kept. What was handed out before stays good until its holder releases it. */
    void release() {
        released = true;
        for (ByteBuf buffer : buffers) {
            if (buffer != null) {
                buffer.release();
            }
        }
    }

    private ByteBuf take(ByteBufAllocator allocator) {
        ByteBuf kept = buffers[next];
        if (released || (kept != null && kept.refCnt() > 1)) {
            return allocator.directBuffer(bytes, bytes);
        }
        if (kept == null) {
            kept = allocator.directBuffer(bytes, bytes);
            buffers[next] = kept;
        }
        next = (next + 1) % buffers.length;
        return kept.clear().retain();
    }
}
