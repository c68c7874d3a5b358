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

    /**
     * What became of a message of ours, one step at a time; the last step also completes the future that {@code send}
     * gave.
     *
     * @param id of the message
     * @param to whom it is for
     */
    record DeliveryChanged(MessageId id, Contact to, Delivery delivery) implements ChatEvent {
        public DeliveryChanged {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(delivery, "delivery");
        }
    }

    /**
     * An address does not answer as udpchat. What waits for it is held; to send it as plain text is for a person to say.
     *
     * @param to who was asked
     * @param held messages that wait
     */
    record NoAnswer(Contact to, int held) implements ChatEvent {
        public NoAnswer {
            Objects.requireNonNull(to, "to");
        }
    }

    /**
     * Where we looked for a peer somebody with another key answered: a new installation, or somebody in between. Nothing
     * is sent to it until a person accepts the key.
     *
     * @param contact the peer as we know it
     * @param expected the key that is pinned
     * @param found the key that answered
     * @param address where
     */
    record KeyChanged(Contact contact, PeerKey expected, PeerKey found, PeerAddress address) implements ChatEvent {
        public KeyChanged {
            Objects.requireNonNull(contact, "contact");
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * Where a peer without a name of ours was looked for, somebody with another key answered. Nothing is sent there, and the
     * right one is still waited for.
     *
     * @param contact the peer as we know it
     * @param expected the key that was asked for
     * @param found the key that answered
     * @param address where
     */
    record WrongKey(Contact contact, PeerKey expected, PeerKey found, PeerAddress address) implements ChatEvent {
        public WrongKey {
            Objects.requireNonNull(contact, "contact");
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * Something about a peer that a person should know: messages of it were skipped, another program has our key.
     *
     * @param text one line for people, without the peer's name
     */
    record Notice(Contact about, String text) implements ChatEvent {
        public Notice {
            Objects.requireNonNull(about, "about");
            Objects.requireNonNull(text, "text");
        }
    }

    /** A peer was heard for the first time in this run, its state changed, or its entry in the peer list did. */
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
