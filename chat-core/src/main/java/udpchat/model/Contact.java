package udpchat.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What we know of one peer: an entry of the peer list, somebody we heard from or sent to, or both.
 *
 * @param alias the name it has in the peer list
 * @param spec how it was given, or its address or key where it came by itself
 * @param key its static key, once known
 * @param nick how it calls itself, filtered by nobody and believed by nobody
 * @param name what to call it, different from that of every other peer: the alias; else the nick, with the key's tag
 *     where another peer has it too, {@code bob#3f2a}, or with its fingerprint where that has the tag, too; else the
 *     address
 * @param state where we stand
 * @param trust how sure we are of its key
 * @param away whether its person says to be away
 * @param addresses where it is or was, the best first
 * @param ignored whether what it sends is dropped
 * @param lastHeard when we last heard from it
 * @param received messages from it in this run
 * @param sent messages handed to the network for it in this run
 * @param presence since when it is so, and how far it is
 * @param unread messages from it that nobody has read, see {@code ChatPeer.markRead}: with a message store also those of
 *     runs before; in events 0
 */
public record Contact(
        Optional<String> alias,
        PeerSpec spec,
        Optional<PeerKey> key,
        Optional<String> nick,
        String name,
        PeerState state,
        Trust trust,
        boolean away,
        List<PeerAddress> addresses,
        boolean ignored,
        Optional<Instant> lastHeard,
        long received,
        long sent,
        Presence presence,
        long unread) {
    public Contact {
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(nick, "nick");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(trust, "trust");
        addresses = List.copyOf(addresses);
        Objects.requireNonNull(lastHeard, "lastHeard");
        Objects.requireNonNull(presence, "presence");
    }

    /** A peer of whose presence nothing is known. */
    public Contact(
            Optional<String> alias,
            PeerSpec spec,
            Optional<PeerKey> key,
            Optional<String> nick,
            String name,
            PeerState state,
            Trust trust,
            boolean away,
            List<PeerAddress> addresses,
            boolean ignored,
            Optional<Instant> lastHeard,
            long received,
            long sent) {
        this(
                alias,
                spec,
                key,
                nick,
                name,
                state,
                trust,
                away,
                addresses,
                ignored,
                lastHeard,
                received,
                sent,
                Presence.UNKNOWN,
                0);
    }

    /** A peer without a key. */
    public Contact(
            Optional<String> alias,
            PeerSpec spec,
            Optional<PeerAddress> address,
            boolean ignored,
            Optional<Instant> lastHeard,
            long received,
            long sent) {
        this(
                alias,
                spec,
                Optional.empty(),
                Optional.empty(),
                alias.orElseGet(() -> address.map(PeerAddress::toString).orElseGet(spec::toString)),
                received > 0 ? PeerState.PLAIN : PeerState.NEW,
                Trust.PLAIN,
                false,
                address.stream().toList(),
                ignored,
                lastHeard,
                received,
                sent);
    }

    /** The same one, so far away. */
    public Contact with(Duration roundTrip) {
        return new Contact(
                alias,
                spec,
                key,
                nick,
                name,
                state,
                trust,
                away,
                addresses,
                ignored,
                lastHeard,
                received,
                sent,
                presence.with(roundTrip),
                unread);
    }

    /** The same one, of whom so many messages are not read. */
    public Contact withUnread(long count) {
        return new Contact(
                alias, spec, key, nick, name, state, trust, away, addresses, ignored, lastHeard, received, sent,
                presence, count);
    }

    /** Somebody of whom nothing but the key is known. */
    public static Contact unknown(PeerKey key) {
        return new Contact(
                Optional.empty(),
                new PeerSpec("unknown", PeerSpec.DEFAULT_PORT, false),
                Optional.of(key),
                Optional.empty(),
                "anonymous#" + key.tag(),
                PeerState.NEW,
                Trust.PINNED,
                false,
                List.of(),
                false,
                Optional.empty(),
                0,
                0);
    }

    /** The endpoint, once known; of several the best. */
    public Optional<PeerAddress> address() {
        return addresses.isEmpty() ? Optional.empty() : Optional.of(addresses.get(0));
    }

    /** Whether no person gave it a name or verified it. */
    public boolean isStranger() {
        return alias.isEmpty() && trust != Trust.VERIFIED;
    }

    /** Whether it says that it is there for one thing, and soon gone. */
    public boolean isBrief() {
        return presence.stay() == Presence.Stay.BRIEF;
    }

    /**
     * Whether it only ever was there for one thing, wrote nothing in this run or to be read, and no person made anything of
     * it: no list has it.
     */
    public boolean isPast() {
        return isBrief()
                && state != PeerState.UP
                && received == 0
                && unread == 0
                && alias.isEmpty()
                && !ignored
                && trust == Trust.NEW;
    }

    /** What a person calls this peer: {@link #name}. */
    public String displayName() {
        return name;
    }

    /**
     * Where a message for it goes: to its key, if it has one.
     *
     * @return empty if neither its key nor its address is known
     */
    public Optional<Destination> destination() {
        if (key.isPresent()) {
            return Optional.of(new Destination.Keyed(key.get(), addresses));
        }
        return address().map(at -> spec.raw() ? new Destination.Raw(at) : new Destination.Bare(at));
    }
}
