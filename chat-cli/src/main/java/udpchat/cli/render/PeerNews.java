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
import udpchat.model.Presence;
import udpchat.model.Trust;

/**
 * What people were told of each peer, so that they are told once that it is here, away, silent or gone, and not at every
 * flap of a bad line: after something was told of a peer nothing is told of it for a while, and then only if it is
 * otherwise by then. Who comes and has not said yet what to call it, or whether it stays, is told a moment later; who does
 * not stay is not told at all.
 *
 * <p>Remembers the {@value #MAX_PEERS} peers that changed last, and rather those that a person named or verified. Time is an argument, in nanoseconds of any monotonic clock.
 * Safe for use by several threads.
 */
public final class PeerNews {

    static final int MAX_PEERS = 1024;

    /** How long a peer that comes may take to say what it is, ns: that comes with the first packet. */
    static final long NAME_NANOS = 500_000_000;

    /** How long a peer may be gone after another program with its key was there for one thing, ns. */
    static final long BRIEF_NANOS = 3_000_000_000L;

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
        /** It came with a key that is new, and nobody saw that yet. */
        Contact unseen;

        long due;
        boolean stranger;
    }

    private final long quietNanos;
    private final Map<String, Peer> peers = new LinkedHashMap<>(16, 0.75f, true);

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
        peer.stranger = contact.isStranger();
        if (peers.size() > MAX_PEERS) {
            forgetOne();
        }
        if (contact.trust() != Trust.NEW) {
            peer.unseen = null;
        } else if (contact.state() == PeerState.UP && (peer.told == null || peer.unseen != null)) {
            peer.unseen = contact;
        }
        boolean neverCame = peer.told == null && (contact.state() == PeerState.OFFLINE || contact.isBrief());
        boolean passes = contact.isBrief() && contact.state() == PeerState.UP;
        if (peer.told == kind || neverCame || passes) {
            peer.waiting = null;
            return Optional.empty();
        }
        long due = peer.told == null ? now : Math.max(now, peer.toldAt + quietNanos);
        long patience = contact.isBrief() ? BRIEF_NANOS : isUndecided(contact) ? NAME_NANOS : 0;
        if (patience > 0) {
            due = Math.max(due, peer.waiting == null ? now + patience : peer.due);
        }
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

    /** What was told now found no place on the screen. */
    public synchronized void notSeen(Contact contact) {
        Peer peer = peers.get(identity(contact));
        if (peer != null && contact.trust() == Trust.NEW && contact.state() == PeerState.UP) {
            peer.unseen = contact;
        }
    }

    /** Of whoever writes with a new key which nobody saw yet, as it came for one thing or in a crowd: that is seen first. */
    public synchronized Optional<Contact> unseen(ChatMessage message) {
        Peer peer = of(message);
        if (peer == null || peer.unseen == null) {
            return Optional.empty();
        }
        Contact unseen = peer.unseen;
        peer.unseen = null;
        return Optional.of(unseen);
    }

    /** Whoever writes is announced first, if that still waits. */
    public synchronized Optional<Contact> before(ChatMessage message, long now) {
        Peer peer = of(message);
        return peer == null || peer.waiting == null || peer.told != null
                ? Optional.empty()
                : Optional.of(tell(peer, peer.waiting, now));
    }

    private Peer of(ChatMessage message) {
        return message.unverified() ? null : peers.get(identity(message.key(), Optional.of(message.from())));
    }

    private void forgetOne() {
        Iterator<Peer> each = peers.values().iterator();
        while (each.hasNext()) {
            if (each.next().stranger) {
                each.remove();
                return;
            }
        }
        peers.remove(peers.keySet().iterator().next());
    }

    private static Contact tell(Peer peer, Contact contact, long now) {
        peer.told = kind(contact);
        peer.toldAt = now;
        peer.waiting = null;
        if (contact.state() == PeerState.UP) {
            peer.unseen = null;
        }
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

    /** Whether it is not known yet what came. */
    private static boolean isUndecided(Contact contact) {
        return contact.key().isPresent()
                && contact.state() == PeerState.UP
                && contact.presence().stay() == Presence.Stay.UNKNOWN;
    }

    private static String identity(Contact contact) {
        return identity(contact.key(), contact.address());
    }

    private static String identity(Optional<PeerKey> key, Optional<PeerAddress> address) {
        return key.map(PeerKey::text)
                .orElseGet(() -> address.map(PeerAddress::toString).orElse(""));
    }
}
