package udpchat.wire;

import java.util.Objects;
import java.util.function.IntPredicate;

/** Tells our packets from what a person typed into {@code nc}, by the bytes and by the indexes that are ours. */
public final class DatagramClassifier {

    /** What a received datagram is, in the order of the checks. */
    public enum Kind {
        /** No bytes: drop and count. */
        EMPTY,
        /** Type, magic and length of a handshake packet. {@link PacketCodec} says whether it is one. */
        HANDSHAKE,
        /** DATA for an index that is or was ours: open it, or drop it. Never answer, never show. */
        DATA,
        /** The form of DATA, for nobody here. Never show; perhaps answer with INIT. */
        STRAY_DATA,
        /** A HELLO of some version. */
        HELLO,
        /** Text of a plain peer, valid UTF-8 or not. */
        PLAIN
    }

    private DatagramClassifier() {}

    /**
     * Classifies a datagram, without allocation.
     *
     * <p>F8 to FD begin no UTF-8, so valid UTF-8 is HELLO, plain, or empty; text in Latin-1 can begin with them, but
     * hardly goes on with our magic, or with five zero bytes in the right place.
     *
     * @param ours whether we gave out this receiver index, be it in use or retired only a while ago; asked for what
     *     has the form of DATA only
     */
    public static Kind classify(byte[] array, int offset, int length, IntPredicate ours) {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (length == 0) {
            return Kind.EMPTY;
        }
        if (PacketCodec.hasFormOfHandshake(array, offset, length)) {
            return Kind.HANDSHAKE;
        }
        if (PacketCodec.hasFormOfData(array, offset, length)) {
            return ours.test(WireReader.int32(array, offset + 1)) ? Kind.DATA : Kind.STRAY_DATA;
        }
        return Hello.matches(array, offset, length) ? Kind.HELLO : Kind.PLAIN;
    }
}
