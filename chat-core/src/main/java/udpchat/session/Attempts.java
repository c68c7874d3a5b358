package udpchat.session;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;

/** Our own handshakes, from INIT to the first DATA, by all that they are looked up by. */
final class Attempts {
    /** In the order in which they began. */
    private final Map<Integer, Attempt> byIndex = new LinkedHashMap<>();

    private final Map<Bytes, Attempt> byEphemeral = new HashMap<>();
    /** INIT_SENT and PAUSED: one per address. */
    private final Map<PeerAddress, Attempt> repeating = new HashMap<>();

    Attempt add(Attempt attempt) {
        byIndex.put(attempt.index, attempt);
        byEphemeral.put(attempt.ephemeral, attempt);
        return attempt;
    }

    void remove(Attempt attempt) {
        byIndex.remove(attempt.index);
        byEphemeral.remove(attempt.ephemeral);
        stopRepeating(attempt);
    }

    void startRepeating(Attempt attempt) {
        repeating.put(attempt.address, attempt);
    }

    void stopRepeating(Attempt attempt) {
        repeating.remove(attempt.address, attempt);
    }

    /** Or null. */
    Attempt at(int index) {
        return byIndex.get(index);
    }

    /** The one whose INIT is repeated to that address, or null. */
    Attempt repeatingTo(PeerAddress address) {
        return repeating.get(address);
    }

    boolean hasEphemeral(Bytes ephemeral) {
        return byEphemeral.containsKey(ephemeral);
    }

    Optional<Attempt> first(Predicate<Attempt> wanted) {
        return byIndex.values().stream().filter(wanted).findFirst();
    }

    /** Those that wait for RESP: a list of its own, so that they may be removed meanwhile. */
    List<Attempt> pending(Predicate<Attempt> wanted) {
        return byIndex.values().stream()
                .filter(attempt -> attempt.phase().isPending())
                .filter(wanted)
                .toList();
    }

    Collection<Attempt> all() {
        return byIndex.values();
    }
}
