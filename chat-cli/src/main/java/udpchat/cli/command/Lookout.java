package udpchat.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import udpchat.ChatPeer;
import udpchat.model.Contact;
import udpchat.model.PeerState;

/** Waits for a peer to be found on the local network. {@link #changed} is for any thread. */
final class Lookout {

    private final Semaphore news = new Semaphore(0);

    /** Whether this can be the name of somebody on the local network, rather than an address or the name of a host. */
    static boolean isName(String peer) {
        return peer.indexOf(':') < 0 && peer.indexOf('.') < 0 && peer.indexOf('@') < 0;
    }

    /** Something is known of a peer that was not. */
    void changed() {
        news.release();
    }

    /**
     * Waits until somebody of this name, or with this key, is known: an alias at once, a nick once its owner is here.
     *
     * @return whether that is so
     */
    boolean await(ChatPeer peer, String name, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                if (isKnown(peer.peers().join(), name)) {
                    return true;
                }
                if (!news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return isKnown(peer.peers().join(), name);
                }
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isKnown(List<Contact> all, String name) {
        return all.stream().anyMatch(contact -> isMeant(contact, name));
    }

    private static boolean isMeant(Contact contact, String name) {
        Optional<String> alias = contact.alias();
        return alias.isPresent()
                ? alias.get().equalsIgnoreCase(name)
                : contact.state() == PeerState.UP
                        && (contact.name().equalsIgnoreCase(name)
                                || contact.key()
                                        .filter(key -> key.text().equals(name))
                                        .isPresent());
    }
}
