package udpchat.session;

import java.util.ArrayList;
import java.util.List;
import udpchat.recovery.Ack;
import udpchat.recovery.PacketRange;
import udpchat.recovery.RecoveryLimits;
import udpchat.wire.Frame;
import udpchat.wire.Interval;

/** The ACK of the recovery to the ACK of the wire and back. */
final class AckFrames {
    private AckFrames() {}

    static Frame.Ack toFrame(Ack ack) {
        List<PacketRange> ranges = ack.ranges();
        List<Interval> intervals = new ArrayList<>(ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            PacketRange range = ranges.get(i);
            intervals.add(new Interval(range.smallest(), range.largest()));
        }
        return new Frame.Ack(ack.delayMicros(), intervals);
    }

    /** A frame may have one range more than we ever keep: the lowest is left out, which only makes a packet come again. */
    static Ack ofFrame(Frame.Ack frame) {
        int count = Math.min(frame.ranges().size(), RecoveryLimits.MAX_ACK_RANGES);
        List<PacketRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Interval interval = frame.ranges().get(i);
            ranges.add(new PacketRange(interval.first(), interval.last()));
        }
        return new Ack(frame.delayMicros(), ranges);
    }
}
