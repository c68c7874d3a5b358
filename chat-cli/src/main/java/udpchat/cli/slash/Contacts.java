package udpchat.cli.slash;

import java.util.Optional;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;

/** Finds a peer as the peer list knows it. */
public final class Contacts {

    private Contacts() {}

    /**
     * The peer a person named; its address is known. May block for a name look-up.
     *
     * @throws ChatException when there is no such peer
     */
    public static Contact find(ChatPeer peer, String name) {
        return at(peer, peer.resolve(name));
    }

    /** The peer at this address, be it on the list or not. */
    public static Contact at(ChatPeer peer, PeerAddress address) {
        return peer.peers().join().stream()
                .filter(contact -> contact.address().filter(address::equals).isPresent())
                .findFirst()
                .orElseGet(() -> new Contact(
                        Optional.empty(), PeerSpec.of(address), Optional.of(address), false, Optional.empty(), 0, 0));
    }
}
