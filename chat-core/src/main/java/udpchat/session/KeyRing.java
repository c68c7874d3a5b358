package udpchat.session;

import static udpchat.recovery.RecoveryLimits.MAX_SPACES;
import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.ArrayList;
import java.util.List;
import udpchat.model.PeerAddress;
import udpchat.session.KeyState.Signal;
import udpchat.wire.CloseCode;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits.Rfc;
import udpchat.wire.WireLimits.Session;

/** The keys of one session, and what each change of their state brings about. */
final class KeyRing {
    private final SessionCore core;
    /** In the order in which they were established. */
    private final List<SessionKey> keys = new ArrayList<>(2);

    private SessionKey current;

    KeyRing(SessionCore core) {
        this.core = core;
    }

    /** A handshake came to its end. */
    void add(HandshakeEvent.Established established, long now) {
        makeRoom(now);
        Path path = core.roaming.pathTo(established.address(), established.maxUdp());
        established.rtt().ifPresent(rtt -> path.onHandshakeRtt(rtt));
        boolean proven = established.role() == HandshakeEvent.Role.RESPONDER && !core.up;
        SessionKey key = new SessionKey(
                established, path, core.recovery.openSpace(), proven ? KeyState.CURRENT : KeyState.UNCONFIRMED, now);
        keys.add(key);
        // The responder sends DATA at once, and what the initiator sends brings FIN along when it is repeated.
        key.pingDue = true;
        key.deadline = key.initiator ? NEVER : now + Session.UNCONFIRMED;
        key.nextFin = now;
        if (proven) {
            becomeCurrent(key, now);
        } else if (current == null) {
            core.roaming.onHandshake(path);
            announce(key);
        }
    }

    private void makeRoom(long now) {
        if (count(KeyState.UNCONFIRMED) + count(KeyState.CURRENT) + count(KeyState.PREVIOUS) == MAX_SPACES) {
            SessionKey victim = oldest(KeyState.PREVIOUS);
            end(victim == null ? oldest(KeyState.UNCONFIRMED) : victim, now);
        }
        if (keys.size() == Session.KEYS) {
            SessionKey victim = oldest(KeyState.DRAINING);
            end(victim == null ? oldest(KeyState.CLOSING) : victim, now);
        }
    }

