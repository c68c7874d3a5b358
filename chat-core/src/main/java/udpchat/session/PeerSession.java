package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.OptionalLong;
import udpchat.messaging.FrameExchange;
import udpchat.model.PeerAddress;
import udpchat.recovery.PathRecovery;
import udpchat.wire.Bytes;
import udpchat.wire.CloseCode;
import udpchat.wire.WireLimits.Session;

/**
 * A session with one peer, known by its static key: its keys, its addresses, and the packets that carry what a {@link
 * FrameExchange} has to say. Without I/O: after each call the owner polls {@link #pollEvent} and {@link #pollTransmit}
 * until both are empty, and calls {@link #onDeadline} when {@link #nextDeadline} has come.
 *
 * <p>It begins with the first handshake and lives through as many more as there are. Once {@link #isEnded} a further
 * handshake is for a new one; this one still wants its packets and deadlines until it {@link #isFinished}.
 *
 * <p>What the peer can make grow is bounded: eight keys, 16,384 packets in flight under each, 32 ranges of numbers, four
 * answers to path challenges. For one thread.
 */
public final class PeerSession {
    private final Bytes remoteStatic;
    private final SessionCore core;
    private final Inbound inbound;
    private final Outbound outbound;

    /**
     * A session that begins now.
     *
     * @param context of this thread
     * @param exchange what it carries
     * @param first the handshake that it begins with
     */
    public PeerSession(SessionContext context, FrameExchange exchange, HandshakeEvent.Established first, long now) {
        remoteStatic = first.remoteStatic();
        core = new SessionCore(context, exchange, first, now);
        inbound = new Inbound(core);
        outbound = new Outbound(core);
        core.keys.add(first, now);
    }

    /** Another handshake with the same peer: a rekey, or the peer began anew. Not once {@link #isEnded}. */
    public void onEstablished(HandshakeEvent.Established established, long now) {
        if (core.isEnded()) {
            throw new IllegalStateException("the session is over");
        }
        core.keys.add(established, now);
    }

    /** {@link HandshakeEvent.Reason#UNCONFIRMED}: the peer never used that key. */
    public void onUnconfirmed(int localIndex, long now) {
        onSuperseded(localIndex, now);
    }

    /** {@link HandshakeEvent.Superseded}: another handshake won, and follows. */
    public void onSuperseded(int localIndex, long now) {
        SessionKey key = core.keys.find(localIndex);
        if (key != null && key.state() == KeyState.UNCONFIRMED) {
            core.keys.end(key, now);
        }
    }

    /** {@link HandshakeEvent.FinRepeated}: the peer does not hear us, so it gets a PING. */
    public void onFinRepeated(int localIndex, long now) {
        SessionKey key = core.keys.find(localIndex);
        if (key != null && key.state().isAlive()) {
            key.pingDue = true;
        }
    }

    /**
     * A DATA packet for one of the session's indexes; from a stranger, until it is opened. Nothing in the array is kept.
     *
     * @param localIndex the receiver index that the packet names
     */
    public void onData(int localIndex, PeerAddress from, byte[] packet, int offset, int length, long now) {
        inbound.onData(localIndex, from, packet, offset, length, now);
        outbound.wake();
    }

    /** All datagrams that came together were given. */
    public void onBatchEnd(long now) {
        core.exchange.onBatchEnd(now);
        if (core.keys.sending() != null) {
            endCheck(now);
        }
        outbound.wake();
    }

    /** Asks the peer for an ACK, to know that it is there. */
    public void ping() {
        SessionKey key = core.keys.sending();
        if (key != null && !core.isEnded()) {
            key.pingDue = true;
            outbound.wake();
        }
    }

    /**
     * Finds out how the way to the peer is, in about two seconds; {@link SessionEvent.PathChecked} says it, unless the
     * session ends before.
     *
     * @param asksAddress whether the peer can be asked where our packets come from
     * @return false if there is no key, or such a check is under way
     */
    public boolean check(boolean asksAddress, long now) {
        SessionKey key = core.keys.sending();
        if (key == null || core.isEnded() || core.check != null) {
            return false;
        }
        core.check = new PathCheck(key, core.packetsReceived, asksAddress, now);
        return true;
    }

    private void endCheck(long now) {
        if (core.check != null && core.check.isOver(now)) {
            PathStatus status = core.check.status(core.keys.sending(), core.packetsReceived, core.roaming.active());
            core.check = null;
            core.events.add(new SessionEvent.PathChecked(status));
        }
    }

    /**
     * The peer may be reached at this address as well, where a handshake with it ended once. It is asked, and if it answers
     * there before it does where it is, that is its address from then on: {@link SessionEvent.Moved}.
     */
    public void detour(PeerAddress address, long now) {
        if (!core.isEnded() && core.keys.sending() != null) {
            core.roaming.detour(address, now);
            outbound.wake();
        }
    }

