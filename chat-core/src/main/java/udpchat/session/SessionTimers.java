package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.wire.WireLimits.Session.KEEPALIVE;
import static udpchat.wire.WireLimits.Session.KEEPALIVE_JITTER;
import static udpchat.wire.WireLimits.Session.OFFLINE;
import static udpchat.wire.WireLimits.Session.UNREACHABLE;
import static udpchat.wire.WireLimits.Session.UNREACHABLE_PTOS;

import java.util.random.RandomGenerator;

/** When a session's silence means something: keepalive, unreachable, offline. */
final class SessionTimers {
    private final RandomGenerator random;
    private long lastReceived;
    private long lastActivity;
    private long keepalive;
    /** Since when something waits for an answer and none came. */
    private long unansweredSince = NEVER;

    private boolean unreachable;

    SessionTimers(RandomGenerator random, long now) {
        this.random = random;
        lastReceived = now;
        lastActivity = now;
        drawKeepalive();
    }

    /** An authentic packet came. */
    void onReceived(long now) {
        lastReceived = now;
        lastActivity = now;
    }

    /** A packet went out, which may ask for an ACK. */
    void onSent(boolean eliciting, long now) {
        lastActivity = now;
        if (eliciting && unansweredSince == NEVER) {
            unansweredSince = now;
        }
    }

    /**
     * Something was acknowledged, or a handshake came to its end.
     *
     * @param waiting whether more waits for an answer
     * @return whether the peer was unreachable until now
     */
    boolean onAnswered(boolean waiting, long now) {
        unansweredSince = waiting ? now : NEVER;
        boolean back = unreachable;
        unreachable = false;
        return back;
    }

    boolean isUnreachable() {
        return unreachable;
    }

    /** Whether to send a PING now, so that the peer knows of us and what lies between keeps the way open. */
    boolean isKeepaliveDue(long now) {
        return keepaliveAt() <= now;
    }

    /** A PING is on its way. */
    void onKeepalive() {
        drawKeepalive();
    }

    /** Whether the peer is unreachable from now on. */
    boolean becomesUnreachable(long pto, long now) {
        if (unreachableAt(pto) > now) {
            return false;
        }
        unreachable = true;
        return true;
    }

    boolean isOffline(long now) {
        return lastReceived + OFFLINE <= now;
    }

    /** When one of these changes. */
    long nextDeadline(long pto, boolean idle) {
        long next = Math.min(lastReceived + OFFLINE, unreachableAt(pto));
        return idle ? Math.min(next, keepaliveAt()) : next;
    }

    private long keepaliveAt() {
        return lastActivity + keepalive;
    }

    private long unreachableAt(long pto) {
        return unreachable || unansweredSince == NEVER
                ? NEVER
                : unansweredSince + Math.max(UNREACHABLE, UNREACHABLE_PTOS * pto);
    }

    private void drawKeepalive() {
        keepalive = (long) (KEEPALIVE * (1 + KEEPALIVE_JITTER * (2 * random.nextDouble() - 1)));
    }
}
