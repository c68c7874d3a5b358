package udpchat.session;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import udpchat.wire.WireLimits;

/**
 * The receiver indexes that we gave out: random, so that nobody guesses one, and each to one owner only. An index that
 * carried a session is <em>retired</em> for {@link WireLimits.Handshake#RETIRED_INDEX}: what still comes for it is late,
 * not stray, and dropped in silence. An index that never did is free at once: DATA for it comes from a peer that
 * believes in a session which we never had, and should find out.
 */
public final class LocalIndexes {
    private final RandomGenerator random;
    private final Set<Integer> used = new HashSet<>();
    /** When each was retired, the oldest first. */
    private final Map<Integer, Long> retired = new LinkedHashMap<>();

    /** @param random {@link udpchat.noise.SystemRandom} in a running program */
    public LocalIndexes(RandomGenerator random) {
        this.random = random;
    }

    /** An index that is neither in use nor retired. */
    public int allocate(long now) {
        forget(now);
        int index;
        do {
            index = random.nextInt();
        } while (retired.containsKey(index) || !used.add(index));
        return index;
    }

    /** Gives back an index that never carried a session. */
    public void free(int index) {
        used.remove(index);
    }

    /** Gives back the index of a session; of too many, the one retired first is forgotten early. */
    public void retire(int index, long now) {
        forget(now);
        if (!used.remove(index)) {
            return;
        }
        retired.put(index, now);
        if (retired.size() > WireLimits.Handshake.RETIRED_INDEXES) {
            retired.remove(retired.keySet().iterator().next());
        }
    }

    /** Whether it is in use. */
    public boolean isUsed(int index) {
        return used.contains(index);
    }

    /** Whether it is in use or retired: what {@link udpchat.wire.DatagramClassifier} asks. */
    public boolean isOurs(int index, long now) {
        if (used.contains(index)) {
            return true;
        }
        Long since = retired.get(index);
        return since != null && now - since < WireLimits.Handshake.RETIRED_INDEX;
    }

    /** Indexes in use or retired. */
    int size() {
        return used.size() + retired.size();
    }

    private void forget(long now) {
        Iterator<Long> since = retired.values().iterator();
        while (since.hasNext() && now - since.next() >= WireLimits.Handshake.RETIRED_INDEX) {
            since.remove();
        }
    }
}
