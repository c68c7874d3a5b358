package udpchat.cli.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;

/**
 * What the person at the console has read: what was shown of the talk that is open while they were not away, and of
 * another talk once they turn to it, by opening it or writing there. Safe for use by several threads.
 */
public final class ReadMarks {

    /** Peers whose last line is remembered; of the others what the peer noted as shown is read. */
    private static final int MAX_PEERS = 256;

    /** Who notes it. */
    public interface Marker {

        /** This message of a peer's, and all before it. */
        void read(PeerKey from, MessageId message);

        /** All that was shown of a peer. */
        void read(Destination from);
    }

    private final Marker marker;
    private final Supplier<Optional<Contact>> open;
    private boolean away;
    /** The last lines that were shown while another talk was open: that they were may not be noted yet. */
    private final Map<PeerKey, MessageId> last = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerKey, MessageId> eldest) {
            return size() > MAX_PEERS;
        }
    };

    /** @param open whose talk is open */
    public ReadMarks(Marker marker, Supplier<Optional<Contact>> open) {
        this.marker = marker;
        this.open = open;
    }

    /** A message is on the screen. */
    public synchronized void shown(ChatMessage message) {
        if (message.unverified()) {
            return;
        }
        boolean reads =
                !away && open.get().filter(contact -> isOf(contact, message)).isPresent();
        if (message.key().isEmpty()) {
            if (reads) {
                marker.read(new Destination.Bare(message.from()));
            }
        } else if (reads) {
            marker.read(message.key().get(), message.id().orElseThrow());
        } else {
            last.put(message.key().get(), message.id().orElseThrow());
        }
    }

    /** Whether the message is of the talk that is open. */
    public boolean isOpen(ChatMessage message) {
        return !message.unverified()
                && open.get().filter(contact -> isOf(contact, message)).isPresent();
    }

    private static boolean isOf(Contact contact, ChatMessage message) {
        return message.key().isPresent()
                ? contact.key().equals(message.key())
                : contact.key().isEmpty() && contact.addresses().contains(message.from());
    }

    /** The person turned to this peer. */
    public synchronized void turnedTo(Contact contact) {
        if (!away) {
            contact.key()
                    .map(last::remove)
                    .ifPresent(id -> marker.read(contact.key().orElseThrow(), id));
            contact.destination().ifPresent(marker::read);
        }
    }

    /** The person went away, or is back and sees the talk that is open. */
    public synchronized void away(boolean now) {
        away = now;
        open.get().ifPresent(this::turnedTo);
    }
}
