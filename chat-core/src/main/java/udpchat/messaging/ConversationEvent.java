package udpchat.messaging;

import udpchat.model.MessageId;
import udpchat.store.GiveUp;
import udpchat.store.StoreFailure;
import udpchat.wire.Interval;
import udpchat.wire.MessageBody;

/** What comes out of a {@link Conversation}, in the order of {@link Conversation#poll}. */
public sealed interface ConversationEvent {

    /**
     * A message to show: it is stored, and all that the peer said before it came earlier. Call {@link
     * Conversation#shown} with it once that is done.
     *
     * @param streamId of the peer
     * @param seq its number in that stream, for {@link Conversation#shown}
     * @param arrivedMillis Unix time by our clock
     * @param redelivered whether it was stored before this program started, and may have been shown by the one before
     */
    record Arrived(MessageId id, long streamId, long seq, MessageBody body, long arrivedMillis, boolean redelivered)
            implements ConversationEvent {}

    /** The peer gave up on these of its messages, or lost what it would need to say them; in the order of the others. */
    record Missing(Interval range) implements ConversationEvent {}

    /** It is in the outbox and survives a crash. */
    record Queued(MessageId id) implements ConversationEvent {}

    /** It went out for the first time, or a part of it. */
    record Sent(MessageId id) implements ConversationEvent {}

    /**
     * The peer has stored it. May come again after the store failed.
     *
     * @param nanos since {@link Sent}; 0 if that was before this program started
     */
    record Delivered(MessageId id, long nanos) implements ConversationEvent {}

    /** The peer has read it; after {@link Delivered}. */
    record Read(MessageId id) implements ConversationEvent {}

    /**
     * It was given up.
     *
     * @param mayHaveArrived whether the peer may have it all the same; then there may come {@link Delivered}, or this
     *     again with certainty
     */
    record GaveUp(MessageId id, GiveUp why, boolean mayHaveArrived) implements ConversationEvent {}

    /** It could not be stored, so it was never queued. */
    record NotStored(MessageId id, StoreFailure why) implements ConversationEvent {}

    /**
     * Who the peer says it is.
     *
     * @param nick at most 64 bytes as UTF-8; any character
     */
    record Profile(String nick, boolean away, long capabilities) implements ConversationEvent {}

    /** The person there is writing, or stopped. */
    record Typing(boolean on) implements ConversationEvent {}

    /** The peer's outbox is not the one it was: it may say again what it said already. */
    record PeerStoreLost() implements ConversationEvent {}

    /** The peer lost what it knew of our messages. Nothing is sent again that it once receipted. */
    record PeerForgot(Interval range) implements ConversationEvent {}

    /**
     * The peer has messages of ours that our store knows nothing of: it is an older copy. What is not receipted will be
     * said again, perhaps twice. A new session is needed.
     */
    record OwnStoreOutdated() implements ConversationEvent {}

    /** The store failed: close the session as busy. What counts is loaded again; a new session brings the rest. */
    record StoreFailed(StoreFailure why) implements ConversationEvent {}
}
