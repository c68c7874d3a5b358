package udpchat.cli.render;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerState;

/**
 * What people were told of each peer, so that they are told once that it is here, away, silent or gone, and not at every
 * flap of a bad line: after something was told of a peer nothing is told of it for a while, and then only if it is
 * otherwise by then. Who comes and has not said yet what to call it is told a moment later.
 *
 * <p>Remembers the {@value #MAX_PEERS} peers that changed last. Time is an argument, in nanoseconds of any monotonic clock.
 * Safe for use by several threads.
 */
public final class PeerNews {

    static final int MAX_PEERS = 1024;

    /** How long a peer that is new may take to say its nick, ns: it comes with the first packet. */
    static final long NAME_NANOS = 500_000_000;

    /** What there is to tell. */
    private enum Kind {
        HERE,
        AWAY,
        /** Silent or gone: that it does not answer is not worth a second line once it is said to be offline. */
        GONE,
        PLAIN
    }

    private static final class Peer {
        Kind told;
        long toldAt;
        Contact waiting;
        long due;
    }

    private final long quietNanos;
    private final Map<String, Peer> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Peer> eldest) {
            return size() > MAX_PEERS;
        }
    };

    /** @param quietNanos how long nothing more is told of a peer after something was */
    public PeerNews(long quietNanos) {
        this.quietNanos = quietNanos;
    }

    /** A peer changed. Returns what is to be told of it now. */
    public synchronized Optional<Contact> changed(Contact contact, long now) {
        Kind kind = kind(contact);
        if (kind == null || contact.ignored()) {
            return Optional.empty();
        }
        Peer peer = peers.computeIfAbsent(identity(contact), key -> new Peer());
        boolean neverCame = peer.told == null && contact.state() == PeerState.OFFLINE;
        if (peer.told == kind || neverCame) {
            peer.waiting = null;
            return Optional.empty();
        }
        long due = peer.told != null
                ? peer.toldAt + quietNanos
                : isNameless(contact) ? (peer.waiting == null ? now + NAME_NANOS : peer.due) : now;
        if (due - now > 0) {
            peer.waiting = contact;
            peer.due = due;
            return Optional.empty();
        }
        return Optional.of(tell(peer, contact, now));
    }

    /** What is to be told because its time has come. */
    public synchronized List<Contact> due(long now) {
        List<Contact> due = new ArrayList<>();
        for (Iterator<Peer> each = peers.values().iterator(); each.hasNext(); ) {
            Peer peer = each.next();
            if (peer.waiting != null && peer.due - now <= 0) {
                due.add(tell(peer, peer.waiting, now));
            }
        }
        return due;
    }

    /** Whoever writes is announced first, if that still waits. */
    public synchronized Optional<Contact> before(ChatMessage message, long now) {
        Peer peer = message.unverified() ? null : peers.get(identity(message.key(), Optional.of(message.from())));
        return peer == null || peer.waiting == null || peer.told != null
                ? Optional.empty()
                : Optional.of(tell(peer, peer.waiting, now));
    }

    private static Contact tell(Peer peer, Contact contact, long now) {
        peer.told = kind(contact);
        peer.toldAt = now;
        peer.waiting = null;
        return contact;
    }

    private static Kind kind(Contact contact) {
        if (contact.key().isEmpty()) {
            return contact.state() == PeerState.PLAIN && contact.received() > 0 ? Kind.PLAIN : null;
        }
        return switch (contact.state()) {
            case UP -> contact.away() ? Kind.AWAY : Kind.HERE;
            case UNREACHABLE, OFFLINE -> Kind.GONE;
            default -> null;
        };
    }

    private static boolean isNameless(Contact contact) {
        return contact.key().isPresent()
                && contact.alias().isEmpty()
                && contact.nick().isEmpty();
    }

    private static String identity(Contact contact) {
        return identity(contact.key(), contact.address());
    }

    private static String identity(Optional<PeerKey> key, Optional<PeerAddress> address) {
        return key.map(PeerKey::text)
                .orElseGet(() -> address.map(PeerAddress::toString).orElse(""));
    }
}
