package udpchat.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import udpchat.messaging.FrameSource;
import udpchat.recovery.Acknowledger;
import udpchat.recovery.SentPacket;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.FrameCodec;
import udpchat.wire.FrameSize;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireWriter;

/** Puts frames into one DATA packet after another: {@link #begin}, frames, then {@link #seal}. */
final class PacketBuilder {
    private static final Frame[] FRAMES = {};
    private static final FrameSource[] SOURCES = {};

    private final byte[] packet = new byte[Datagram.MAX];
    private final List<Frame> frames = new ArrayList<>();
    private final List<FrameSource> sources = new ArrayList<>();
    private WireWriter out;
    private int limit;
    private int bundled;
    private Bundle repeated;
    private boolean eliciting;
    private long largestAcked;

    /** @param maxDatagram bytes of the whole datagram, 548 to 1200 */
    void begin(int maxDatagram) {
        limit = maxDatagram - Datagram.DATA_OVERHEAD;
        out = new WireWriter(packet, Datagram.DATA_HEADER, limit);
        frames.clear();
        sources.clear();
        bundled = 0;
        repeated = null;
        eliciting = false;
        largestAcked = SentPacket.NO_ACK;
    }

    /** Bytes for more frames. */
    int room() {
        return out.remaining();
    }

    /** Whether there is no frame yet that asks for an ACK. */
    boolean isEliciting() {
        return eliciting;
    }

    boolean hasAck() {
        return largestAcked != SentPacket.NO_ACK;
    }

    /** A frame of the session itself; nobody hears what becomes of it. */
    void add(Frame own) {
        FrameCodec.write(own, out);
        eliciting |= own.isAckEliciting();
    }

    /** A frame that is never sent again, but whose source hears what became of it. Alone of its kind in a packet. */
    void track(Frame own, FrameSource source) {
        add(own);
        frames.add(own);
        sources.add(source);
        // So large that no probe repeats it: of a copy that arrives nothing could be told.
        bundled = Integer.MAX_VALUE;
    }

    /** The ACK of what came under the key. At its longest, 266 bytes, it fits into any empty packet. */
    void addAck(Acknowledger received, long now) {
        Frame.Ack ack = AckFrames.toFrame(received.take(now));
        largestAcked = ack.largest();
        add(ack);
    }

    /** Adds what the source gives, as long as there is room. */
    void fill(FrameSource source, long now) {
        while (room() > 0 && source.isReady()) {
            int before = room();
            Frame frame = source.pull(before, now);
            if (frame == null) {
                return;
            }
            add(frame);
            bundled += before - room();
            frames.add(frame);
            sources.add(source);
        }
    }

    /** Adds all that another packet holds, which must fit into {@link #room}. */
    void repeat(Bundle bundle) {
        for (int i = 0; i < bundle.count(); i++) {
            add(bundle.frame(i));
        }
        repeated = bundle;
    }

    /** Pads, numbers and seals the packet. */
    Sealed seal(SessionKey key) {
        int used = limit - out.remaining();
        out.zeros(FrameSize.padded(used, limit) - used);
        int length = limit - out.remaining();
        long number = key.space.numbers().take();
        PacketCodec.writeDataHeader(key.remoteIndex, number, packet, 0);
        int bytes = key.channel.seal(packet, length);
        Bundle bundle = repeated;
        if (bundle == null) {
            bundle = frames.isEmpty()
                    ? Bundle.empty()
                    : new Bundle(frames.toArray(FRAMES), sources.toArray(SOURCES), bundled);
        }
        return new Sealed(number, Bytes.wrap(Arrays.copyOf(packet, bytes)), bundle, eliciting, largestAcked);
    }

    /** What was built. */
    record Sealed(long number, Bytes datagram, Bundle bundle, boolean eliciting, long largestAcked) {}
}