    /** The key with this index of ours, or null. */
    SessionKey find(int localIndex) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).localIndex == localIndex) {
                return keys.get(i);
            }
        }
        return null;
    }

    /** Or null. */
    SessionKey current() {
        return current;
    }

    /** The key that what we have to say goes out under: the current one, or the newest if none is; null if there is none. */
    SessionKey sending() {
        return current != null ? current : newestUnconfirmed();
    }

    /** To be gone through by index; a change of state may take one out. */
    List<SessionKey> all() {
        return keys;
    }

    int packetsInFlight() {
        int packets = 0;
        for (int i = 0; i < keys.size(); i++) {
            packets += keys.get(i).space.packetsInFlight();
        }
        return packets;
    }

    /** A packet opened under it. */
    void opened(SessionKey key, long now) {
        boolean confirmed = key.state() == KeyState.UNCONFIRMED;
        key.on(Signal.OPENED);
        if (confirmed) {
            core.events.add(new SessionEvent.FirstData(key.localIndex));
            becomeCurrent(key, now);
        }
    }

    private void becomeCurrent(SessionKey key, long now) {
        SessionKey old = current;
        boolean unreachable = core.timers.isUnreachable();
        current = key;
        key.deadline = NEVER;
        core.rekeyAt = key.rekeyAt();
        if (old != null) {
            old.on(Signal.SUCCEEDED);
            old.pingDue = false;
            old.deadline = now + Math.max(Session.PREVIOUS_KEY_PTOS * core.pto(), Session.PREVIOUS_KEY);
        }
        PeerAddress before = core.roaming.active().address;
        core.roaming.onHandshake(key.path);
        announce(key);
        if (!core.up) {
            core.up = true;
            core.events.add(new SessionEvent.Up(key.path.address));
        } else if (!key.path.address.equals(before)) {
            core.events.add(new SessionEvent.Moved(key.path.address));
        }
        if (old != null && unreachable) {
            // Nothing of it arrived for long: what it carried is better sent again now.
            end(old, now);
        }
        core.answered(now);
    }

    private void announce(SessionKey key) {
        if (!key.announced) {
            key.announced = true;
            core.exchange.onKeyEstablished(!core.up);
        }
    }

    /** The peer closed it; whether it was the one in use and no other takes its place. */
    boolean closed(SessionKey key, CloseCode code, long now) {
        boolean inUse = key == current;
        forget(key);
        key.on(Signal.CLOSED);
        key.deadline = now + Rfc.DRAIN_PTOS * core.pto();
        SessionKey next = newestUnconfirmed();
        if (inUse && code == CloseCode.REPLACED && next != null) {
            // Replaced by ourselves: the peer uses the next key already.
            core.roaming.onHandshake(next.path);
            announce(next);
            return false;
        }
        return inUse;
    }

    /** Closes all that the peer may take for the one in use. */
    void close(CloseCode code, String reason, long now) {
        for (SessionKey key : List.copyOf(keys)) {
            if (key.state() == KeyState.CURRENT || key.state() == KeyState.UNCONFIRMED) {
                close(key, code, reason, now);
            }
        }
    }

    private void close(SessionKey key, CloseCode code, String reason, long now) {
        if (key.isUsedUp()) {
            end(key, now);
            return;
        }
        forget(key);
        key.on(Signal.CLOSE);
        key.close = Frame.Close.of(code, reason);
        key.nextClose = now;
        key.deadline = now + Rfc.DRAIN_PTOS * core.pto();
    }

    /** Ends those that are not closing or closed. */
    void endAlive(long now) {
        for (SessionKey key : List.copyOf(keys)) {
            if (key.state().isAlive()) {
                end(key, now);
            }
        }
    }

    /** The peer began anew with this key: what was under way under those before means nothing any more. */
    void endOlder(SessionKey key, long now) {
        for (SessionKey other : List.copyOf(keys)) {
            if (other == key) {
                return;
            }
            if (other.state() == KeyState.PREVIOUS) {
                succeeded(other, !other.lastFrom.equals(key.path.address), now);
            }
        }
    }

    /** Takes out a key. */
    void end(SessionKey key, long now) {
        forget(key);
        key.on(Signal.END);
        keys.remove(key);
        core.events.add(new SessionEvent.IndexRetired(key.localIndex));
    }

    /** What was in flight under it is to be sent again, without being a sign of congestion. */
    private void forget(SessionKey key) {
        if (key == current) {
            current = null;
        }
        if (key.state().isAlive()) {
            for (Bundle bundle : core.recovery.retire(key.space)) {
                bundle.onLost();
            }
        }
    }

    void onDeadline(long now) {
        for (int i = keys.size() - 1; i >= 0; i--) {
            SessionKey key = keys.get(i);
            if (key.deadline <= now) {
                expire(key, now);
            }
        }
    }

    private void expire(SessionKey key, long now) {
        boolean isElsewhere = key.state() == KeyState.PREVIOUS
                && current != null
                && current.acked
                && !key.lastFrom.equals(core.roaming.active().address);
        succeeded(key, isElsewhere, now);
    }

    /** Who holds the new key left this one; if another program still waits elsewhere, it is told. */
    private void succeeded(SessionKey key, boolean isElsewhere, long now) {
        if (isElsewhere) {
            close(key, CloseCode.REPLACED, "", now);
        } else {
            end(key, now);
        }
    }

    long nextDeadline() {
        long next = NEVER;
        for (int i = 0; i < keys.size(); i++) {
            SessionKey key = keys.get(i);
            next = Math.min(next, Math.min(key.deadline, key.nextClose));
        }
        return next;
    }

    private SessionKey newestUnconfirmed() {
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (keys.get(i).state() == KeyState.UNCONFIRMED) {
                return keys.get(i);
            }
        }
        return null;
    }

    private SessionKey oldest(KeyState state) {
        for (SessionKey key : keys) {
            if (key.state() == state) {
                return key;
            }
        }
        return null;
    }

    private int count(KeyState state) {
        int count = 0;
        for (SessionKey key : keys) {
            count += key.state() == state ? 1 : 0;
        }
        return count;
    }
}
