package udpchat.messaging;

import java.util.ArrayList;
import java.util.List;
import udpchat.messaging.FrameExchange.Verdict;
import udpchat.wire.Frame;
import udpchat.wire.FrameSize;

/** Carries frames from one conversation to another, in packets of the usual size, all or as a test says. */
final class Link {
    static final int ROOM = 1171;

    /** A packet on its way. */
    static final class Packet {
        final List<Frame> frames = new ArrayList<>();
        final List<FrameSource> sources = new ArrayList<>();

        void acked() {
            for (int i = 0; i < frames.size(); i++) {
                sources.get(i).acked(frames.get(i));
            }
        }

        void lost() {
            for (int i = 0; i < frames.size(); i++) {
                sources.get(i).lost(frames.get(i));
            }
        }
    }

    private Link() {}

    /** The next packet of at most this size, or null. */
    static Packet pull(FrameExchange from, int size, long now) {
        Packet packet = new Packet();
        int room = fill(packet, from.control(), size, now);
        fill(packet, from.messages(), room, now);
        return packet.frames.isEmpty() ? null : packet;
    }

    private static int fill(Packet packet, FrameSource source, int size, long now) {
        int room = size;
        while (source.isReady()) {
            Frame frame = source.pull(room, now);
            if (frame == null) {
                break;
            }
            int bytes = FrameSize.of(frame);
            if (bytes > room) {
                throw new AssertionError(bytes + " bytes in " + room + ": " + frame);
            }
            room -= bytes;
            packet.frames.add(frame);
            packet.sources.add(source);
        }
        return room;
    }

    /** Gives the frames of a packet; the first verdict that is not TAKEN, and whether the packet is acknowledged. */
    static Verdict deliver(Packet packet, FrameExchange to, long now) {
        Verdict first = Verdict.TAKEN;
        for (Frame frame : packet.frames) {
            Verdict verdict = to.onFrame(frame, now);
            first = first == Verdict.TAKEN ? verdict : first;
        }
        return first;
    }

    /** Carries all that there is, both ways, until there is no more. */
    static void exchange(Peer a, Peer b, long now) {
        boolean moved = true;
        while (moved) {
            moved = carry(a, b, now);
            moved |= carry(b, a, now);
        }
    }

    /** Carries what one side has to the other. */
    static boolean carry(Peer from, Peer to, long now) {
        boolean moved = false;
        for (Packet packet = pull(from.conversation, ROOM, now);
                packet != null;
                packet = pull(from.conversation, ROOM, now)) {
            moved = true;
            Verdict verdict = deliver(packet, to.conversation, now);
            if (verdict == Verdict.TAKEN || verdict == Verdict.RESTARTED) {
                packet.acked();
            } else {
                packet.lost();
            }
        }
        to.conversation.onBatchEnd(now);
        to.settle();
        from.conversation.onBatchEnd(now);
        from.settle();
        return moved;
    }
}
