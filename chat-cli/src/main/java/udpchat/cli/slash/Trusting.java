package udpchat.cli.slash;

import java.util.Optional;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.cli.render.Renderer;
import udpchat.model.Contact;
import udpchat.model.PeerKey;

/** {@code /verify} and {@code /trust}: a person decides whose key it is. Owned by the input thread. */
final class Trusting {

    private final ChatPeer peer;
    private final Renderer renderer;

    /** Whose number was shown last: only what was compared can be confirmed. */
    private Optional<PeerKey> shown = Optional.empty();

    Trusting(ChatPeer peer, Renderer renderer) {
        this.peer = peer;
        this.renderer = renderer;
    }

    /** The page with the safety number, rendered. */
    String number(Contact contact) {
        PeerKey key = key(contact);
        shown = Optional.of(key);
        return renderer.safetyNumber(contact, peer.key(), peer.safetyNumber(key));
    }

    /**
     * Notes that the person compared the number that was shown last.
     *
     * @return what to say
     * @throws ChatException when it was not this peer's, or the peer has another key by now
     */
    String confirm(Contact contact) {
        PeerKey key = key(contact);
        String name = contact.displayName();
        if (!shown.equals(Optional.of(key))) {
            throw new ChatException(
                    ChatException.Kind.INVALID, "compare the safety number first: /verify " + name + " shows it");
        }
        return peer.verify(key).displayName() + " is verified: messages are from and for whom you compared with";
    }

    /** Accepts the key that answers in place of the known one. Returns who has it. */
    Contact accept(Contact contact) {
        return peer.trust(contact.displayName());
    }

    /** What to say of {@link #accept}. */
    static String accepted(Contact now) {
        return now.displayName() + " has the key " + key(now).fingerprint() + " from now on; /verify "
                + now.displayName() + " makes sure that it is the right one";
    }

    private static PeerKey key(Contact contact) {
        return contact.key()
                .orElseThrow(() -> new ChatException(
                        ChatException.Kind.INVALID,
                        contact.displayName() + " has no key that is known here: there is nothing to verify or trust"));
    }
}
