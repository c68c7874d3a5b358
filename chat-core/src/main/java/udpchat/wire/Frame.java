package udpchat.wire;

import java.util.List;
import java.util.Objects;
import udpchat.wire.WireLimits.Frames;

/**
 * One thing that a DATA packet says. A value of one of these records is always valid by itself; whether it makes sense
 * now (an ACK of a packet never sent, a foreign stream) is for the session to say. {@link FrameCodec} has the bytes.
 */
public sealed interface Frame {

    /** The byte that begins a frame. */
    final class Id {
        private Id() {}

        public static final int PADDING = 0x00;
        public static final int PING = 0x01;
        public static final int ACK = 0x02;
        public static final int CLOSE = 0x04;
        public static final int PATH_CHALLENGE = 0x05;
        public static final int PATH_RESPONSE = 0x06;
        public static final int STREAM = 0x07;
        public static final int MSG = 0x08;
        public static final int RECEIPT = 0x09;
        public static final int SKIP = 0x0a;
        public static final int PROFILE = 0x0b;
        public static final int TYPING = 0x0c;
        public static final int ADDRESS_REQUEST = 0x0d;
        public static final int OBSERVED_ADDRESS = 0x0e;
    }

    /** One of {@link Id}. */
    int id();

    /** Whether a packet with this frame asks for an ACK and counts as in flight (RFC 9002 §2). */
    default boolean isAckEliciting() {
        return true;
    }

    /**
     * A run of padding, each byte of which is a PADDING frame by itself.
     *
     * @param length at least 1
     */
    record Padding(int length) implements Frame {
        public Padding {
            require(length >= 1, "no padding");
        }

        @Override
        public int id() {
            return Id.PADDING;
        }

        /** Unlike in RFC 9002 it does not even count as in flight: the packet it fills does, or asks for nothing. */
        @Override
        public boolean isAckEliciting() {
            return false;
        }
    }

    /** Asks for an ACK. */
    record Ping() implements Frame {
        @Override
        public int id() {
            return Id.PING;
        }
    }

    /**
     * Packets received under the key that carries it, as in RFC 9000 §19.3 with the delay in plain µs.
     *
     * @param delayMicros from the largest one's arrival to this ACK, 0 to {@link Varint#MAX}
     * @param ranges 1 to 33, from the largest down, at least one number missing between two
     */
    record Ack(long delayMicros, List<Interval> ranges) implements Frame {
        public Ack {
            Varint.require(delayMicros);
            ranges = List.copyOf(ranges);
            require(!ranges.isEmpty() && ranges.size() <= 1 + Frames.ACK_RANGES, "ACK ranges");
            for (int i = 1; i < ranges.size(); i++) {
                require(ranges.get(i).last() <= ranges.get(i - 1).first() - 2, "ACK ranges out of order");
            }
        }

        public long largest() {
            return ranges.get(0).last();
        }

        @Override
        public int id() {
            return Id.ACK;
        }

        @Override
        public boolean isAckEliciting() {
            return false;
        }
    }

    /**
     * The session ends.
     *
     * @param reason for a log, at most 128 bytes as UTF-8
     */
    record Close(CloseCode code, String reason) implements Frame {
        public Close {
            Objects.requireNonNull(code, "code");
            require(Utf8.size(reason) <= Frames.CLOSE_REASON, "long reason");
        }

        /** With as much of the reason as may be said. */
        public static Close of(CloseCode code, String reason) {
            return new Close(code, Utf8.prefix(reason, Frames.CLOSE_REASON));
        }

        @Override
        public int id() {
            return Id.CLOSE;
        }

        @Override
        public boolean isAckEliciting() {
            return false;
        }
    }

    /** Are you there? RFC 9000 §19.17; {@code data} is random. */
    record PathChallenge(long data) implements Frame {
        @Override
        public int id() {
            return Id.PATH_CHALLENGE;
        }
    }

    /** The data of a {@link PathChallenge}, back; RFC 9000 §19.18. */
    record PathResponse(long data) implements Frame {
        @Override
        public int id() {
            return Id.PATH_RESPONSE;
        }
    }

    /** The sender's messages belong to this stream. */
    record Stream(long streamId) implements Frame {
        @Override
        public int id() {
            return Id.STREAM;
        }
    }

