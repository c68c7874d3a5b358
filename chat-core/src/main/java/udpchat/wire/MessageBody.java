package udpchat.wire;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import udpchat.wire.WireLimits.Frames;

/**
 * What the MSG frames of one message say when put together: kind (1 byte), time (8), and the text as UTF-8.
 *
 * @param sentAtMillis Unix time by the sender's clock, 0 to {@link #MAX_SENT_AT_MILLIS}: a claim, not a fact
 * @param text may be empty, and may hold any character: filter it before showing it
 */
public record MessageBody(Kind kind, long sentAtMillis, String text) {

    /** The last millisecond of the year 9999; what comes later breaks date formats and is nobody's clock. */
    public static final long MAX_SENT_AT_MILLIS = 253_402_300_799_999L;

    /** The longest text, in bytes as UTF-8. */
    public static final int MAX_TEXT_BYTES = Frames.TEXT;

    /** How a message is to be read. */
    public enum Kind {
        /** Something said. */
        TEXT(0),
        /** Something done: {@code /me waves}. */
        ACTION(1);

        private static final Kind[] BY_CODE = {TEXT, ACTION};
        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind read(WireReader in) throws MalformedException {
            int code = in.u8();
            if (code >= BY_CODE.length) {
                throw new MalformedException("message kind");
            }
            return BY_CODE[code];
        }
    }

    public MessageBody {
        Objects.requireNonNull(kind, "kind");
        if (sentAtMillis < 0 || sentAtMillis > MAX_SENT_AT_MILLIS) {
            throw new IllegalArgumentException("sent at " + sentAtMillis);
        }
        int size = Utf8.size(text);
        if (size > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(size + " bytes of text; at most " + MAX_TEXT_BYTES);
        }
    }

    /** The bytes to send, a slice of which each MSG carries. */
    public Bytes encode() {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8); // counted, and so found to be whole, when this was made
        return Bytes.wrap(WireWriter.ofSize(Frames.MESSAGE_HEAD + utf8.length)
                .u8(kind.code)
                .int64(sentAtMillis)
                .bytes(utf8)
                .filled());
    }

    /** Reads exactly one message. */
    public static MessageBody decode(byte[] array, int offset, int length) throws MalformedException {
        if (length > Frames.MESSAGE) {
            throw new MalformedException("message length");
        }
        WireReader in = new WireReader(array, offset, length);
        Kind kind = Kind.read(in);
        long sentAt = in.int64();
        if (sentAt < 0 || sentAt > MAX_SENT_AT_MILLIS) {
            throw new MalformedException("message time");
        }
        return new MessageBody(kind, sentAt, in.utf8(in.remaining()));
    }
}
