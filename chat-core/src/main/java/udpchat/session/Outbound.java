package udpchat.session;

import static udpchat.recovery.RecoveryLimits.MAX_BACKOFF;
import static udpchat.recovery.RecoveryLimits.MAX_IN_FLIGHT;
import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.recovery.RecoveryLimits.PROBES;

import java.util.ArrayDeque;
import java.util.List;
import udpchat.model.PeerAddress;
import udpchat.recovery.SentPacket;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Session;

/**
 * What goes out, one packet at a time: CLOSE, path probes, what new keys need, probes, then ACK with control and messages,
 * and ACKs that found nothing to ride on.
 */
final class Outbound {
    private static final Frame PING = new Frame.Ping();

    private final SessionCore core;
    private final PacketBuilder builder;
    /** What the probes that are due repeat. */
    private final ArrayDeque<Bundle> repeats = new ArrayDeque<>(PROBES);
    /** What a datagram with news may have now. */
    private int size;
    /** Something waits for the address to be proven, not for time. */
    private boolean blocked;
    /** The sources had nothing that fits, though they said they had something. */
    private boolean stalled;

    Outbound(SessionCore core) {
        this.core = core;
        this.builder = core.context.builder;
        this.size = core.roaming.active().maxDatagram;
    }

    /** The next packet, or null. */
    Transmit poll(long now) {
        Transmit next = close(now);
        if (next != null || core.isEnded()) {
            return next;
        }
        endUsedUp(now);
        SessionKey key = core.keys.sending();
        if (key == null) {
            return null;
        }
        blocked = false;
        next = pathProbe(key, now);
        if (next == null) {
            next = ping(now);
        }
        if (next == null) {
            next = probe(key, now);
        }
        if (next == null) {
            next = check(key, now);
        }
        if (next == null) {
            next = data(key, now);
        }
        return next == null ? ack(now) : next;
    }

    private void endUsedUp(long now) {
        List<SessionKey> keys = core.keys.all();
        for (int i = keys.size() - 1; i >= 0; i--) {
            SessionKey key = keys.get(i);
            if (key.isUsedUp() && key.state().isAlive()) {
                core.keys.end(key, now);
            }
        }
        if (core.keys.sending() == null && core.up) {
            core.end(SessionEnd.USED_UP, "", now);
        }
    }

    /** RFC 9000 §10.2: up to three copies, and no more than one for each packet that comes or PTO that passes. */
    private Transmit close(long now) {
        List<SessionKey> keys = core.keys.all();
        for (int i = 0; i < keys.size(); i++) {
            SessionKey key = keys.get(i);
            if (key.nextClose <= now) {
                key.closesSent++;
                key.nextClose = key.closesSent == Session.CLOSE_COPIES ? NEVER : now + core.pto();
                builder.begin(Datagram.MIN_MAX);
                if (!key.space.received().ranges().isEmpty()) {
                    builder.addAck(key.space.received(), now);
                }
                builder.add(key.close);
                return new Transmit(key.lastFrom, builder.seal(key).datagram());
            }
        }
        return null;
    }

    /** Challenges and the answers to the peer's: each is sent once and by itself, and no part of recovery. */
    private Transmit pathProbe(SessionKey key, long now) {
        Roaming.Answer answer = core.roaming.pollAnswer();
        if (answer != null) {
            return sendUntracked(key, answer.to(), new Frame.PathResponse(answer.data()), now);
        }
        if (core.observedDue != null) {
            PeerAddress to = core.observedDue;
            core.observedDue = null;
            Bytes ip = Bytes.wrap(to.ip().getAddress());
            return sendUntracked(key, to, new Frame.ObservedAddress(ip, to.port()), now);
        }
        for (Path path = core.roaming.challengeDue(now); path != null; path = core.roaming.challengeDue(now)) {
            long data = core.context.random.nextLong();
            path.onChallengeSent(data, now);
            if (path.allows(Datagram.MIN_DATA)) {
                path.onSent(Datagram.MIN_DATA);
                return sendUntracked(key, path.address, new Frame.PathChallenge(data), now);
            }
        }
        return null;
    }

    private Transmit sendUntracked(SessionKey key, PeerAddress to, Frame frame, long now) {
        builder.begin(Datagram.MIN_MAX);
        builder.add(frame);
        core.timers.onSent(false, now);
        return new Transmit(to, builder.seal(key).datagram());
    }

    /** What a new key, a repeated FIN or a long silence asks for. */
    private Transmit ping(long now) {
        List<SessionKey> keys = core.keys.all();
        for (int i = 0; i < keys.size(); i++) {
            SessionKey key = keys.get(i);
            if (!key.pingDue || !key.state().isAlive() || key.space.packetsInFlight() == MAX_IN_FLIGHT) {
                continue;
            }
            Path path = pathOf(key);
            int size = path.recovery.maxDatagram(now);
            if (!isAllowed(path, size)) {
                continue;
            }
            key.pingDue = false;
            begin(key, size, now);
            if (key == core.keys.sending() && core.recovery.canSend(size, now)) {
                fill(now);
            }
            if (!builder.isEliciting()) {
                builder.add(PING);
            }
            return send(key, path, now);
        }
        return null;
    }