    /**
     * A part of a message, or all of it.
     *
     * @param channel 0 is the two peers' own conversation
     * @param seq of the message, from 1
     * @param offset of the data in the message
     * @param total bytes of the message ({@link MessageBody}), 9 to 1 MiB + 9
     * @param data at least 1 byte, within {@code total}
     */
    record Msg(long channel, long seq, int offset, int total, Bytes data) implements Frame {
        public Msg {
            Varint.require(channel);
            requireSeq(seq);
            require(total >= Frames.MESSAGE_HEAD && total <= Frames.MESSAGE, "MSG total");
            require(offset >= 0 && offset < total, "MSG offset");
            require(data.length() >= 1 && data.length() <= total - offset, "MSG length");
        }

        @Override
        public int id() {
            return Id.MSG;
        }
    }

    /**
     * What the sender holds of the receiver's messages in one channel. It is state: a newer one replaces it.
     *
     * @param streamId the stream the numbers belong to
     * @param level what is said of them
     * @param cumulative true of 1 up to this; 0 if not even of the first
     * @param ranges and of these: at most 64, ascending, at least one number missing before each
     */
    record Receipt(long streamId, long channel, Level level, long cumulative, List<Interval> ranges) implements Frame {

        /** What happened to a message. */
        public enum Level {
            SKIPPED(0),
            STORED(1),
            READ(2);

            private static final Level[] BY_CODE = {SKIPPED, STORED, READ};
            private final int code;

            Level(int code) {
                this.code = code;
            }

            int code() {
                return code;
            }

            static Level read(WireReader in) throws MalformedException {
                return BY_CODE[in.varint(0, BY_CODE.length - 1, "RECEIPT level")];
            }
        }

        public Receipt {
            Varint.require(channel);
            Objects.requireNonNull(level, "level");
            Varint.require(cumulative);
            ranges = List.copyOf(ranges);
            require(ranges.size() <= Frames.RECEIPT_RANGES, "RECEIPT ranges");
            long before = cumulative;
            for (Interval range : ranges) {
                require(range.first() - 2 >= before, "RECEIPT ranges out of order");
                before = range.last();
            }
        }

        @Override
        public int id() {
            return Id.RECEIPT;
        }
    }

    /**
     * The sender gave up on these messages of its own.
     *
     * @param first from 1
     * @param last at least {@code first}
     */
    record Skip(long channel, long first, long last) implements Frame {
        public Skip {
            Varint.require(channel);
            requireSeq(first);
            requireSeq(last);
            require(first <= last, "SKIP range");
        }

        /** The numbers skipped. */
        public Interval range() {
            return new Interval(first, last);
        }

        @Override
        public int id() {
            return Id.SKIP;
        }
    }

    /**
     * Who the sender says it is.
     *
     * @param revision the highest one holds
     * @param nick at most 64 bytes as UTF-8; may be empty, and may hold any character: filter it before showing it
     * @param away whether the person is
     * @param capabilities bits; those not known mean nothing
     */
    record Profile(long revision, String nick, boolean away, long capabilities) implements Frame {
        /** A capability: knows the frames ADDRESS_REQUEST and OBSERVED_ADDRESS. */
        public static final long OBSERVES_ADDRESS = 1;

        /** No ability, but a trait: this program is here for one thing, and soon gone. */
        public static final long BRIEF = 2;

        public Profile {
            Varint.require(revision);
            require(Utf8.size(nick) <= Frames.NICK, "long nick");
            Varint.require(capabilities);
        }

        @Override
        public int id() {
            return Id.PROFILE;
        }
    }

    /** The person is writing, or stopped. Never sent again when lost. */
    record Typing(long channel, boolean on) implements Frame {
        public Typing {
            Varint.require(channel);
        }

        @Override
        public int id() {
            return Id.TYPING;
        }
    }

    /** Where do my packets come from, as you see it? Only to a peer with {@link Profile#OBSERVES_ADDRESS}. */
    record AddressRequest() implements Frame {
        @Override
        public int id() {
            return Id.ADDRESS_REQUEST;
        }
    }

    /**
     * The answer to an {@link AddressRequest}: the source of the packet that carried it.
     *
     * @param ip 4 or 16 bytes
     * @param port 1 to 65535
     */
    record ObservedAddress(Bytes ip, int port) implements Frame {
        public ObservedAddress {
            require(ip.length() == 4 || ip.length() == 16, "IP address length");
            require(port >= 1 && port <= 0xffff, "port");
        }

        @Override
        public int id() {
            return Id.OBSERVED_ADDRESS;
        }
    }

    private static void requireSeq(long seq) {
        Varint.require(seq);
        require(seq >= 1, "seq 0");
    }

    private static void require(boolean fine, String rule) {
        if (!fine) {
            throw new IllegalArgumentException(rule);
        }
    }
}
