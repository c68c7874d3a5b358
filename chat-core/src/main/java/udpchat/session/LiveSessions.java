package udpchat.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import udpchat.wire.Bytes;

/**
 * The sessions that handshakes led to, by static key: to tell a handshake that comes after a session, and replaces it,
 * from one that overlapped with it, and lost. Both sides begin at once, a peer is asked at two addresses, INITs overtake
 * each other: several handshakes with one peer may come to their end. Were both sides to keep whichever came last, each
 * might keep another one, and close the other's. So:
 *
 * <ul>
 *   <li>Who gets RESP to an INIT that is older than a session with that key sends no FIN.
 *   <li>Who gets FIN while its own handshake with that key is not confirmed keeps the one whose INIT has the larger
 *       ephemeral key. The other side decides likewise. If ours then fails after all, because the peer restarted and
 *       forgot it, the FIN that was put by is taken.
 *   <li>A FIN whose RESP is older than the RESP of the session, or than the confirmation of one that we began, is late.
 * </ul>
 */
final class LiveSessions {

    /** One session. */
    static final class Live {
        final int index;
        final Bytes key;
        final boolean initiator;
        /** The larger of two wins. */
        final Bytes ephemeral;
        /** When it was established. */
        final long since;
        /** The same in nanoseconds. */
        final long at;
        /** A FIN whose RESP is older than this is late; of no meaning before an initiator's confirmation. */
        private long floor;

        private boolean confirmed;

        private Live(int index, Bytes key, boolean initiator, Bytes ephemeral, long since, long floor, long at) {
            this.index = index;
            this.key = key;
            this.initiator = initiator;
            this.ephemeral = ephemeral;
            this.since = since;
            this.at = at;
            this.floor = floor;
            this.confirmed = !initiator;
        }
    }

    private final Map<Integer, Live> byIndex = new HashMap<>();
    /** A key has its session, its previous one, and one not confirmed. */
    private final Map<Bytes, List<Live>> byKey = new HashMap<>();

    void addInitiator(Attempt attempt, Bytes key, long tick, long now) {
        add(new Live(attempt.index, key, true, attempt.ephemeral, tick, Long.MAX_VALUE, now));
    }

    void addResponder(Answer answer, Bytes key, long tick, long now) {
        add(new Live(answer.index, key, false, answer.ephemeral, tick, answer.order, now));
    }

    private void add(Live live) {
        byIndex.put(live.index, live);
        byKey.computeIfAbsent(live.key, none -> new ArrayList<>()).add(live);
    }

    /** DATA opened under it. */
    void confirm(int index, long tick) {
        Live live = byIndex.get(index);
        if (live != null && !live.confirmed) {
            live.confirmed = true;
            live.floor = tick;
        }
    }

    void remove(int index) {
        Live live = byIndex.remove(index);
        if (live != null) {
            byKey.computeIfPresent(live.key, (key, all) -> all.remove(live) && all.isEmpty() ? null : all);
        }
    }

    /** The session with that key that is younger than this attempt. */
    Optional<Live> youngerThan(Attempt attempt, Bytes key) {
        return of(key).stream().filter(live -> live.since > attempt.order).findFirst();
    }

    /** A session with that key. */
    Optional<Live> any(Bytes key) {
        return of(key).stream().findFirst();
    }

    /** Whether a session with that key was established within this time. */
    boolean hasYounger(Bytes key, long age, long now) {
        return of(key).stream().anyMatch(live -> now - live.at < age);
    }

    /** Whether a session with that key wins over a handshake that the peer began and now finishes. */
    boolean winsOver(Answer answer, Bytes key) {
        return of(key).stream()
                .anyMatch(live ->
                        live.confirmed ? answer.order < live.floor : live.ephemeral.compareTo(answer.ephemeral) > 0);
    }

    /** The session with that key that we began and nobody confirmed. */
    Optional<Live> unconfirmed(Bytes key) {
        return of(key).stream().filter(live -> !live.confirmed).findFirst();
    }

    int size() {
        return byIndex.size();
    }

    private List<Live> of(Bytes key) {
        return byKey.getOrDefault(key, List.of());
    }
}
