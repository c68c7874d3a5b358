package udpchat.wire;

import java.util.ArrayList;
import java.util.List;
import udpchat.wire.WireLimits.Frames;

/**
 * Frames to bytes and back. Numbers are {@link Varint}s unless said otherwise; a frame's id is one byte. Frames own
 * their bytes, so the array they were read from can be used again.
 */
public final class FrameCodec {

    private static final Frame PING = new Frame.Ping();
    private static final Frame ADDRESS_REQUEST = new Frame.AddressRequest();

    private FrameCodec() {}

    /**
     * Reads all frames of a packet, at least one. A run of PADDING is one frame. Either every frame is valid, or none
     * is returned.
     */
    public static List<Frame> decodeAll(byte[] plaintext, int offset, int length) throws MalformedException {
        WireReader in = new WireReader(plaintext, offset, length);
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(read(in));
        } while (in.hasRemaining());
        return frames;
    }

    /** Reads one frame. */
    public static Frame read(WireReader in) throws MalformedException {
        int id = in.u8();
        return switch (id) {
            case Frame.Id.PADDING -> new Frame.Padding(1 + in.zeros());
            case Frame.Id.PING -> PING;
            case Frame.Id.ACK -> readAck(in);
            case Frame.Id.CLOSE -> {
                CloseCode code = CloseCode.read(in);
                yield new Frame.Close(code, in.utf8(in.varint(0, Frames.CLOSE_REASON, "CLOSE reason length")));
            }
            case Frame.Id.PATH_CHALLENGE -> new Frame.PathChallenge(in.int64());
            case Frame.Id.PATH_RESPONSE -> new Frame.PathResponse(in.int64());
            case Frame.Id.STREAM -> new Frame.Stream(in.int64());
            case Frame.Id.MSG -> readMsg(in);
            case Frame.Id.RECEIPT -> readReceipt(in);
            case Frame.Id.SKIP -> {
                long channel = in.varint();
                long first = in.varint(1, Varint.MAX, "SKIP of 0");
                yield new Frame.Skip(channel, first, in.varint(first, Varint.MAX, "SKIP backwards"));
            }
            case Frame.Id.PROFILE -> {
                long revision = in.varint();
                String nick = in.utf8(in.varint(0, Frames.NICK, "PROFILE nick length"));
                yield new Frame.Profile(revision, nick, readBoolean(in, "PROFILE status"), in.varint());
            }
            case Frame.Id.TYPING -> new Frame.Typing(in.varint(), readBoolean(in, "TYPING"));
            case Frame.Id.ADDRESS_REQUEST -> ADDRESS_REQUEST;
            case Frame.Id.OBSERVED_ADDRESS -> readObservedAddress(in);
            default -> throw new MalformedException("unknown frame");
        };
    }

    private static boolean readBoolean(WireReader in, String rule) throws MalformedException {
        return in.varint(0, 1, rule) == 1;
    }

    private static Frame readObservedAddress(WireReader in) throws MalformedException {
        int length = in.u8();
        if (length != 4 && length != 16) {
            throw new MalformedException("OBSERVED_ADDRESS length");
        }
        Bytes ip = in.bytes(length);
        int port = in.u16();
        if (port == 0) {
            throw new MalformedException("OBSERVED_ADDRESS port 0");
        }
        return new Frame.ObservedAddress(ip, port);
    }

    private static Frame readMsg(WireReader in) throws MalformedException {
        long channel = in.varint();
        long seq = in.varint(1, Varint.MAX, "MSG seq 0");
        // The total bounds the offset, but comes after it.
        int offset = in.varint(0, Frames.MESSAGE - 1, "MSG offset");
        int total = in.varint(Math.max(offset + 1, Frames.MESSAGE_HEAD), Frames.MESSAGE, "MSG total");
        int length = in.varint(1, total - offset, "MSG length");
        return new Frame.Msg(channel, seq, offset, total, in.bytes(length));
    }

    /** RFC 9000 §19.3: downwards; a gap of g means g + 1 numbers missing, a length of n means n + 1 numbers. */
    private static Frame readAck(WireReader in) throws MalformedException {
        long last = in.varint();
        long delay = in.varint();
        int more = in.varint(0, Frames.ACK_RANGES, "ACK range count");
        long first = last - in.varint(0, last, "ACK range");
        if (more == 0) {
            return new Frame.Ack(delay, List.of(new Interval(first, last)));
        }
        List<Interval> ranges = new ArrayList<>(1 + more);
        ranges.add(new Interval(first, last));
        for (int i = 0; i < more; i++) {
            last = first - 2 - in.varint(0, first - 2, "ACK gap");
            first = last - in.varint(0, last, "ACK range");
            ranges.add(new Interval(first, last));
        }
        return new Frame.Ack(delay, ranges);
    }

    /** As in an ACK, but upwards from the cumulative number. */
    private static Frame readReceipt(WireReader in) throws MalformedException {
        long streamId = in.int64();
        long channel = in.varint();
        Frame.Receipt.Level level = Frame.Receipt.Level.read(in);
        long cumulative = in.varint();
        int count = in.varint(0, Frames.RECEIPT_RANGES, "RECEIPT range count");
        List<Interval> ranges = count == 0 ? List.of() : new ArrayList<>(count);
        long last = cumulative;
        for (int i = 0; i < count; i++) {
            long first = last + 2 + in.varint(0, Varint.MAX - 2 - last, "RECEIPT gap");
            last = first + in.varint(0, Varint.MAX - first, "RECEIPT range");
            ranges.add(new Interval(first, last));
        }
        return new Frame.Receipt(streamId, channel, level, cumulative, ranges);
    }

    /**
     * Appends a frame in its shortest form, {@link FrameSize#of} bytes.
     *
     * @throws IndexOutOfBoundsException if there is no room for it
     */
    public static void write(Frame frame, WireWriter out) {
        if (frame instanceof Frame.Padding padding) {
            out.zeros(padding.length());
            return;
        }
        out.u8(frame.id());
        if (frame instanceof Frame.Msg msg) {
            out.varint(msg.channel())
                    .varint(msg.seq())
                    .varint(msg.offset())
                    .varint(msg.total())
                    .varint(msg.data().length())
                    .bytes(msg.data());
        } else if (frame instanceof Frame.Ack ack) {
            writeAck(ack, out);
        } else if (frame instanceof Frame.Receipt receipt) {
            writeReceipt(receipt, out);
        } else if (frame instanceof Frame.Close close) {
            byte[] reason = Utf8.encode(close.reason());
            out.varint(close.code().code()).varint(reason.length).bytes(reason);
        } else if (frame instanceof Frame.PathChallenge challenge) {
            out.int64(challenge.data());
        } else if (frame instanceof Frame.PathResponse response) {
            out.int64(response.data());
        } else if (frame instanceof Frame.Stream stream) {
            out.int64(stream.streamId());
        } else if (frame instanceof Frame.Skip skip) {
            out.varint(skip.channel()).varint(skip.first()).varint(skip.last());
        } else if (frame instanceof Frame.Profile profile) {
            byte[] nick = Utf8.encode(profile.nick());
            out.varint(profile.revision()).varint(nick.length).bytes(nick);
            out.varint(profile.away() ? 1 : 0).varint(profile.capabilities());
        } else if (frame instanceof Frame.Typing typing) {
            out.varint(typing.channel()).varint(typing.on() ? 1 : 0);
        } else if (frame instanceof Frame.ObservedAddress observed) {
            out.u8(observed.ip().length()).bytes(observed.ip()).u16(observed.port());
        }
    }

    private static void writeAck(Frame.Ack ack, WireWriter out) {
        List<Interval> ranges = ack.ranges();
        Interval previous = ranges.get(0);
        out.varint(previous.last()).varint(ack.delayMicros()).varint(ranges.size() - 1);
        out.varint(previous.size() - 1);
        for (int i = 1; i < ranges.size(); i++) {
            Interval range = ranges.get(i);
            out.varint(previous.first() - range.last() - 2).varint(range.size() - 1);
            previous = range;
        }
    }

    private static void writeReceipt(Frame.Receipt receipt, WireWriter out) {
        out.int64(receipt.streamId())
                .varint(receipt.channel())
                .varint(receipt.level().code())
                .varint(receipt.cumulative())
                .varint(receipt.ranges().size());
        long before = receipt.cumulative();
        for (Interval range : receipt.ranges()) {
            out.varint(range.first() - before - 2).varint(range.size() - 1);
            before = range.last();
        }
    }
}
