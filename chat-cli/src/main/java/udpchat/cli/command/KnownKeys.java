package udpchat.cli.command;

import java.util.Map;
import udpchat.ChatException;
import udpchat.model.Contact;
import udpchat.model.PeerKey;

/** Whom a person means, of those in the peer list who have a key. */
final class KnownKeys {
    private KnownKeys() {}

    /**
     * By name or key.
     *
     * @throws ChatException of kind {@code UNKNOWN_PEER}
     */
    static PeerKey find(Map<PeerKey, Contact> contacts, String name) {
        for (Map.Entry<PeerKey, Contact> each : contacts.entrySet()) {
            Contact contact = each.getValue();
            if (contact.name().equalsIgnoreCase(name)
                    || contact.alias().filter(name::equalsIgnoreCase).isPresent()
                    || each.getKey().text().equals(name)) {
                return each.getKey();
            }
        }
        throw new ChatException(
                ChatException.Kind.UNKNOWN_PEER, "'" + name + "': no peer with a key has that name or that key");
    }
}
