package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.ArrayDeque;
import java.util.List;
import udpchat.messaging.FrameExchange;
import udpchat.model.PeerAddress;
import udpchat.recovery.Recovery;
import udpchat.wire.CloseCode;
import udpchat.wire.WireLimits.Session;

/** What the parts of one {@link PeerSession} share, and how it ends. */
final class SessionCore {
    final SessionContext context;
    final FrameExchange exchange;
    final ArrayDeque<SessionEvent> events = new ArrayDeque<>();
    final Recovery<Bundle> recovery;
    final Roaming roaming;
    final SessionTimers timers;
    final KeyRing keys;

    /** The one under way, or null. */
    PathCheck check;

    /** Where our last packets that asked came from; to be told, or null. */
    PeerAddress observedDue;

    /** When the next wish for a new key is due. */
    long rekeyAt = NEVER;

    boolean up;
    /** When the peer answered last. */
    long answeredAt = Long.MIN_VALUE;

    long packetsSent;
    long packetsLost;
    long packetsReceived;
    long packetsDropped;

    private boolean ended;

    SessionCore(SessionContext context, FrameExchange exchange, HandshakeEvent.Established first, long now) {
        this.context = context;
        this.exchange = exchange;
        Path path = new Path(first.address(), first.maxUdp());
        path.on(PathState.Signal.HANDSHAKE);
        recovery = new Recovery<>(context.random, path.recovery);
        roaming = new Roaming(recovery, path, now);
        timers = new SessionTimers(context.random, now);
        keys = new KeyRing(this);
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether something waits for an ACK. */
    boolean isWaiting() {
        return keys.packetsInFlight() > 0;
    }

    long pto() {
        return roaming.active().recovery.rtt().pto();
    }

    void lost(List<Bundle> bundles) {
        packetsLost += bundles.size();
        for (int i = 0; i < bundles.size(); i++) {
            bundles.get(i).onLost();
        }
    }

    /** The peer answered: by an ACK, or with a new key. */
    void answered(long now) {
        answeredAt = now;
        roaming.onAnswered();
        if (timers.onAnswered(isWaiting(), now)) {
            events.add(new SessionEvent.Back());
        }
    }

    /** The peer broke the protocol. */
    void violated(String rule, long now) {
        close(SessionEnd.VIOLATED, CloseCode.PROTOCOL, rule, now);
    }

    /** Says so to the peer and ends. */
    void close(SessionEnd why, CloseCode code, String reason, long now) {
        keys.close(code, reason, now);
        end(why, reason, now);
    }

    /** Ends in silence, but for what is being closed. */
    void end(SessionEnd why, String reason, long now) {
        if (ended) {
            return;
        }
        ended = true;
        keys.endAlive(now);
        events.add(new SessionEvent.Ended(why, reason));
    }

    /** Asks for a new key, again each minute. */
    void wishRekey(long now) {
        rekeyAt = now + Session.REKEY_RETRY;
        events.add(new SessionEvent.WantsRekey(roaming.active().address));
    }
}
