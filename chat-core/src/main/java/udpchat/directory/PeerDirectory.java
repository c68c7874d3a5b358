package udpchat.directory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Presence;
import udpchat.model.Trust;

/**
 * Who is known: the peer list, and whoever we heard from or sent to. A peer with a key is known by it, one without by its
 * endpoint. One thread owns it.
 *
 * <p>Strangers can make it grow, so of peers that are neither named nor ignored only the {@value #MAX_STRANGERS} last
 * heard from or sent to are remembered, and of those with a key {@value #MAX_KEYED_STRANGERS}. Every call a stranger can
 * cause takes the same time however long the list is.
 */
public final class PeerDirectory {

    /** Peers without a key outside the peer list that are remembered at once. */
    public static final int MAX_STRANGERS = 256;

    /** Peers with a key that nobody named, verified or ignored, which are remembered at once: the sessions there can be. */
    public static final int MAX_KEYED_STRANGERS = 1024;

    /** Entries of the peer list, named or ignored: only its owner adds to it, so this is to stop a runaway script. */
    public static final int MAX_LISTED = 4096;

    /** By {@link Alias#key}. */
    private final Map<String, Entry> aliases = new LinkedHashMap<>();

    /** Every entry without a key whose endpoint is known. */
    private final Map<PeerAddress, Entry> addresses = new LinkedHashMap<>();

    /** Those of them that are not in the peer list, least recently used first. */
    private final Map<PeerAddress, Entry> strangers = new LinkedHashMap<>(16, 0.75f, true);

    private final KeyedPeers keyed = new KeyedPeers();

    private InstantSource clock = () -> Instant.EPOCH;

    /**
     * What the directory makes of a plain datagram's sender.
     *
     * @param unverified whether a peer with a key was there: this need not be the same one
     */
    public record Sender(Optional<String> alias, boolean firstHeard, boolean ignored, boolean unverified) {}

    /** Says where the time of day comes from; before anything happens to anybody. */
    public void clock(InstantSource wall) {
        clock = wall;
    }

    /** Takes over a stored peer list. */
    public void load(List<Contact> contacts) {
        for (Contact contact : contacts) {
            Entry entry = contact.key().isPresent() ? keyed.create(contact.key().get(), contact.trust()) : new Entry();
            entry.alias = contact.alias().orElse(null);
            entry.spec = contact.spec();
            entry.ignored = contact.ignored();
            entry.lastHeard = contact.lastHeard().orElse(null);
            if (entry.alias != null) {
                aliases.put(Alias.key(entry.alias), entry);
            }
            if (entry.key == null) {
                contact.address().ifPresent(address -> place(entry, address));
            } else {
                contact.nick()
                        .ifPresent(nick ->
                                keyed.says(entry, nick, contact.presence().stay()));
                entry.on(PeerLife.Signal.KNOWN);
                for (int i = contact.addresses().size() - 1; i >= 0; i--) {
                    keyed.place(entry, contact.addresses().get(i));
                }
            }
        }
    }

    /** Notes a plain datagram that came from there. An ignored sender stays as it was. */
    public Sender heard(PeerAddress from, Instant at, boolean wantsLf) {
        Entry secured = keyed.at(from);
        if (secured != null) {
            return new Sender(Optional.empty(), false, secured.ignored, true);
        }
        Entry entry = at(from);
        Optional<String> alias = Optional.ofNullable(entry.alias);
        if (entry.ignored) {
            return new Sender(alias, false, true, false);
        }
        boolean first = !entry.heardThisRun;
        entry.heardThisRun = true;
        if (entry.state() != PeerState.ASKING) {
            entry.on(PeerLife.Signal.PLAIN_TEXT);
        }
        entry.wantsLf = wantsLf;
        entry.lastHeard = at;
        entry.received++;
        entry.unread++;
        return new Sender(alias, first, false, false);
    }