    /** When the peer answered last, by an ACK or with a new key; {@link Long#MIN_VALUE} before that. */
    public long answeredAt() {
        return core.answeredAt;
    }

    /** The newest sample of the round-trip time on this path, in nanoseconds; 0 if there is none. */
    public long latestRtt() {
        return core.roaming.active().recovery.rtt().latest();
    }

    /** Whether one of its keys has this index. */
    public boolean owns(int localIndex) {
        return core.keys.find(localIndex) != null;
    }

    /** Whether {@link #pollEvent} has something. */
    public boolean hasEvents() {
        return !core.events.isEmpty();
    }

    /** The exchange has something new to say. */
    public void wake() {
        outbound.wake();
    }

    /** Says CLOSE to the peer and ends; harmless when it has ended. */
    public void close(CloseCode code, String reason, long now) {
        if (!core.isEnded()) {
            core.close(SessionEnd.CLOSED, code, reason, now);
        }
    }

    /** Does what is due; calling it too early or too often does no harm. */
    public void onDeadline(long now) {
        core.keys.onDeadline(now);
        if (core.isEnded()) {
            return;
        }
        if (core.keys.sending() == null) {
            core.end(SessionEnd.UNCONFIRMED, "", now);
            return;
        }
        int expiries = core.recovery.probeTimeout().count();
        core.lost(core.recovery.onDeadline(now));
        if (core.recovery.probeTimeout().count() > expiries) {
            outbound.onProbeTimeout(now);
            if (core.up && core.recovery.probeTimeout().count() == Session.DETOUR_PTOS) {
                core.events.add(new SessionEvent.Wavering());
            }
        }
        core.roaming.onDeadline(now);
        endCheck(now);
        outbound.wake();
        if (core.up) {
            watch(now);
        }
    }

    private void watch(long now) {
        SessionTimers timers = core.timers;
        if (timers.isOffline(now)) {
            core.end(SessionEnd.OFFLINE, "", now);
            return;
        }
        if (timers.becomesUnreachable(core.pto(), now)) {
            core.events.add(new SessionEvent.Unreachable());
        }
        if (!core.isWaiting() && timers.isKeepaliveDue(now)) {
            timers.onKeepalive();
            core.keys.sending().pingDue = true;
        }
        if (core.rekeyAt <= now) {
            core.wishRekey(now);
        }
    }

    /** When {@link #onDeadline} is due, or {@link Handshakes#NEVER}. */
    public long nextDeadline() {
        long next = core.keys.nextDeadline();
        if (core.isEnded()) {
            return next;
        }
        if (core.keys.sending() == null) {
            return Long.MIN_VALUE;
        }
        next = Math.min(next, Math.min(outbound.nextDeadline(), core.roaming.nextDeadline()));
        if (core.up) {
            next = Math.min(next, Math.min(core.rekeyAt, core.timers.nextDeadline(core.pto(), !core.isWaiting())));
        }
        return next;
    }

    /** The next datagram to send, or null. */
    public Transmit pollTransmit(long now) {
        return outbound.poll(now);
    }

    /** The next event, or null. */
    public SessionEvent pollEvent() {
        return core.events.poll();
    }

    /** The peer's static key, 32 bytes. */
    public Bytes remoteStatic() {
        return remoteStatic;
    }

    /** Where packets go now. */
    public PeerAddress address() {
        return core.roaming.active().address;
    }

    /** Whether it is confirmed and not over. */
    public boolean isUp() {
        return core.up && !core.isEnded();
    }

    /** Whether what needs an answer had none for long. */
    public boolean isUnreachable() {
        return core.timers.isUnreachable();
    }

    /** Whether it is over: nothing is taken in or said any more. */
    public boolean isEnded() {
        return core.isEnded();
    }

    /** Whether it is over and all its indexes are retired: there is nothing left to do. */
    public boolean isFinished() {
        return core.isEnded() && core.keys.all().isEmpty();
    }

    /** The key in use, for tests of its limits; null if there is none. */
    SessionKey sendingKey() {
        return core.keys.sending();
    }

    /** How it is doing. */
    public SessionStatus status(long now) {
        Path path = core.roaming.active();
        PathRecovery recovery = path.recovery;
        SessionKey key = core.keys.sending();
        return new SessionStatus(
                path.address,
                isUp(),
                !isUnreachable(),
                recovery.rtt().firstSampleAt() == NEVER
                        ? OptionalLong.empty()
                        : OptionalLong.of(recovery.rtt().smoothed()),
                recovery.congestion().window(),
                recovery.bytesInFlight(),
                recovery.maxDatagram(now),
                key == null ? 0 : now - key.establishedAt,
                core.packetsSent,
                core.packetsLost,
                core.packetsReceived,
                core.packetsDropped);
    }
}
