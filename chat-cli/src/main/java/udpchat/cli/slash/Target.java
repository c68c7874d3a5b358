package udpchat.cli.slash;

import java.util.List;
import java.util.Optional;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;

/**
 * Somebody to write to.
 *
 * @param destination how
 * @param contact what is known of them
 */
public record Target(Destination destination, Contact contact) {

    /**
     * Whom a person named. May block for a name look-up.
     *
     * @throws ChatException when there is no such peer
     */
    public static Target find(ChatPeer peer, String name) {
        return of(peer, peer.destination(name));
    }

    static Target of(ChatPeer peer, Destination destination) {
        return new Target(destination, peer.contact(destination));
    }

    /** Where an answer to this message goes. */
    public static Destination answerTo(ChatMessage message) {
        return message.key().isPresent()
                ? new Destination.Keyed(message.key().get(), List.of(message.from()))
                : new Destination.Bare(message.from());
    }

    boolean isSame(Target other) {
        Optional<?> key = contact.key();
        return (key.isPresent() || other.contact.key().isPresent())
                ? key.equals(other.contact.key())
                : address().equals(other.address());
    }

    /** The address, but for a peer that is known by its key: then it may be elsewhere by now. */
    Optional<PeerAddress> address() {
        if (destination instanceof Destination.Bare bare) {
            return Optional.of(bare.address());
        }
        return destination instanceof Destination.Raw raw ? Optional.of(raw.address()) : Optional.empty();
    }

    /**
     * The same one, as it is known now: an address that turned out to be a peer with a key stands for that peer from then
     * on.
     *
     * @return empty if this is news of somebody else
     */
    Optional<Target> after(Contact news) {
        boolean same = contact.key().isPresent()
                ? contact.key().equals(news.key())
                : address().filter(news.addresses()::contains).isPresent();
        if (!same || (destination instanceof Destination.Raw && news.key().isPresent())) {
            return Optional.empty();
        }
        Destination to = destination instanceof Destination.Raw
                ? destination
                : news.destination().orElse(destination);
        return Optional.of(new Target(to, news));
    }
}
