package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.ArrayDeque;
import java.util.Deque;
import udpchat.model.PeerAddress;
import udpchat.recovery.Recovery;
import udpchat.session.PathState.Signal;
import udpchat.wire.WireLimits;

/**
 * Follows a peer that moves (RFC 9000 §9). The newest packet of the peer says where it is: packets go there at once, and
 * both that address and the one before are asked for proof. The address before is returned to if the new one fails, or if
 * a newer packet comes from there: then somebody only sent a copy from elsewhere, sooner than the packet itself came. If
 * the peer does not answer, its other addresses are tried ({@link Detours}).
 */
final class Roaming {
    /** One PATH_RESPONSE that has to go out, to where the challenge came from. */
    record Answer(PeerAddress to, long data) {}

    private final Recovery<Bundle> recovery;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Detours detours = new Detours();
    private Path active;
    /** The last valid one, while the active one is not valid. */
    private Path fallback;

    private long movesAllowed = WireLimits.Session.MOVES_BURST;
    private long movesCountedAt;

    Roaming(Recovery<Bundle> recovery, Path first, long now) {
        this.recovery = recovery;
        this.active = first;
        this.movesCountedAt = now;
    }

    /** Where packets go. */
    Path active() {
        return active;
    }

    /** A handshake ended there, so that needs no proof. */
    void onHandshake(Path path) {
        fallback = null;
        detours.clear();
        if (path != active) {
            active = path;
            recovery.changePath(path.recovery);
        }
    }

    /** The path to an address that a handshake proved. */
    Path pathTo(PeerAddress address, int maxDatagram) {
        Path path = active.address.equals(address) && active.maxDatagram == maxDatagram
                ? active
                : new Path(address, maxDatagram);
        path.on(Signal.HANDSHAKE);
        return path;
    }

    /** An authentic packet came; {@code newest} if its number is the highest of the current key. */
    void onPacket(PeerAddress from, int bytes, boolean newest, long now) {
        if (from.equals(active.address)) {
            active.onReceived(bytes);
        } else if (fallback != null && from.equals(fallback.address)) {
            fallback.onReceived(bytes);
            if (newest) {
                returnToFallback();
            }
        } else if (newest && mayMove(now)) {
            move(from, bytes, now);
        }
    }

    private void move(PeerAddress to, int bytes, long now) {
        if (active.isValid()) {
            fallback = active;
        }
        detours.clear();
        active = new Path(to, active.maxDatagram);
        active.on(Signal.HEARD);
        active.onReceived(bytes);
        recovery.changePath(active.recovery);
        active.challenge(now);
        fallback.challenge(now);
    }

    private void returnToFallback() {
        active = fallback;
        active.stopChallenging();
        fallback = null;
        recovery.changePath(active.recovery);
    }

    /** A move costs challenges and a slow start, so there are few, whoever makes us move. */
    private boolean mayMove(long now) {
        long earned = (now - movesCountedAt) / WireLimits.Session.MOVE_INTERVAL;
        movesCountedAt += earned * WireLimits.Session.MOVE_INTERVAL;
        movesAllowed = Math.min(WireLimits.Session.MOVES_BURST, movesAllowed + earned);
        if (movesAllowed == 0) {
            return false;
        }
        movesAllowed--;
        return true;
    }

    /** The peer does not answer, and may at this address, where a handshake ended once. */
    void detour(PeerAddress address, long now) {
        if (!address.equals(active.address)) {
            detours.begin(address, active.maxDatagram, now);
        }
    }

    /** The peer answers where it is. */
    void onAnswered() {
        detours.clear();
    }

    private void take(Path detour, long now) {
        detour.sampleRtt(now);
        detour.stopChallenging();
        active = detour;
        fallback = null;
        detours.clear();
        recovery.changePath(active.recovery);
    }

    /** The peer asks for proof; of too many the oldest is forgotten. */
    void onChallenge(PeerAddress from, long data) {
        if (answers.size() == WireLimits.Session.PATH_RESPONSES) {
            answers.removeFirst();
        }
        answers.addLast(new Answer(from, data));
    }

    /** The next PATH_RESPONSE to send, or null. */
    Answer pollAnswer() {
        return answers.pollFirst();
    }

    /** An answer came, on whatever path; true if the active path is valid only now. */
    boolean onResponse(long data, long now) {
        Path detour = detours.answeredBy(data);
        if (detour != null) {
            take(detour, now);
            return true;
        }
        if (fallback != null && fallback.isAnsweredBy(data)) {
            fallback.stopChallenging();
        }
        if (active.isValid() || !active.isAnsweredBy(data)) {
            return false;
        }
        active.sampleRtt(now);
        active.on(Signal.RESPONSE);
        fallback = null;
        return true;
    }

    /** A path that has to be challenged now, or null. */
    Path challengeDue(long now) {
        if (active.nextChallenge() <= now) {
            return active;
        }
        return fallback != null && fallback.nextChallenge() <= now ? fallback : detours.challengeDue(now);
    }

    /** Gives up a path that did not answer in time. */
    void onDeadline(long now) {
        if (active.deadline <= now) {
            active.on(Signal.TIMEOUT);
            returnToFallback();
        }
    }

    /** When a challenge or {@link #onDeadline} is due. */
    long nextDeadline() {
        long next = Math.min(detours.nextDeadline(), Math.min(active.deadline, active.nextChallenge()));
        return fallback == null ? next : Math.min(next, Math.min(fallback.deadline, fallback.nextChallenge()));
    }

    /** Whether a PATH_RESPONSE or a challenge waits. */
    boolean isQuiet() {
        return answers.isEmpty() && nextDeadline() == NEVER;
    }
}
