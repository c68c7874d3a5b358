package udpchat.model;

import java.util.Objects;
import java.util.Optional;

/** Something a {@code ChatListener} is told, in the order in which it happened. */
public sealed interface ChatEvent {

    /** A message came in. */
    record MessageReceived(ChatMessage message) implements ChatEvent {
        public MessageReceived {
            Objects.requireNonNull(message, "message");
        }
    }

    /** A peer was heard for the first time in this run, or its entry in the peer list changed. */
    record PeerChanged(Contact contact) implements ChatEvent {
        public PeerChanged {
            Objects.requireNonNull(contact, "contact");
        }
    }

    /**
     * The listener was slower than the network: this many events, the next in line, were not kept for it.
     *
     * @param events at least 1
     */
    record Missed(long events) implements ChatEvent {}

    /**
     * Something went wrong that is nobody's message: the network refused to receive, the peer list could not be saved.
     *
     * @param text one line for people
     */
    record Trouble(String text) implements ChatEvent {
        public Trouble {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * The last event: the socket is closed.
     *
     * @param cause one line, if it was not asked for
     */
    record Closed(Optional<String> cause) implements ChatEvent {
        public Closed {
            Objects.requireNonNull(cause, "cause");
        }
    }
}
