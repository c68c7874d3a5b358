package udpchat.messaging;

import udpchat.model.MessageId;
import udpchat.wire.MessageBody;

/**
 * A message of the peer's, whole.
 *
 * @param held bytes that it takes until it is shown
 * @param redelivered whether it comes from the store
 */
record Inbound(MessageId id, long seq, MessageBody body, long arrivedMillis, int held, boolean redelivered) {

    /** The id of a message: the same whenever it comes, another one for each. */
    static MessageId id(long peerPrefix, long streamId, long channel, long seq) {
        return new MessageId(mix(peerPrefix) ^ streamId, mix(seq + mix(channel)));
    }

    /** The number of the message with this id, if it came on channel 0; any number for another id. */
    static long seq(MessageId id) {
        return unmix(id.low());
    }

    /** The finalizer of SplitMix64: one to one, and spreads what differs little. 0 stays 0. */
    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** What was mixed: the same steps backwards, by the inverses of the factors. */
    private static long unmix(long mixed) {
        long value = mixed ^ mixed >>> 31 ^ mixed >>> 62;
        value *= 0x319642b2d24d8ec3L;
        value = value ^ value >>> 27 ^ value >>> 54;
        value *= 0x96de1b173f119089L;
        return value ^ value >>> 30 ^ value >>> 60;
    }
}
