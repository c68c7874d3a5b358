package udpchat.model;

import java.util.Objects;

/** What became of a message, as far as the sender can truthfully know. */
public sealed interface Delivery {

    /**
     * Handed to the network. A plain peer confirms nothing, so for it this is the last word: the text may still be
     * lost.
     */
    record Sent() implements Delivery {}

    /**
     * Not sent, or not sent whole.
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

    /** Why a message was not sent. */
    enum Reason {
        /** No text: an empty datagram makes some plain peers exit, so none is ever sent. */
        EMPTY(false),
        /** Longer than one message may be. */
        TOO_LONG(false),
        /** Too much is waiting to be sent already. */
        QUEUE_FULL(true),
        /** The operating system refused it: no route, host down, not permitted. */
        NETWORK(true),
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