    /** A person has read what came from there in plain text. */
    public void read(PeerAddress address) {
        Entry entry = addresses.get(address);
        if (entry != null) {
            entry.unread = 0;
        }
    }

    /** Whether plain text came from there in this run, or a person said that it gets plain text. */
    public boolean isPlain(PeerAddress address) {
        Entry entry = addresses.get(address);
        return entry != null && (entry.heardThisRun || entry.raw || (entry.spec != null && entry.spec.raw()));
    }

    /** This address gets plain text from now on, for a person said so. */
    public void raw(PeerAddress address) {
        keyed.forget(address);
        Entry entry = at(address);
        entry.raw = true;
        entry.on(PeerLife.Signal.PLAIN_TEXT);
    }

    /** Notes a message that the network took for that peer. */
    public void sent(PeerAddress to) {
        at(to).sent++;
    }

    /** Whether that peer's last datagram ended in LF, so that ours should, too. */
    public boolean wantsLf(PeerAddress to) {
        Entry entry = addresses.get(to);
        return entry != null && entry.wantsLf;
    }

    /** Something happened to an endpoint without a key; whether its state is another one now. */
    public boolean on(PeerAddress address, PeerLife.Signal signal) {
        return on(at(address), signal);
    }

    private boolean on(Entry entry, PeerLife.Signal signal) {
        PeerState before = entry.state();
        boolean wasUp = before == PeerState.UP;
        boolean changed = entry.on(signal);
        if (changed) {
            Instant now = clock.instant();
            entry.presence = entry.presence.at(now);
            if (entry.state() == PeerState.UP && before != PeerState.UNREACHABLE) {
                // Another session, and perhaps another program.
                entry.presence = entry.presence.with(Presence.Stay.UNKNOWN);
            }
            if (wasUp && signal == PeerLife.Signal.GOODBYE) {
                entry.lastHeard = now;
            }
        }
        return changed;
    }

    // --- peers with a key ---

    /** The key of the peer that was proven to be there, if any was. */
    public Optional<PeerKey> keyAt(PeerAddress address) {
        return Optional.ofNullable(keyed.at(address)).map(entry -> entry.key);
    }

    /** What is known of this peer is kept until {@link #release}, however many strangers come. */
    public void hold(PeerKey key) {
        keyed.hold(key);
    }

    public void release(PeerKey key) {
        keyed.release(key);
    }

    /** Whether no person made anything of this peer: it has no name, and is neither verified nor ignored. */
    public boolean isStranger(PeerKey key) {
        Entry entry = keyed.get(key);
        return entry == null || !entry.isWorthKeeping();
    }

    /** Whether anything was said to this peer in this run. */
    public boolean isAddressed(PeerKey key) {
        Entry entry = keyed.get(key);
        return entry != null && entry.sent > 0;
    }

    /** Whether anything is known of this key. */
    public boolean isKnown(PeerKey key) {
        return keyed.get(key) != null;
    }

    /**
     * Notes a peer that a person named by its key.
     *
     * @param hints where it may be; at least one, for a peer that is not known
     */
    public void know(PeerKey key, List<PeerAddress> hints) {
        Entry entry = keyed.get(key);
        if (entry == null) {
            entry = keyed.create(key, Trust.PINNED);
            entry.spec = PeerSpec.of(key, hints.get(0));
        }
        for (PeerAddress hint : hints) {
            keyed.hint(entry, hint);
        }
    }

