package udpchat.store;

import udpchat.model.MessageId;
import udpchat.wire.Bytes;
import udpchat.wire.Interval;

/** One change of what a {@link MessageStore} holds. {@code peer} is a static key of 32 bytes, times are Unix ms. */
public sealed interface StoreOperation {

    /** Whom it concerns. */
    Bytes peer();

    /**
     * We begin a stream with this peer, the first or a new one: numbers count from 1 again, the messages of the outbox
     * have none, and those given up leave it.
     */
    record StreamBegun(Bytes peer, long streamId) implements StoreOperation {}

    /** A message enters the outbox, behind those that are there. It has no number and is not given up. */
    record Queued(Bytes peer, OutboundRecord message) implements StoreOperation {}

    /** A message of the outbox gets its number: the next one of its channel. */
    record Numbered(Bytes peer, MessageId id, long seq) implements StoreOperation {}

    /** A numbered message is not wanted any more; it stays in the outbox without its body until the peer knows. */
    record GivenUp(Bytes peer, MessageId id, GiveUp why) implements StoreOperation {}

    /** A message leaves the outbox. */
    record Settled(Bytes peer, MessageId id, Outcome outcome) implements StoreOperation {}

    /** What became of a message of the outbox. */
    enum Outcome {
        /** The peer stored it. */
        DELIVERED,
        /** It was given up and the peer never stored it. */
        NOT_DELIVERED,
        /** It was given up, and what the peer knows of it will never be known. */
        UNKNOWN
    }

    /** The peer begins a stream: what is held of the numbers of an earlier one is forgotten, but not its messages. */
    record PeerStream(Bytes peer, long streamId) implements StoreOperation {}

    /** A message of the peer's current stream came. */
    record Received(Bytes peer, InboundRecord message) implements StoreOperation {}

    /** The peer gave up on these messages of its current stream; none of them was received. */
    record Skipped(Bytes peer, long channel, Interval range) implements StoreOperation {}

    /** The messages of a stream of the peer's up to this one were shown. */
    record Shown(Bytes peer, long streamId, long channel, long through) implements StoreOperation {}

    /** The messages of the peer's current stream up to this one were read. */
    record Read(Bytes peer, long channel, long through) implements StoreOperation {}

    /** The peer says that our messages of our current stream up to this one were read there. */
    record ReadThere(Bytes peer, long channel, long through) implements StoreOperation {}
}
