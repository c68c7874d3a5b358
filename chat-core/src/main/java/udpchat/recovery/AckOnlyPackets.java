package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_ACK_ONLY;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The last 64 packets sent that hold nothing to be acknowledged. The peer names them all the same, when something else
 * makes it send an ACK: then they give an RTT sample (RFC 9002 §5.1) and tell which ACK arrived. A forgotten one costs
 * no more than that.
 */
final class AckOnlyPackets {
    private final Deque<SentPacket<?>> packets = new ArrayDeque<>();

    void add(SentPacket<?> packet) {
        if (packets.size() == MAX_ACK_ONLY) {
            packets.removeFirst();
        }
        packets.addLast(packet);
    }

    /** Takes out those that are acknowledged; the newest of them, or null. */
    SentPacket<?> removeAll(Ack ack) {
        SentPacket<?> newest = null;
        for (Iterator<SentPacket<?>> all = packets.iterator(); all.hasNext(); ) {
            SentPacket<?> packet = all.next();
            if (ack.contains(packet.number())) {
                all.remove();
                newest = packet;
            }
        }
        return newest;
    }

    int size() {
        return packets.size();
    }
}
