package udpchat.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import udpchat.messaging.Conversation;
import udpchat.model.MessageId;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.session.PeerSession;
import udpchat.session.SessionEnd;
import udpchat.wire.Bytes;
import udpchat.wire.WireLimits;

/** A peer with a key, as the engine holds it: what is said, the session that carries it, and the search for it. */
final class SecurePeer extends Deadlines.Waker<SecurePeer> {

    private static final long NEVER = Deadlines.NEVER;

    /** How long the right key may still answer after a wrong one did, ns: whoever forges is often faster. */
    static final long KEY_CHANGE_GRACE = 3_000_000_000L;

    /** The next address is tried after this, ns, while the first still waits. */
    private static final long NEXT_ADDRESS = 1_000_000_000L;

    /** Somebody with another key, where this peer should be. */
    record Impostor(PeerKey found, PeerAddress at, long since) {}

    /** A message that was given out. */
    record Told(MessageId id, long streamId, long seq) {}

    final PeerKey key;
    final Bytes bytes;
    final Conversation conversation;

    /** Sessions that are over and still have to say so. */
    final List<PeerSession> ending = new ArrayList<>(1);

    /** Addresses to which INIT is repeated. */
    final Set<PeerAddress> asked = new LinkedHashSet<>();

    /** The session in use, or null. */
    PeerSession session;

    /** What its HELLOs to all carry in this run of its program; 0 if none was heard. */
    long helloNonce;

    /** What a HELLO carried when the session was too young to tell whose it is; 0 if there was none. */
    long earlyNonce;

    /** When the last handshake with it ended well. */
    long establishedAt;

    /** When it was last asked because of one. */
    long checkedAt = Long.MIN_VALUE / 2;

    /** When it was last seen that our store is older than what this peer has of us. */
    long outdatedAt = Long.MIN_VALUE / 2;

    /** Messages that were given out, and of which nobody said yet that they were shown. */
    final ArrayDeque<Told> told = new ArrayDeque<>(1);

    /** Messages that were given up and may have arrived; the outbox bounds them. */
    final Set<MessageId> doubtful = new HashSet<>(1);

    /** Messages of a run before that were delivered since that was last told. */
    int deliveredOfBefore;

    Impostor impostor;

    /** Somebody with another key answered, and since then nobody with the right one. */
    boolean wrongKey;

    /** What the peer's program can do, as its PROFILE says. */
    long capabilities;

    /**
     * When its session ends another one is to begin at once: our store is older than what the peer has, or the session was
     * another program's with its key, which stays, until this one came for one thing.
     */
    boolean beginAnew;

    /** Who waits to hear how the way to the peer is, or null. */
    CompletableFuture<PathReport> check;

    /** In the engine's lists of those to be looked after. */
    boolean inBatch;

    boolean inReady;

    /** When the next address is asked. */
    private long searchAt = NEVER;

    private int nextAddress;

    /** No search begins by itself before that. */
    private long notBefore = Long.MIN_VALUE;

    /** Nor does a person begin one. */
    private boolean barred;

    /** Somebody asked for the search under way, rather than the clock. */
    private boolean wished;

    /** When a search that had no answer shows. */
    private long offlineAt = NEVER;

    /** When the peer was last asked for anything, for who has to go when there are too many. */
    long lastUsed;

    /** @param conversation makes the one with this peer */
    SecurePeer(PeerKey key, Bytes bytes, Function<SecurePeer, Conversation> conversation) {
        this.key = key;
        this.bytes = bytes;
        this.conversation = conversation.apply(this);
    }

    boolean isUp() {
        return session != null && session.isUp();
    }

    /** Whether there is nothing to lose with it, as far as is known. */
    boolean isIdle() {
        return !conversation.isLoading()
                && !conversation.hasWaiting()
                && told.isEmpty()
                && asked.isEmpty()
                && searchAt == NEVER;
    }

    /**
     * Something waits for the peer, and there is no session, or no answer.
     *
     * @param byPerson whether somebody just asked for it, rather than the clock
     * @return whether those asked already should be asked sooner
     */
    boolean seek(boolean byPerson, long now) {
        wished |= byPerson;
        if (!asked.isEmpty()) {
            return byPerson;
        }
        long at = byPerson && !(barred && now < notBefore) ? now : Math.max(now, notBefore);
        if (searchAt == NEVER || at < searchAt) {
            searchAt = at;
            nextAddress = 0;
        }
        return false;
    }

    /** The address to ask now, or null: none is due, or there is no other. */
    PeerAddress nextToAsk(List<PeerAddress> addresses, long now) {
        while (searchAt <= now) {
            if (nextAddress >= addresses.size()) {
                searchAt = NEVER;
                return null;
            }
            PeerAddress address = addresses.get(nextAddress++);
            searchAt = nextAddress < addresses.size() ? now + NEXT_ADDRESS : NEVER;
            if (asked.add(address)) {
                if (wished && offlineAt == NEVER) {
                    offlineAt = now + WireLimits.Session.UNREACHABLE;
                }
                return address;
            }
        }
        return null;
    }

    /** Whether the search is over without success. */
    boolean isSearchOver() {
        return asked.isEmpty() && searchAt == NEVER;
    }

    /** Whether a person waits for a search that began just now. */
    boolean isSearchYoung() {
        return !asked.isEmpty() && offlineAt != NEVER;
    }

    /** A search had no answer: the next one that nobody asks for comes later. */
    void pause(long now) {
        notBefore = Math.max(notBefore, now + WireLimits.Session.OFFLINE_RETRY);
    }

    /** Another search, as long as messages wait. */
    void seekLater(long now) {
        notBefore = now + WireLimits.Session.OFFLINE_RETRY;
        searchAt = notBefore;
        nextAddress = 0;
    }

    /** A sign of the peer: it may be looked for at once. */
    void onSign() {
        if (!barred) {
            notBefore = Long.MIN_VALUE;
        }
    }

    /** The peer was found; the search is over. */
    void found() {
        searchAt = NEVER;
        offlineAt = NEVER;
        notBefore = Long.MIN_VALUE;
        barred = false;
        wished = false;
        impostor = null;
        wrongKey = false;
        asked.clear();
    }

    /** A session is over; when a new one may begin by itself. */
    void ended(SessionEnd why, long now) {
        long pause = why.retryAfter();
        notBefore = pause == NEVER ? NEVER : now + pause;
        barred = why == SessionEnd.BLAMED || why == SessionEnd.VIOLATED;
    }

    /** Whether a search just has been without an answer for too long; said once for each search. */
    boolean takesLong(long now) {
        if (offlineAt > now) {
            return false;
        }
        offlineAt = NEVER;
        wished = false;
        return true;
    }

    /** Whether the time of the impostor has come. */
    boolean isKeyChanged(long now) {
        return impostor != null && impostor.since() + KEY_CHANGE_GRACE <= now;
    }

    void stopSearch() {
        searchAt = NEVER;
        offlineAt = NEVER;
        asked.clear();
    }

    @Override
    long nextDeadline() {
        long next = Math.min(searchAt, offlineAt);
        if (impostor != null) {
            next = Math.min(next, impostor.since() + KEY_CHANGE_GRACE);
        }
        if (session != null) {
            next = Math.min(next, session.nextDeadline());
        }
        for (int i = 0; i < ending.size(); i++) {
            next = Math.min(next, ending.get(i).nextDeadline());
        }
        return next;
    }
}