    /** RFC 9002 §6.2.4: what waits longest goes again; else something new; else a PING. */
    private Transmit probe(SessionKey key, long now) {
        int due = core.recovery.probesDue();
        Path path = core.roaming.active();
        int size = path.recovery.maxDatagram(now);
        if (due == 0 || !isAllowed(path, size)) {
            return null;
        }
        // A small one, or a path that swallows large packets would never be found out.
        boolean small = due == 1 && core.recovery.probeTimeout().count() >= PROBES;
        Bundle repeat = small ? null : nextRepeat();
        builder.begin(size);
        if (repeat != null && repeat.size() <= builder.room()) {
            builder.repeat(repeat);
        } else {
            begin(key, size, now);
            if (!small) {
                fill(now);
            }
        }
        if (!builder.isEliciting()) {
            builder.add(PING);
        }
        return send(key, path, now);
    }

    private Bundle nextRepeat() {
        Bundle repeat = repeats.pollFirst();
        while (repeat != null && repeat.isSettled()) {
            repeat = repeats.pollFirst();
        }
        return repeat;
    }

    private Transmit check(SessionKey key, long now) {
        PathCheck check = core.check;
        if (check == null || check.nextAt() > now) {
            return null;
        }
        Path path = core.roaming.active();
        int bytes = Math.min(check.nextSize(), path.maxDatagram);
        if (!core.recovery.canSend(bytes, now) || !isAllowed(path, bytes)) {
            return null;
        }
        builder.begin(bytes);
        check.add(builder, now);
        return send(key, path, now);
    }

    private Transmit data(SessionKey key, long now) {
        if (!hasNews()) {
            core.recovery.path().onSourcesDry();
            return null;
        }
        Path path = core.roaming.active();
        size = path.recovery.maxDatagram(now);
        if (!core.recovery.canSend(size, now) || !isAllowed(path, size)) {
            return null;
        }
        begin(key, size, now);
        fill(now);
        stalled = !builder.isEliciting();
        return stalled && !builder.hasAck() ? null : send(key, path, now);
    }

    private Transmit ack(long now) {
        List<SessionKey> keys = core.keys.all();
        for (int i = 0; i < keys.size(); i++) {
            SessionKey key = keys.get(i);
            if (key.state().isAlive() && key.space.received().due(now)) {
                Path path = pathOf(key);
                int size = path.recovery.maxDatagram(now);
                if (isAllowed(path, size)) {
                    begin(key, size, now);
                    return send(key, path, now);
                }
            }
        }
        return null;
    }

    /** What a key that is not in use yet sends goes where its handshake was. */
    private Path pathOf(SessionKey key) {
        return key.state() == KeyState.UNCONFIRMED && key != core.keys.sending() ? key.path : core.roaming.active();
    }

    private boolean isAllowed(Path path, int size) {
        boolean allowed = path.allows(size);
        blocked |= !allowed;
        return allowed;
    }

    private void begin(SessionKey key, int size, long now) {
        builder.begin(size);
        if (key.space.received().isPending()) {
            builder.addAck(key.space.received(), now);
        }
    }

    private void fill(long now) {
        builder.fill(core.exchange.control(), now);
        builder.fill(core.exchange.messages(), now);
    }

    private Transmit send(SessionKey key, Path path, long now) {
        PacketBuilder.Sealed sealed = builder.seal(key);
        int bytes = sealed.datagram().length();
        core.recovery.onPacketSent(
                key.space,
                new SentPacket<>(
                        sealed.number(),
                        now,
                        bytes,
                        sealed.eliciting(),
                        sealed.largestAcked(),
                        path.recovery,
                        sealed.bundle()));
        if (sealed.eliciting()) {
            sealed.bundle().onSent();
            core.packetsSent++;
        }
        path.onSent(bytes);
        // That a key which is not in use yet is not answered says nothing about the peer.
        core.timers.onSent(sealed.eliciting() && key == core.keys.sending(), now);
        if (key == core.keys.current() && !key.wornSaid && key.isWorn()) {
            key.wornSaid = true;
            core.wishRekey(now);
        }
        return new Transmit(path.address, sealed.datagram());
    }

    /** The probe timeout fired. */
    void onProbeTimeout(long now) {
        repeats.clear();
        repeats.addAll(core.recovery.oldestInFlight(PROBES));
        for (SessionKey key : core.keys.all()) {
            if (key.state() == KeyState.UNCONFIRMED && key.nextFin <= now) {
                long backOff = core.pto() << Math.min(key.fins++, 10);
                key.nextFin = now + Math.min(backOff, Math.max(core.pto(), MAX_BACKOFF));
                key.pingDue |= key != core.keys.sending();
                if (key.initiator) {
                    core.events.add(new SessionEvent.ProbeTimeout(key.localIndex));
                }
            }
        }
    }

    /** The sources have something new. */
    void wake() {
        stalled = false;
    }

    private boolean hasNews() {
        return core.exchange.control().isReady() || core.exchange.messages().isReady();
    }

    /** When to poll again although nothing else happens: an ACK, a probe, or what pacing holds back. */
    long nextDeadline() {
        if (blocked) {
            return NEVER;
        }
        long next = core.recovery.nextDeadline();
        if (core.check != null && core.keys.sending() != null) {
            long allowed = core.recovery.earliestSend(core.check.nextSize());
            next = Math.min(next, Math.min(core.check.giveUpAt(), Math.max(core.check.nextAt(), allowed)));
        }
        if (!stalled && core.keys.sending() != null && hasNews()) {
            next = Math.min(next, core.recovery.earliestSend(size));
        }
        return next;
    }
}
