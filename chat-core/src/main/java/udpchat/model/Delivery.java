package udpchat.model;

import java.time.Duration;
import java.util.Objects;

/** What became of a message, as far as the sender can truthfully know. */
public sealed interface Delivery {

    /** Safe in our store, and not on its way yet: the peer is away, or was not asked yet. */
    record Queued() implements Delivery {}

    /**
     * Handed to the network. A plain peer confirms nothing, so for it this is the last word: the text may still be
     * lost.
     */
    record Sent() implements Delivery {}

    /**
     * The peer stored it.
     *
     * @param roundTrip from its first transmission to the receipt
     */
    record Delivered(Duration roundTrip) implements Delivery {
        public Delivered {
            Objects.requireNonNull(roundTrip, "roundTrip");
        }
    }

    /** The person on the other side saw it. Comes after {@link Delivered}, if at all. */
    record Read() implements Delivery {}

    /**
     * Not sent, or not sent whole; or taken back, when it may have arrived all the same.
     *
     * @param reason why, for programs
     * @param detail why, one line for people
     */
    record Failed(Reason reason, String detail) implements Delivery {
        public Failed {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** Whether nothing but {@link Read} can come after it, where the peer has a key. */
    default boolean isFinal() {
        return this instanceof Delivered || this instanceof Failed || this instanceof Read;
    }

    /** Why a message was not delivered. */
    enum Reason {
        /** No text: an empty datagram makes some plain peers exit, so none is ever sent. */
        EMPTY(false),
        /** Longer than one message may be. */
        TOO_LONG(false),
        /** Too much is waiting to be sent already. */
        QUEUE_FULL(true),
        /** The operating system refused it: no route, host down, not permitted. */
        NETWORK(true),
        /** The address does not answer as udpchat, and nobody said that it gets plain text. */
        NO_ANSWER(true),
        /** Another key than the pinned one answers: a person has to look. */
        KEY_CHANGED(false),
        /** It was taken back before the peer confirmed it, for it took too long. */
        TIMED_OUT(true),
        /** It was taken back. */
        CANCELLED(false),
        /** The peer is ignored. */
        IGNORED(false),
        /** The peer does not want it. */
        REFUSED(false),
        /** Our store could not keep it. */
        STORE(true),
        /** The peer was closed first. */
        CLOSED(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same message may succeed later. */
        public boolean retryable() {
            return retryable;
        }
    }
}
