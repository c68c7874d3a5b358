package udpchat.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;

/**
 * Who is known: the peer list, and whoever we heard from or sent to. One thread owns it.
 *
 * <p>Strangers can make it grow, so of peers without an alias only the {@value #MAX_STRANGERS} last heard from or
 * sent to are remembered.
 */
public final class PeerDirectory {

    /** Plain peers without an alias that are remembered at once. */
    public static final int MAX_STRANGERS = 256;

    /** Entries of the peer list: only its owner adds to it, so this is to stop a runaway script. */
    public static final int MAX_ALIASES = 4096;

    /** By alias in lower case. An alias never differs from another by case alone. */
    private final Map<String, Entry> aliases = new LinkedHashMap<>();

    /** Every entry whose endpoint is known, least recently used first. */
    private final Map<PeerAddress, Entry> addresses = new LinkedHashMap<>(16, 0.75f, true);

    private int strangers;

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
                aliases.put(key(entry.alias), entry);
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
     * Gives a peer a name.
     *
     * @throws IllegalArgumentException when the name is taken by another peer or the list is full
     */
    public Contact add(String alias, PeerSpec spec, Optional<PeerAddress> address) {
        Entry named = aliases.get(key(alias));
        if (named != null) {
            if (!named.spec.equals(spec)) {
                throw new IllegalArgumentException("the name '" + alias + "' is taken by " + named.spec);
            }
            address.ifPresent(a -> place(named, a));
            return named.contact();
        }
        if (aliases.size() >= MAX_ALIASES) {
            throw new IllegalArgumentException("the peer list is full: " + MAX_ALIASES + " names");
        }
        Entry known = address.map(addresses::get).orElse(null);
        if (known != null && known.alias != null) {
            throw new IllegalArgumentException(spec + " is '" + known.alias + "' already; rename it instead");
        }
        Entry entry = known == null ? new Entry() : known;
        if (known != null) {
            strangers--;
        }
        entry.alias = alias;
        entry.spec = spec;
        aliases.put(key(alias), entry);
        address.ifPresent(a -> place(entry, a));
        return entry.contact();
    }

    /**
     * Takes a peer's name away; what we know of its endpoint stays for this run.
     *
     * @throws IllegalArgumentException when there is no such name
     */
    public Contact remove(String alias) {
        Entry entry = named(alias);
        Contact before = entry.contact();
        aliases.remove(key(alias));
        entry.alias = null;
        if (entry.address != null) {
            entry.spec = PeerSpec.of(entry.address);
            strangers++;
            evictStrangers();
        }
        return before;
    }

    /**
     * Changes a peer's name.
     *
     * @throws IllegalArgumentException when there is no such name or the new one is taken
     */
    public Contact rename(String from, String to) {
        Entry entry = named(from);
        Entry other = aliases.get(key(to));
        if (other != null && other != entry) {
            throw new IllegalArgumentException("the name '" + to + "' is taken by " + other.spec);
        }
        aliases.remove(key(from));
        entry.alias = to;
        aliases.put(key(to), entry);
        return entry.contact();
    }

    /** Drops, or no longer drops, what comes from there. */
    public Contact ignore(PeerAddress address, boolean ignored) {
        Entry entry = at(address);
        entry.ignored = ignored;
        return entry.contact();
    }

    /** The endpoint that a name's host was just found at. */
    public void located(String alias, PeerAddress address) {
        Entry entry = aliases.get(key(alias));
        if (entry != null) {
            place(entry, address);
        }
    }

    public Optional<Contact> find(String alias) {
        return Optional.ofNullable(aliases.get(key(alias))).map(Entry::contact);
    }

    public Optional<Contact> find(PeerAddress address) {
        return Optional.ofNullable(addresses.get(address)).map(Entry::contact);
    }

    /** The named in the order in which they were added, then the others, last used first. */
    public List<Contact> contacts() {
        List<Contact> all = new ArrayList<>();
        aliases.values().forEach(entry -> all.add(entry.contact()));
        int named = all.size();
        addresses.values().stream()
                .filter(entry -> entry.alias == null)
                .forEach(entry -> all.add(named, entry.contact()));
        return List.copyOf(all);
    }

    private Entry named(String alias) {
        Entry entry = aliases.get(key(alias));
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
        } else if (entry.alias == null) {
            strangers++;
        }
        if (before != null) {
            before.address = null;
            if (before.alias == null) {
                strangers--;
            }
        }
        entry.address = address;
        addresses.put(address, entry);
        evictStrangers();
    }

    private void evictStrangers() {
        for (Iterator<Entry> each = addresses.values().iterator(); strangers > MAX_STRANGERS && each.hasNext(); ) {
            // Forgetting who is ignored would let the flood back in by flooding from other addresses.
            Entry entry = each.next();
            if (entry.alias == null && !entry.ignored) {
                each.remove();
                strangers--;
            }
        }
    }

    private static String key(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }
}
