package udpchat.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Presence;
import udpchat.model.Trust;

/** One peer as the directory holds it: an endpoint without a key, or a key with its endpoints. */
final class Entry {

    /** Endpoints kept of a peer with a key: a laptop's interfaces of both families, and where it was last. */
    static final int MAX_ADDRESSES = 8;

    String alias;
    PeerSpec spec;
    PeerKey key;
    /** As {@link Nick#clean} left it, or null. */
    String nick;

    Trust trust = Trust.PLAIN;
    /** Of a {@link Trust#CHANGED} one: the key that answered, and how the pinned one was trusted. */
    PeerKey foundKey;

    Trust trustBefore;

    private PeerState state = PeerState.NEW;
    Presence presence = Presence.UNKNOWN;
    /** Whether it was there once other than for one thing, or a person verified it: then its nick counts as it does. */
    boolean stayed;

    boolean away;
    boolean ignored;
    /** Nothing but what was typed may go there. */
    boolean raw;

    boolean wantsLf;
    boolean heardThisRun;
    Instant lastHeard;
    long received;
    /** Of those, for one without a key, what nobody has read. */
    long unread;

    long sent;

    /** The best first; one at most without a key. */
    private final List<PeerAddress> addresses = new ArrayList<>(1);

    private String tag;

    List<PeerAddress> addresses() {
        return addresses;
    }

    PeerAddress address() {
        return addresses.isEmpty() ? null : addresses.get(0);
    }

    /** Puts an address first; the one that falls out at the other end, or null. */
    PeerAddress addFirst(PeerAddress address) {
        addresses.remove(address);
        addresses.add(0, address);
        return addresses.size() > MAX_ADDRESSES ? addresses.remove(MAX_ADDRESSES) : null;
    }

    PeerState state() {
        return state;
    }

    /** The only way from one state to another; whether it leads to another. */
    boolean on(PeerLife.Signal signal) {
        PeerState before = state;
        state = PeerLife.next(before, signal);
        return state != before;
    }

    boolean isListed() {
        return alias != null || ignored;
    }

    /** Whether a person made something of it that must not be forgotten because strangers come. */
    boolean isWorthKeeping() {
        return isListed() || trust == Trust.VERIFIED || trust == Trust.CHANGED;
    }

    /** Of the key, computed once. */
    String tag() {
        if (tag == null) {
            tag = key.tag();
        }
        return tag;
    }

    void setKey(PeerKey newKey) {
        key = newKey;
        tag = null;
    }

    /** Takes over what is known of an endpoint that turned out to be this peer's. */
    void absorb(Entry stranger) {
        ignored |= stranger.ignored;
        wantsLf = stranger.wantsLf;
        heardThisRun |= stranger.heardThisRun;
        if (stranger.lastHeard != null && (lastHeard == null || lastHeard.isBefore(stranger.lastHeard))) {
            lastHeard = stranger.lastHeard;
        }
        received += stranger.received;
        sent += stranger.sent;
    }
}
