package udpchat.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import udpchat.model.PeerAddress;
import udpchat.noise.Identity;
import udpchat.noise.SecureChannel;
import udpchat.wire.Bytes;
import udpchat.wire.DatagramClassifier;
import udpchat.wire.Hello;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;

/** A peer with as much of sessions as handshakes need: probes, pings, CLOSE(replaced), and a wish to be connected. */
final class SimulatedNode {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    private static final byte PING = 1;
    private static final byte PONG = 2;
    private static final byte REPLACED = 3;
    private static final long DEAD = 10 * SECOND;

    /** What a peer that lives on needs to know of a session. */
    static final class Session {
        final HandshakeEvent.Established established;
        boolean confirmed;
        private long heard;
        private long counter;
        private long probeAt;
        private long probe;

        Session(HandshakeEvent.Established established) {
            this.established = established;
        }

        int local() {
            return established.localIndex();
        }

        int remote() {
            return established.remoteIndex();
        }

        boolean initiator() {
            return established.role() == HandshakeEvent.Role.INITIATOR;
        }
    }

    /** Whom this node wants a session with. */
    static final class Wish {
        final SimulatedNode peer;
        final boolean byHello;
        private final Map<PeerAddress, Long> nonces = new HashMap<>();
        private final Map<PeerAddress, Long> provenAt = new HashMap<>();
        private long nextAt;
        private int hellos;
        boolean turnedAway;

        Wish(SimulatedNode peer, boolean byHello, long from) {
            this.peer = peer;
            this.byHello = byHello;
            this.nextAt = from;
        }
    }

    interface Network {
        void transmit(PeerAddress from, PeerAddress to, byte[] bytes);
    }

    final List<PeerAddress> addresses;
    final Bytes key;
    final Map<Bytes, Session> current = new LinkedHashMap<>();
    final Map<Integer, Session> sessions = new LinkedHashMap<>();
    int superseded;
    boolean present = true;

    private final Identity identity;
    private final Random random;
    private final Network network;
    private final EnumSet<HandshakeRule> off;
    private final List<Wish> wishes = new ArrayList<>();
    private LocalIndexes indexes;
    private Handshakes handshakes;

    /** @param identity the real Noise's, or null for the cheap one */
    SimulatedNode(
            Identity identity,
            List<PeerAddress> addresses,
            Random random,
            Network network,
            EnumSet<HandshakeRule> off) {
        this.identity = identity;
        this.addresses = addresses;
        this.random = random;
        this.network = network;
        this.off = off;
        byte[] self = new byte[32];
        random.nextBytes(self);
        this.key = Bytes.wrap(identity == null ? self : identity.publicKey());
        restart(0);
    }

    /** Forgets all but its key and its wishes. */
    void restart(long now) {
        sessions.clear();
        current.clear();
        wishes.forEach(wish -> wish.turnedAway = false);
        indexes = new LocalIndexes(random);
        Noise noise = identity == null ? new CheapNoise(key.toArray(), random) : Noise.of(identity, random);
        handshakes = new Handshakes(key.toArray(), 1_200, noise, random, indexes, off, now);
    }

    void wish(SimulatedNode peer, boolean byHello, long from) {
        wishes.add(new Wish(peer, byHello, from));
    }

    void rekey(SimulatedNode peer, long now) {
        Session session = current.get(peer.key);
        if (session != null) {
            handshakes.connect(session.established.address(), Optional.of(peer.key), now);
        }
        drain(now);
    }

