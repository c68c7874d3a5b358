package udpchat.directory;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.Presence;
import udpchat.model.Trust;

/** The peers with a key, where each was proven to be, and what to call them. */
final class KeyedPeers {

    /** The least recently used first. */
    private final Map<PeerKey, Entry> byKey = new LinkedHashMap<>(16, 0.75f, true);

    /** Whose key was proven last at an endpoint. */
    private final Map<PeerAddress, Entry> byAddress = new HashMap<>();

    /** Who must stay, for a conversation goes on. */
    private final Set<PeerKey> held = new HashSet<>();

    /** How many call themselves so, by {@link Alias#key}; without those that only ever came for one thing. */
    private final Map<String, Integer> nicks = new HashMap<>();

    /** Likewise, those: who runs a second program for one thing does not lose the name in the first. */
    private final Map<String, Integer> briefNicks = new HashMap<>();

    /** How many there are of each name with its tag: that is short, so that two may share it, and it is easily forged. */
    private final Map<String, Integer> tagged = new HashMap<>();

    Entry get(PeerKey key) {
        return byKey.get(key);
    }

    Entry at(PeerAddress address) {
        return byAddress.get(address);
    }

    Collection<Entry> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** A new one; who makes room for it is a stranger without a session, if there are too many. */
    Entry create(PeerKey key, Trust trust) {
        Entry entry = new Entry();
        entry.setKey(key);
        entry.trust = trust;
        entry.stayed = trust == Trust.VERIFIED;
        byKey.put(key, entry);
        count(entry, 1);
        if (byKey.size() > PeerDirectory.MAX_KEYED_STRANGERS) {
            makeRoom(entry);
        }
        return entry;
    }

    private void makeRoom(Entry newcomer) {
        int strangers = 0;
        Entry victim = null;
        for (Entry each : byKey.values()) {
            if (!each.isWorthKeeping()) {
                strangers++;
                if (victim == null && each != newcomer && !held.contains(each.key)) {
                    victim = each;
                }
            }
        }
        if (strangers > PeerDirectory.MAX_KEYED_STRANGERS && victim != null) {
            remove(victim);
        }
    }

    void hold(PeerKey key) {
        held.add(key);
    }

    void release(PeerKey key) {
        held.remove(key);
    }

    /** Nothing says any more that it is there. */
    void forget(PeerAddress address) {
        Entry entry = byAddress.remove(address);
        if (entry != null) {
            entry.addresses().remove(address);
        }
    }

    private void remove(Entry entry) {
        byKey.remove(entry.key);
        entry.addresses().forEach(address -> byAddress.remove(address, entry));
        count(entry, -1);
    }

    /** The key was proven there: whoever had the endpoint before loses it. */
    void place(Entry entry, PeerAddress address) {
        Entry before = byAddress.put(address, entry);
        if (before != null && before != entry) {
            before.addresses().remove(address);
        }
        PeerAddress dropped = entry.addFirst(address);
        if (dropped != null) {
            byAddress.remove(dropped, entry);
        }
        if (entry.spec == null) {
            entry.spec = PeerSpec.of(entry.key, address);
        }
    }

    /** The key was proven there, too, and the peer is rather talked to where it was before; of many ways the first are kept. */
    void placeLast(Entry entry, PeerAddress address) {
        boolean listed = entry.addresses().contains(address);
        if (!listed && entry.addresses().size() >= Entry.MAX_ADDRESSES) {
            return;
        }
        Entry before = byAddress.put(address, entry);
        if (before != null && before != entry) {
            before.addresses().remove(address);
        }
        if (!listed) {
            entry.addresses().add(address);
        }
    }

    /** Somebody says that the peer is there: it is looked for there last, and nothing is proven. */
    void hint(Entry entry, PeerAddress address) {
        if (!entry.addresses().contains(address) && entry.addresses().size() < Entry.MAX_ADDRESSES) {
            entry.addresses().add(address);
        }
        if (entry.spec == null) {
            entry.spec = PeerSpec.of(entry.key, address);
        }
    }

    /** What the peer says of itself from now on; whether that changes anything. */
    boolean says(Entry entry, String nick, Presence.Stay stay) {
        String clean = Nick.clean(nick);
        if (Objects.equals(clean, entry.nick) && stay == entry.presence.stay()) {
            return false;
        }
        count(entry, -1);
        entry.nick = clean;
        entry.presence = entry.presence.with(stay);
        if (stay != Presence.Stay.BRIEF) {
            entry.stayed = true;
        } else if (entry.stayed && entry.trust == Trust.NEW) {
            // Now for one thing, with a key that was met as one that stays.
            entry.trust = Trust.PINNED;
        }
        count(entry, 1);
        return true;
    }

    /** A person compared the safety number. */
    void verified(Entry entry) {
        count(entry, -1);
        entry.trust = Trust.VERIFIED;
        entry.stayed = true;
        count(entry, 1);
    }

    private void count(Entry entry, int change) {
        if (entry.nick != null) {
            count(entry.stayed ? nicks : briefNicks, entry.nick, change);
        }
        count(tagged, withTag(entry), change);
    }

    private static void count(Map<String, Integer> names, String name, int change) {
        names.merge(Alias.key(name), change, (a, b) -> a + b == 0 ? null : a + b);
    }

    private static String withTag(Entry entry) {
        return (entry.nick == null ? "anonymous" : entry.nick) + "#" + entry.tag();
    }

    /** The nick where nobody else has it, else with the key's tag, or with its fingerprint where another has that tag. */
    String name(Entry entry, Map<String, Entry> aliases) {
        if (entry.alias != null) {
            return entry.alias;
        }
        if (entry.nick != null && !isTaken(entry, aliases)) {
            return entry.nick;
        }
        String name = withTag(entry);
        String key = Alias.key(name);
        return tagged.get(key) == 1 && !aliases.containsKey(key)
                ? name
                : name
                        + entry.key
                                .fingerprint()
                                .replace(" ", "")
                                .substring(entry.tag().length());
    }

    private boolean isTaken(Entry entry, Map<String, Entry> aliases) {
        String key = Alias.key(entry.nick);
        int others = nicks.getOrDefault(key, 0) + (entry.stayed ? 0 : briefNicks.getOrDefault(key, 0)) - 1;
        return others > 0 || aliases.containsKey(key) || Nick.isMisleading(entry.nick);
    }

    /** Whether another key answers in its place. */
    static boolean isBlocked(Entry entry) {
        return entry.trust == Trust.CHANGED;
    }
}
