package udpchat.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;

/**
 * Who is known: the peer list, and whoever we heard from or sent to. One thread owns it.
 *
 * <p>Strangers can make it grow, so of peers that are neither named nor ignored only the {@value #MAX_STRANGERS} last
 * heard from or sent to are remembered. Every call a stranger can cause takes the same time however long the list is.
 */
public final class PeerDirectory {

    /** Peers outside the peer list that are remembered at once. */
    public static final int MAX_STRANGERS = 256;

    /** Entries of the peer list, named or ignored: only its owner adds to it, so this is to stop a runaway script. */
    public static final int MAX_LISTED = 4096;

    /** By {@link Alias#key}. */
    private final Map<String, Entry> aliases = new LinkedHashMap<>();

    /** Every entry whose endpoint is known. */
    private final Map<PeerAddress, Entry> addresses = new LinkedHashMap<>();

    /** Those of them that are not in the peer list, least recently used first. */
    private final Map<PeerAddress, Entry> strangers = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Entry {
        String alias;
        PeerSpec spec;
        PeerAddress address;
        boolean ignored;
        boolean wantsLf;
        boolean heardThisRun;
        Instant lastHeard;
        long received;
        long sent;

        boolean isListed() {
            return alias != null || ignored;
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

        Contact contact() {
            return new Contact(
                    Optional.ofNullable(alias),
                    spec,
                    Optional.ofNullable(address),
                    ignored,
                    Optional.ofNullable(lastHeard),
                    received,
                    sent);
        }
    }

    /** What the directory makes of a datagram's sender. */
    public record Sender(Optional<String> alias, boolean firstHeard, boolean ignored) {}

    /** Takes over a stored peer list. */
    public void load(List<Contact> contacts) {
        for (Contact contact : contacts) {
            Entry entry = new Entry();
            entry.alias = contact.alias().orElse(null);
            entry.spec = contact.spec();
            entry.ignored = contact.ignored();
            entry.lastHeard = contact.lastHeard().orElse(null);
            if (entry.alias != null) {
                aliases.put(Alias.key(entry.alias), entry);
            }
            contact.address().ifPresent(address -> place(entry, address));
        }
    }

    /** Notes a datagram that came from there. An ignored sender stays as it was. */
    public Sender heard(PeerAddress from, Instant at, boolean wantsLf) {
        Entry entry = at(from);
        Optional<String> alias = Optional.ofNullable(entry.alias);
        if (entry.ignored) {
            return new Sender(alias, false, true);
        }
        boolean first = !entry.heardThisRun;
        entry.heardThisRun = true;
        entry.wantsLf = wantsLf;
        entry.lastHeard = at;
        entry.received++;
        return new Sender(alias, first, false);
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
            if (!named.spec.equals(spec)) {
                throw new IllegalArgumentException("the name '" + alias + "' is taken by " + named.spec);
            }
            address.ifPresent(a -> place(named, a));
            return named.contact();
        }
        Entry known = address.map(addresses::get).orElse(null);
        if (known != null && known.alias != null) {
            throw new IllegalArgumentException(spec + " is '" + known.alias + "' already; rename it instead");
        }
        if (known == null || !known.isListed()) {
            checkRoom();
        }
        Entry entry = known == null ? new Entry() : known;
        entry.alias = alias;
        entry.spec = spec;
        aliases.put(key, entry);
        address.ifPresent(a -> place(entry, a));
        file(entry);
        return entry.contact();
    }

    /**
     * Takes a peer's name away; what we know of its endpoint stays for this run.
     *
     * @return the entry as it was
     * @throws IllegalArgumentException when there is no such name
     */
    public Contact remove(String alias) {
        Entry entry = named(alias);
        Contact before = entry.contact();
        aliases.remove(Alias.key(alias));
        entry.alias = null;
        if (entry.address != null) {
            entry.spec = PeerSpec.of(entry.address);
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
        return entry.contact();
    }

    /**
     * Drops, or no longer drops, what comes from there.
     *
     * @throws IllegalArgumentException when the list is full
     */
    public Contact ignore(PeerAddress address, boolean ignored) {
        Entry known = addresses.get(address);
        if (ignored && (known == null || !known.isListed())) {
            checkRoom();
        }
        Entry entry = at(address);
        entry.ignored = ignored;
        file(entry);
        return entry.contact();
    }

    /** The endpoint that a name's host was just found at. */
    public void located(String alias, PeerAddress address) {
        Entry entry = aliases.get(Alias.key(alias));
        if (entry != null) {
            place(entry, address);
        }
    }

    public Optional<Contact> find(String alias) {
        return Optional.ofNullable(aliases.get(Alias.key(alias))).map(Entry::contact);
    }

    public Optional<Contact> find(PeerAddress address) {
        return Optional.ofNullable(addresses.get(address)).map(Entry::contact);
    }

    /** The named in the order in which they were added, then the ignored, then the others, last used first. */
    public List<Contact> contacts() {
        List<Contact> all = new ArrayList<>();
        aliases.values().forEach(entry -> all.add(entry.contact()));
        ignoredWithoutName().forEach(entry -> all.add(entry.contact()));
        int listed = all.size();
        strangers.values().forEach(entry -> all.add(entry.contact()));
        Collections.reverse(all.subList(listed, all.size()));
        return List.copyOf(all);
    }

    private Stream<Entry> ignoredWithoutName() {
        return addresses.values().stream().filter(entry -> entry.alias == null && entry.ignored);
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

    /** The endpoint leads to this entry from now on; whoever had it before loses it. */
    private void place(Entry entry, PeerAddress address) {
        Entry before = addresses.get(address);
        if (before == entry) {
            return;
        }
        if (entry.address != null) {
            addresses.remove(entry.address);
            strangers.remove(entry.address);
        }
        if (before != null) {
            before.address = null;
            if (before.alias == null) {
                strangers.remove(address);
                entry.absorb(before);
            }
        }
        entry.address = address;
        addresses.put(address, entry);
        file(entry);
    }

    /** Has the entry among the strangers, as the last used of them, if it is one, and not otherwise. */
    private void file(Entry entry) {
        if (entry.address == null) {
            return;
        }
        if (entry.isListed()) {
            strangers.remove(entry.address);
            return;
        }
        strangers.put(entry.address, entry);
        if (strangers.size() > MAX_STRANGERS) {
            PeerAddress eldest = strangers.keySet().iterator().next();
            strangers.remove(eldest);
            addresses.remove(eldest);
        }
    }
}