    void onDatagram(PeerAddress from, byte[] bytes, long now) {
        if (!present) {
            return;
        }
        try {
            switch (DatagramClassifier.classify(bytes, 0, bytes.length, index -> indexes.isOurs(index, now))) {
                case HANDSHAKE ->
                    handshakes.onPacket((Packet.Handshake) PacketCodec.decode(bytes, 0, bytes.length), from, now);
                case DATA -> onData(PacketCodec.decodeData(bytes, 0, bytes.length), bytes, now);
                case STRAY_DATA -> {
                    if (!hasSessionAt(from)) {
                        handshakes.answerStray(from, now);
                    }
                }
                case HELLO -> {
                    if (!hasSessionAt(from)) {
                        handshakes.answerHello(
                                from, Hello.decode(bytes, 0, bytes.length).nonce(), now);
                    }
                }
                default -> throw new AssertionError("nobody sends that");
            }
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
        drain(now);
    }

    private boolean hasSessionAt(PeerAddress from) {
        return sessions.values().stream()
                .anyMatch(session -> session.established.address().equals(from));
    }

    private void onData(Packet.Data data, byte[] bytes, long now) {
        Session session = sessions.get(data.receiverIndex());
        if (session == null) {
            return;
        }
        byte[] plaintext = new byte[bytes.length];
        if (identity == null) {
            plaintext = Arrays.copyOfRange(bytes, SecureChannel.HEADER_BYTES, bytes.length);
            int sender = ByteBuffer.wrap(plaintext).getInt(1);
            if (sender != session.remote()) {
                throw new AssertionError("two sessions with one index");
            }
        } else if (session.established.channel().open(bytes, bytes.length, plaintext) < 1) {
            return;
        }
        session.heard = now;
        if (plaintext[0] == REPLACED) {
            boolean replacing =
                    sessions.values().stream().anyMatch(other -> other != session && samePeer(other, session));
            close(session, now);
            if (!replacing) {
                wishes.stream()
                        .filter(wish -> wish.peer.key.equals(session.established.remoteStatic()))
                        .forEach(wish -> wish.turnedAway = true);
            }
            return;
        }
        if (!session.confirmed) {
            session.confirmed = true;
            handshakes.onFirstData(session.local());
            makeCurrent(session, now);
        }
        if (plaintext[0] == PING) {
            send(session, PONG);
        }
    }

    private static boolean samePeer(Session one, Session other) {
        return one.established.remoteStatic().equals(other.established.remoteStatic());
    }

    private void makeCurrent(Session session, long now) {
        Session old = current.put(session.established.remoteStatic(), session);
        if (old != null && old != session && sessions.containsKey(old.local())) {
            send(old, REPLACED);
            close(old, now);
        }
    }

    private void close(Session session, long now) {
        sessions.remove(session.local());
        current.remove(session.established.remoteStatic(), session);
        handshakes.onSessionClosed(session.local(), now);
    }

    private void send(Session session, byte kind) {
        byte[] packet = new byte[SecureChannel.HEADER_BYTES + 64 + SecureChannel.TAG_BYTES];
        PacketCodec.writeDataHeader(session.remote(), session.counter++, packet, 0);
        ByteBuffer.wrap(packet, SecureChannel.HEADER_BYTES, 5).put(kind).putInt(session.local());
        if (identity != null) {
            session.established.channel().seal(packet, 64);
        }
        transmit(session.established.address(), packet);
    }

    private void transmit(PeerAddress to, byte[] bytes) {
        // The source is the address of the same family as the destination: the same place in the list.
        int family = to.ip().getAddress()[3] % addresses.size();
        network.transmit(addresses.get(family), to, bytes);
    }

    /** Does what is due; to be called often. */
    void tick(long now) {
        if (!present) {
            return;
        }
        handshakes.onDeadline(now);
        for (Session session : List.copyOf(sessions.values())) {
            if (session.probeAt > now) {
                continue;
            }
            if (session.confirmed) {
                if (now - session.heard > DEAD) {
                    close(session, now);
                } else {
                    session.probeAt = now + SECOND;
                    send(session, PING);
                }
            } else {
                session.probe = Math.min(2 * session.probe, Math.max(session.probe, SECOND));
                session.probeAt = now + session.probe;
                handshakes.onProbeTimeout(session.local(), now);
                if (indexes.isUsed(session.local())) {
                    send(session, PING);
                }
            }
        }
        wishes.forEach(wish -> pursue(wish, now));
        drain(now);
    }

    private void pursue(Wish wish, long now) {
        boolean connected = sessions.values().stream()
                .anyMatch(session -> session.established.remoteStatic().equals(wish.peer.key));
        if (connected || wish.turnedAway) {
            return;
        }
        wish.provenAt.entrySet().removeIf(proven -> {
            boolean due = proven.getValue() <= now;
            if (due) {
                handshakes.connect(proven.getKey(), Optional.empty(), now);
            }
            return due;
        });
        if (wish.nextAt > now) {
            return;
        }
        for (PeerAddress address : wish.peer.addresses) {
            if (wish.byHello) {
                long nonce = wish.nonces.computeIfAbsent(address, unknown -> random.nextLong() | 1);
                transmit(address, new Hello(1, nonce).encode());
            } else {
                handshakes.connect(address, Optional.of(wish.peer.key), now);
            }
        }
        wish.hellos++;
        wish.nextAt = now + (wish.byHello && wish.hellos > 3 ? 10 * SECOND : SECOND);
    }

    private void drain(long now) {
        HandshakeEvent event;
        while ((event = handshakes.pollEvent()) != null) {
            on(event, now);
        }
        Transmit next;
        while ((next = handshakes.pollTransmit()) != null) {
            transmit(next.to(), next.payload().toArray());
        }
    }

    private void on(HandshakeEvent event, long now) {
        if (event instanceof HandshakeEvent.Established established) {
            Session session = new Session(established);
            session.heard = now;
            session.probe = established.rtt().isPresent()
                    ? Math.max(20 * MS, established.rtt().getAsLong() * 3)
                    : 1_024 * MS;
            session.probeAt = now + session.probe;
            sessions.put(session.local(), session);
            wishes.stream()
                    .filter(wish -> wish.peer.key.equals(established.remoteStatic()))
                    .forEach(wish -> wish.turnedAway = false);
            if (!session.initiator()) {
                session.confirmed = true;
                makeCurrent(session, now);
            }
            send(session, PING);
        } else if (event instanceof HandshakeEvent.Superseded lost) {
            superseded++;
            sessions.remove(lost.localIndex());
        } else if (event instanceof HandshakeEvent.Failed failed) {
            failed.localIndex().ifPresent(sessions::remove);
        } else if (event instanceof HandshakeEvent.FinRepeated repeated) {
            send(sessions.get(repeated.localIndex()), PING);
        } else if (event instanceof HandshakeEvent.HelloEchoed echo) {
            for (Wish wish : wishes) {
                if (wish.nonces.getOrDefault(echo.address(), 0L) == echo.nonce()) {
                    wish.provenAt.putIfAbsent(echo.address(), now + SECOND);
                }
            }
        }
    }

    long nextDeadline() {
        if (!present) {
            return Handshakes.NEVER;
        }
        long next = handshakes.nextDeadline();
        for (Session session : sessions.values()) {
            next = Math.min(next, session.probeAt);
        }
        return next;
    }
}