    /**
     * Notes that the owner of a key proved to be there, and pins the key to the name that this endpoint has in the peer
     * list, if it has one and no other key is pinned to it.
     *
     * @return whether the key was never met before
     */
    public boolean met(PeerKey key, PeerAddress at, Instant when) {
        Entry entry = keyed.get(key);
        boolean first = entry == null;
        if (first) {
            entry = keyed.create(key, Trust.NEW);
        }
        Entry endpoint = addresses.remove(at);
        if (endpoint != null) {
            strangers.remove(at);
            entry.absorb(endpoint);
            if (endpoint.alias != null && entry.alias == null) {
                entry.alias = endpoint.alias;
                aliases.put(Alias.key(entry.alias), entry);
                PeerSpec spec = endpoint.spec;
                entry.spec = new PeerSpec(spec.host(), spec.port(), false, Optional.of(key));
            } else if (endpoint.alias != null) {
                // The peer has a name already; this one is for whoever else comes to be there.
                endpoint.addresses().clear();
            }
        }
        keyed.place(entry, at);
        if (entry.trust == Trust.CHANGED) {
            // The one we knew is there after all.
            entry.trust = entry.trustBefore;
            entry.foundKey = null;
        }
        entry.lastHeard = when;
        return first;
    }

    /** The owner of a key that is known proved to be there as well. */
    public void metAlso(PeerKey key, PeerAddress at) {
        Entry entry = keyed.get(key);
        Entry endpoint = addresses.get(at);
        // An endpoint that a person gave a name is left to a session there.
        if (entry != null && (endpoint == null || !endpoint.isListed())) {
            addresses.remove(at);
            strangers.remove(at);
            keyed.placeLast(entry, at);
        }
    }

    /** The peer's best endpoint is this one now. */
    public void moved(PeerKey key, PeerAddress to) {
        Entry entry = keyed.get(key);
        if (entry != null) {
            keyed.place(entry, to);
        }
    }

    /** Where the peer may be, the best first. */
    public List<PeerAddress> addresses(PeerKey key) {
        Entry entry = keyed.get(key);
        return entry == null ? List.of() : List.copyOf(entry.addresses());
    }

    /** Notes a message of the peer's. */
    public void heard(PeerKey key, Instant at) {
        Entry entry = keyed.get(key);
        if (entry != null) {
            entry.lastHeard = at;
            entry.received++;
        }
    }

    /** Notes a message that went to the peer. */
    public void sent(PeerKey key) {
        Entry entry = keyed.get(key);
        if (entry != null) {
            entry.sent++;
        }
    }

    /**
     * What the peer says of itself; whether that changes anything.
     *
     * @param brief whether it is there for one thing, and soon gone
     */
    public boolean profile(PeerKey key, String nick, boolean away, boolean brief) {
        Entry entry = keyed.get(key);
        if (entry == null) {
            return false;
        }
        boolean said = keyed.says(entry, nick, brief ? Presence.Stay.BRIEF : Presence.Stay.LASTING);
        boolean changed = entry.away != away;
        entry.away = away;
        if (changed) {
            entry.presence = entry.presence.at(clock.instant());
        }
        return said || changed;
    }

    /** How long the peer is there, as it says. */
    public Presence.Stay stay(PeerKey key) {
        Entry entry = keyed.get(key);
        return entry == null ? Presence.Stay.UNKNOWN : entry.presence.stay();
    }

    /** Something happened to a peer; whether its state is another one now. */
    public boolean on(PeerKey key, PeerLife.Signal signal) {
        Entry entry = keyed.get(key);
        return entry != null && on(entry, signal);
    }

    public boolean isIgnored(PeerKey key) {
        Entry entry = keyed.get(key);
        return entry != null && entry.ignored;
    }

    /** Whether nothing may be sent to this key, for where its owner should be another one answers. */
    public boolean isBlocked(PeerKey key) {
        Entry entry = keyed.get(key);
        return entry != null && KeyedPeers.isBlocked(entry);
    }

    /** Another key answers where this one should. */
    public void changed(PeerKey key, PeerKey found) {
        Entry entry = keyed.get(key);
        if (entry != null) {
            entry.trustBefore = entry.trust == Trust.CHANGED ? entry.trustBefore : entry.trust;
            entry.trust = Trust.CHANGED;
            entry.foundKey = found;
            entry.on(PeerLife.Signal.OTHER_KEY);
        }
    }

