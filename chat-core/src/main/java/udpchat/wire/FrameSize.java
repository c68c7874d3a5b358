package udpchat.wire;

import java.util.List;
import udpchat.wire.WireLimits.Datagram;

/** How many bytes frames take, before they are written. */
public final class FrameSize {

    private static final int ID = 1;

    private FrameSize() {}

    /** The bytes that {@link FrameCodec#write} appends. */
    public static int of(Frame frame) {
        return switch (frame.id()) {
            case Frame.Id.PADDING -> ((Frame.Padding) frame).length();
            case Frame.Id.PING, Frame.Id.ADDRESS_REQUEST -> ID;
            case Frame.Id.OBSERVED_ADDRESS ->
                ID + 1 + ((Frame.ObservedAddress) frame).ip().length() + Short.BYTES;
            case Frame.Id.PATH_CHALLENGE, Frame.Id.PATH_RESPONSE, Frame.Id.STREAM -> ID + Long.BYTES;
            case Frame.Id.MSG -> {
                Frame.Msg msg = (Frame.Msg) frame;
                int length = msg.data().length();
                yield msgHead(msg.channel(), msg.seq(), msg.offset(), msg.total()) + Varint.size(length) + length;
            }
            case Frame.Id.ACK -> ofAck((Frame.Ack) frame);
            case Frame.Id.RECEIPT -> ofReceipt((Frame.Receipt) frame);
            case Frame.Id.CLOSE -> {
                Frame.Close close = (Frame.Close) frame;
                yield ID + Varint.size(close.code().code()) + ofText(close.reason());
            }
            case Frame.Id.SKIP -> {
                Frame.Skip skip = (Frame.Skip) frame;
                yield ID + Varint.size(skip.channel()) + Varint.size(skip.first()) + Varint.size(skip.last());
            }
            case Frame.Id.PROFILE -> {
                Frame.Profile profile = (Frame.Profile) frame;
                yield ID
                        + Varint.size(profile.revision())
                        + ofText(profile.nick())
                        + 1
                        + Varint.size(profile.capabilities());
            }
            case Frame.Id.TYPING -> ID + Varint.size(((Frame.Typing) frame).channel()) + 1;
            default -> throw new AssertionError(frame);
        };
    }

    /**
     * How much of a message one MSG can carry.
     *
     * @param offset of the first byte to send, below {@code total}
     * @param room bytes for the whole frame
     * @return the most bytes of data, at most what is left of the message; 0 if not even one fits
     */
    public static int maxMsgData(long channel, long seq, int offset, int total, int room) {
        int free = room - msgHead(channel, seq, offset, total);
        int data = free - Varint.size(Math.max(0, free - 1));
        return Math.max(0, Math.min(data, total - offset));
    }

    /** MSG without its length and data. */
    private static int msgHead(long channel, long seq, int offset, int total) {
        return ID + Varint.size(channel) + Varint.size(seq) + Varint.size(offset) + Varint.size(total);
    }

    private static int ofText(String text) {
        int size = Utf8.size(text);
        return Varint.size(size) + size;
    }

    private static int ofAck(Frame.Ack ack) {
        List<Interval> ranges = ack.ranges();
        Interval previous = ranges.get(0);
        int size = ID
                + Varint.size(previous.last())
                + Varint.size(ack.delayMicros())
                + Varint.size(ranges.size() - 1)
                + Varint.size(previous.size() - 1);
        for (int i = 1; i < ranges.size(); i++) {
            Interval range = ranges.get(i);
            size += Varint.size(previous.first() - range.last() - 2) + Varint.size(range.size() - 1);
            previous = range;
        }
        return size;
    }

    private static int ofReceipt(Frame.Receipt receipt) {
        int size = ID
                + Long.BYTES
                + Varint.size(receipt.channel())
                + Varint.size(receipt.level().code())
                + Varint.size(receipt.cumulative())
                + Varint.size(receipt.ranges().size());
        long before = receipt.cumulative();
        for (Interval range : receipt.ranges()) {
            size += Varint.size(range.first() - before - 2) + Varint.size(range.size() - 1);
            before = range.last();
        }
        return size;
    }

    /**
     * How long a packet's plaintext becomes with its padding.
     *
     * @param used bytes of frames, 1 to {@code limit}
     * @param limit the longest plaintext the path allows: its longest datagram less {@link Datagram#DATA_OVERHEAD}
     * @return the next multiple of 64, or {@code limit} if that is less
     */
    public static int padded(int used, int limit) {
        int steps = (used + Datagram.PADDING_STEP - 1) / Datagram.PADDING_STEP;
        return Math.min(limit, steps * Datagram.PADDING_STEP);
    }
}
