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

    /** The finalizer of SplitMix64: one to one, and spreads what differs little. 0 stays 0. */
    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