    /**
     * A person compared the safety number.
     *
     * @throws IllegalArgumentException when nothing is known of the key, or another one answers in its place
     */
    public Contact verify(PeerKey key) {
        Entry entry = keyed.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("nothing is known of the key " + key);
        }
        if (KeyedPeers.isBlocked(entry)) {
            throw new IllegalArgumentException(
                    "another key answers in place of '" + name(entry) + "'; accept it by /trust first");
        }
        keyed.verified(entry);
        return contact(entry);
    }

    /**
     * A person accepts the key that answers in place of the pinned one: the name goes over to it. What waits for the old
     * key goes on waiting for the old key.
     *
     * @throws IllegalArgumentException when there is no such name, or nothing to accept
     */
    public Contact trust(String name) {
        Entry entry = byName(name);
        if (entry == null) {
            throw new IllegalArgumentException("no peer is called '" + name + "'");
        }
        if (entry.key == null || !KeyedPeers.isBlocked(entry) || entry.foundKey == null) {
            throw new IllegalArgumentException("the key of '" + name + "' did not change");
        }
        PeerKey found = entry.foundKey;
        Entry heir = keyed.get(found);
        if (heir == null) {
            heir = keyed.create(found, Trust.PINNED);
            heir.spec = new PeerSpec(entry.spec.host(), entry.spec.port(), false, Optional.of(found));
        }
        heir.trust = Trust.PINNED;
        heir.on(PeerLife.Signal.KNOWN);
        for (PeerAddress address : entry.addresses()) {
            keyed.hint(heir, address);
        }
        if (entry.alias != null && heir.alias == null) {
            heir.alias = entry.alias;
            heir.spec = new PeerSpec(entry.spec.host(), entry.spec.port(), false, Optional.of(found));
            aliases.put(Alias.key(heir.alias), heir);
            entry.alias = null;
        }
        entry.trust = entry.trustBefore;
        entry.foundKey = null;
        entry.on(PeerLife.Signal.KNOWN);
        return contact(heir);
    }

    // --- the peer list ---

    /**
     * Gives a peer a name. The same name for the same peer again is no change.
     *
     * @throws IllegalArgumentException when the name cannot be one, is taken by another peer, the peer has a name
     *     already, or the list is full
     */
    public Contact add(String alias, PeerSpec spec, Optional<PeerAddress> address) {
        String key = Alias.key(Alias.check(alias));
        Entry named = aliases.get(key);
        if (named != null) {
            if (!isSame(named, spec)) {
                throw new IllegalArgumentException("the name '" + alias + "' is taken by " + named.spec);
            }
            address.ifPresent(a -> locate(named, a));
            return contact(named);
        }
        Entry known = known(spec, address);
        if (known != null && known.alias != null) {
            throw new IllegalArgumentException(spec + " is '" + known.alias + "' already; rename it instead");
        }
        if (known == null || !known.isListed()) {
            checkRoom();
        }
        Entry entry = known;
        if (entry == null) {
            entry = spec.key().isPresent() ? keyed.create(spec.key().get(), Trust.PINNED) : new Entry();
        }
        entry.alias = alias;
        entry.spec = entry.key == null || spec.key().isPresent()
                ? spec
                : new PeerSpec(spec.host(), spec.port(), false, Optional.of(entry.key));
        aliases.put(key, entry);
        if (address.isPresent()) {
            locate(entry, address.get());
        }
        if (entry.key == null) {
            file(entry);
        }
        return contact(entry);
    }

    private static boolean isSame(Entry named, PeerSpec spec) {
        return named.spec.equals(spec)
                || (spec.key().isEmpty()
                        && !spec.raw()
                        && named.spec.host().equals(spec.host())
                        && named.spec.port() == spec.port());
    }

    private Entry known(PeerSpec spec, Optional<PeerAddress> address) {
        if (spec.key().isPresent()) {
            return keyed.get(spec.key().get());
        }
        Entry secured = spec.raw() ? null : address.map(keyed::at).orElse(null);
        return secured != null ? secured : address.map(addresses::get).orElse(null);
    }

    /**
     * Takes a peer's name away; what we know of it stays.
     *
     * @return the entry as it was
     * @throws IllegalArgumentException when there is no such name
     */
    public Contact remove(String alias) {
        Entry entry = named(alias);
        Contact before = contact(entry);
        aliases.remove(Alias.key(alias));
        entry.alias = null;
        if (entry.key == null && entry.address() != null) {
            entry.spec = PeerSpec.of(entry.address());
            file(entry);
        }
        return before;
    }

    /**
     * Changes a peer's name.
     *
     * @throws IllegalArgumentException when there is no such name, or the new one cannot be one or is taken
     */
    public Contact rename(String from, String to) {
        Entry entry = named(from);
        String key = Alias.key(Alias.check(to));
        Entry other = aliases.get(key);
        if (other != null && other != entry) {
            throw new IllegalArgumentException("the name '" + to + "' is taken by " + other.spec);
        }
        aliases.remove(Alias.key(from));
        entry.alias = to;
        aliases.put(key, entry);
        return contact(entry);
    }

    /**
     * Drops, or no longer drops, what comes from there: from the peer whose key was proven there, if there is one.
     *
     * @throws IllegalArgumentException when the list is full
     */
    public Contact ignore(PeerAddress address, boolean ignored) {
        Entry secured = keyed.at(address);
        if (secured != null) {
            return ignore(secured.key, ignored);
        }
        Entry known = addresses.get(address);
        if (ignored && (known == null || !known.isListed())) {
            checkRoom();
        }
        Entry entry = at(address);
        entry.ignored = ignored;
        file(entry);
        return contact(entry);
    }

    /**
     * Drops, or no longer drops, what this peer sends.
     *
     * @throws IllegalArgumentException when nothing is known of the key, or the list is full
     */
    public Contact ignore(PeerKey key, boolean ignored) {
        Entry entry = keyed.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("nothing is known of the key " + key);
        }
        if (ignored && !entry.isListed()) {
            checkRoom();
        }
        entry.ignored = ignored;
        return contact(entry);
    }

    /** The endpoint that a name's host was just found at. */
    public void located(String alias, PeerAddress address) {
        Entry entry = aliases.get(Alias.key(alias));
        if (entry != null) {
            locate(entry, address);
        }
    }

    private void locate(Entry entry, PeerAddress address) {
        if (entry.key == null) {
            place(entry, address);
        } else {
            keyed.hint(entry, address);
        }
    }

    /** The peer with this alias, this name, or this key as text. */
    public Optional<Contact> find(String name) {
        return Optional.ofNullable(byName(name)).map(this::contact);
    }

    private Entry byName(String name) {
        Entry entry = aliases.get(Alias.key(name));
        if (entry != null) {
            return entry;
        }
        if (PeerKey.isKey(name)) {
            return keyed.get(new PeerKey(name));
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Entry each : keyed.all()) {
            if (name(each).toLowerCase(Locale.ROOT).equals(wanted)) {
                return each;
            }
        }
        return null;
    }

    /** Whoever is at this endpoint: the peer whose key was proven there, else the endpoint itself. */
    public Optional<Contact> find(PeerAddress address) {
        Entry secured = keyed.at(address);
        return Optional.ofNullable(secured != null ? secured : addresses.get(address))
                .map(this::contact);
    }

    public Optional<Contact> find(PeerKey key) {
        return Optional.ofNullable(keyed.get(key)).map(this::contact);
    }

    /** What an endpoint without a key is called, whether it is known or not. */
    public Contact contact(PeerAddress address) {
        Entry entry = addresses.get(address);
        return entry == null
                ? new Contact(
                        Optional.empty(), PeerSpec.of(address), Optional.of(address), false, Optional.empty(), 0, 0)
                : contact(entry);
    }

    /**
     * With what is unread of those without a key. The named in the order in which they were added, then the ignored, then
     * the others with a key, then those without, each last used first.
     */
    public List<Contact> contacts() {
        List<Contact> all = new ArrayList<>();
        aliases.values().forEach(entry -> all.add(counted(entry)));
        ignoredWithoutName().forEach(entry -> all.add(counted(entry)));
        int listed = all.size();
        keyed.all().stream().filter(entry -> !entry.isListed()).forEach(entry -> all.add(contact(entry)));
        Collections.reverse(all.subList(listed, all.size()));
        listed = all.size();
        strangers.values().forEach(entry -> all.add(counted(entry)));
        Collections.reverse(all.subList(listed, all.size()));
        return List.copyOf(all);
    }

    private Stream<Entry> ignoredWithoutName() {
        return Stream.concat(keyed.all().stream(), addresses.values().stream())
                .filter(entry -> entry.alias == null && entry.ignored);
    }

    /** With what is unread of one without a key; of the others their talks know it. */
    private Contact counted(Entry entry) {
        Contact contact = contact(entry);
        return entry.unread == 0 ? contact : contact.withUnread(entry.unread);
    }

    private String name(Entry entry) {
        return keyed.name(entry, aliases);
    }

    private Contact contact(Entry entry) {
        if (entry.key == null) {
            String name = entry.alias != null
                    ? entry.alias
                    : entry.address() != null ? entry.address().toString() : entry.spec.toString();
            return new Contact(
                    Optional.ofNullable(entry.alias),
                    entry.spec,
                    Optional.empty(),
                    Optional.empty(),
                    name,
                    entry.state(),
                    Trust.PLAIN,
                    false,
                    entry.addresses(),
                    entry.ignored,
                    Optional.ofNullable(entry.lastHeard),
                    entry.received,
                    entry.sent,
                    entry.presence,
                    0);
        }
        return new Contact(
                Optional.ofNullable(entry.alias),
                entry.spec,
                Optional.of(entry.key),
                Optional.ofNullable(entry.nick),
                name(entry),
                entry.state(),
                entry.trust,
                entry.away,
                entry.addresses(),
                entry.ignored,
                Optional.ofNullable(entry.lastHeard),
                entry.received,
                entry.sent,
                entry.presence,
                0);
    }

    private void checkRoom() {
        if (aliases.size() + ignoredWithoutName().count() >= MAX_LISTED) {
            throw new IllegalArgumentException("the peer list is full: " + MAX_LISTED + " entries");
        }
    }

    private Entry named(String alias) {
        Entry entry = aliases.get(Alias.key(alias));
        if (entry == null) {
            throw new IllegalArgumentException("no peer is called '" + alias + "'");
        }
        return entry;
    }

    private Entry at(PeerAddress address) {
        Entry entry = addresses.get(address);
        if (entry == null) {
            entry = new Entry();
            entry.spec = PeerSpec.of(address);
            place(entry, address);
        } else {
            file(entry);
        }
        return entry;
    }

    /** The endpoint leads to this entry without a key from now on; whoever had it before loses it. */
    private void place(Entry entry, PeerAddress address) {
        Entry before = addresses.get(address);
        if (before == entry) {
            return;
        }
        if (entry.address() != null) {
            addresses.remove(entry.address());
            strangers.remove(entry.address());
            entry.addresses().clear();
        }
        if (before != null) {
            before.addresses().clear();
            if (before.alias == null) {
                strangers.remove(address);
                entry.absorb(before);
            }
        }
        entry.addresses().add(address);
        addresses.put(address, entry);
        file(entry);
    }

    /** Has the entry among the strangers, as the last used of them, if it is one, and not otherwise. */
    private void file(Entry entry) {
        PeerAddress address = entry.address();
        if (address == null) {
            return;
        }
        if (entry.isListed()) {
            strangers.remove(address);
            return;
        }
        strangers.put(address, entry);
        if (strangers.size() > MAX_STRANGERS) {
            PeerAddress eldest = strangers.keySet().iterator().next();
            strangers.remove(eldest);
            addresses.remove(eldest);
        }
    }
}
