package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.SECOND;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import udpchat.messaging.FrameExchange;
import udpchat.model.PeerAddress;
import udpchat.noise.Identity;
import udpchat.wire.Bytes;
import udpchat.wire.CloseCode;
import udpchat.wire.DatagramClassifier;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits;

/** A peer with handshakes and sessions, and as much policy as these need: whom it wants to talk to, and where. */
final class SimulatedSessions {
    final SimulatedNetwork network;
    final Bytes key;
    /** Where what it sends comes from, and where it hears. */
    PeerAddress address;

    final Map<Bytes, PeerSession> current = new LinkedHashMap<>();
    final Map<Integer, PeerSession> byIndex = new HashMap<>();
    final Map<Bytes, FrameExchange> exchanges = new HashMap<>();
    final List<SessionEvent> events = new ArrayList<>();
    Function<Bytes, FrameExchange> exchangeOf = peer -> new NumberedExchange();
    LocalIndexes indexes;
    Handshakes handshakes;
    int established;

    private final Random random;
    /** The real Noise's, or null for the cheap one. */
    private final Identity identity;

    private final Set<PeerSession> closing = new LinkedHashSet<>();
    private final Map<Bytes, Set<PeerAddress>> wanted = new LinkedHashMap<>();
    private final Map<Bytes, Long> retryAt = new HashMap<>();
    private SessionContext context;
    /** Numbers of packets sent, by the receiver's index. */
    private final Map<Integer, Set<Long>> numbers = new HashMap<>();

    SimulatedSessions(SimulatedNetwork network, PeerAddress address, Random random) {
        this.network = network;
        this.address = address;
        this.random = random;
        byte[] self = new byte[WireLimits.Rfc.KEY];
        random.nextBytes(self);
        identity = network.realKeys ? Identity.generate(random) : null;
        key = Bytes.wrap(identity == null ? self : identity.publicKey());
        restart();
    }

    /** Another program with the key of this one. */
    SimulatedSessions(SimulatedNetwork network, PeerAddress address, SimulatedSessions original) {
        this.network = network;
        this.address = address;
        this.random = new Random(network.random.nextLong());
        this.key = original.key;
        this.identity = original.identity;
        restart();
        network.nodes.add(this);
    }

    /** Forgets its sessions, and remembers what its exchanges hold. */
    void restart() {
        current.clear();
        byIndex.clear();
        closing.clear();
        exchanges.values().forEach(exchange -> ((NumberedExchange) exchange).crash());
        indexes = new LocalIndexes(random);
        context = new SessionContext(random);
        handshakes = new Handshakes(
                key.toArray(),
                WireLimits.Datagram.MAX,
                identity == null ? new CheapNoise(key.toArray(), random) : Noise.of(identity, random),
                random,
                indexes,
                EnumSet.noneOf(HandshakeRule.class),
                network.now);
        wanted.keySet().forEach(peer -> retryAt.put(peer, network.now));
    }

    /** From now on this peer is wanted, at its present address among others. */
    void want(SimulatedSessions peer) {
        wanted.computeIfAbsent(peer.key, none -> new LinkedHashSet<>()).add(peer.address);
        retryAt.put(peer.key, network.now);
    }

    PeerSession with(SimulatedSessions peer) {
        return current.get(peer.key);
    }

    boolean isUpWith(SimulatedSessions peer) {
        PeerSession session = current.get(peer.key);
        return session != null && session.isUp();
    }

    FrameExchange exchange(Bytes peer) {
        return exchanges.computeIfAbsent(peer, exchangeOf);
    }

    NumberedExchange messages(SimulatedSessions peer) {
        return (NumberedExchange) exchange(peer.key);
    }

    void rekey(SimulatedSessions peer) {
        PeerSession session = current.get(peer.key);
        if (session != null) {
            handshakes.connect(session.address(), Optional.of(peer.key), network.now);
        }
    }

    void close(SimulatedSessions peer) {
        wanted.remove(peer.key);
        PeerSession session = current.get(peer.key);
        if (session != null) {
            session.close(CloseCode.BYE, "", network.now);
        }
    }

    void onDatagram(PeerAddress from, byte[] bytes) {
        long now = network.now;
        try {
            switch (DatagramClassifier.classify(bytes, 0, bytes.length, index -> indexes.isOurs(index, now))) {
                case HANDSHAKE ->
                    handshakes.onPacket((Packet.Handshake) PacketCodec.decode(bytes, 0, bytes.length), from, now);
                case DATA -> {
                    int index = PacketCodec.decodeData(bytes, 0, bytes.length).receiverIndex();
                    PeerSession session = byIndex.get(index);
                    if (session != null) {
                        session.onData(index, from, bytes, 0, bytes.length, now);
                    }
                }
                case STRAY_DATA -> {
                    if (current.values().stream()
                            .noneMatch(session -> session.address().equals(from))) {
                        handshakes.answerStray(from, now);
                    }
                }
                default -> {
                    // what corruption made of a packet
                }
            }
        } catch (MalformedException e) {
            // likewise
        }
        drainEvents();
    }

    /** All that is due, and all that has to go out. */
    void pump() {
        long now = network.now;
        handshakes.onDeadline(now);
        sessions().forEach(session -> {
            session.onDeadline(now);
            if (!session.isEnded()) {
                session.onBatchEnd(now);
            }
        });
        drainEvents();
        pursue();
        drainEvents();
        transmitAll();
        for (PeerSession session : sessions()) {
            for (Transmit next = session.pollTransmit(now); next != null; next = session.pollTransmit(now)) {
                check(next);
                network.transmit(address, next.to(), next.payload().toArray());
            }
        }
        drainEvents();
        transmitAll();
        check();
    }

    private void transmitAll() {
        for (Transmit next = handshakes.pollTransmit(); next != null; next = handshakes.pollTransmit()) {
            network.transmit(address, next.to(), next.payload().toArray());
        }
    }

    private List<PeerSession> sessions() {
        List<PeerSession> all = new ArrayList<>(current.values());
        all.addAll(closing);
        return all;
    }

    private void pursue() {
        long now = network.now;
        wanted.forEach((peer, addresses) -> {
            if (!current.containsKey(peer) && retryAt.getOrDefault(peer, Long.MAX_VALUE) <= now) {
                retryAt.put(peer, now + WireLimits.Session.OFFLINE_RETRY);
                connect(peer);
            }
        });
    }

    private void connect(Bytes peer) {
        wanted.getOrDefault(peer, Set.of()).forEach(where -> handshakes.connect(where, Optional.of(peer), network.now));
    }

    private void drainEvents() {
        boolean more = true;
        while (more) {
            more = false;
            for (HandshakeEvent event = handshakes.pollEvent(); event != null; event = handshakes.pollEvent()) {
                on(event);
                more = true;
            }
            for (PeerSession session : sessions()) {
                for (SessionEvent event = session.pollEvent(); event != null; event = session.pollEvent()) {
                    on(session, event);
                    events.add(event);
                    more = true;
                }
            }
        }
    }

    private void on(HandshakeEvent event) {
        long now = network.now;
        if (event instanceof HandshakeEvent.Established done) {
            established++;
            PeerSession session = current.get(done.remoteStatic());
            if (session == null) {
                session = new PeerSession(context, exchange(done.remoteStatic()), done, now);
                current.put(done.remoteStatic(), session);
            } else {
                session.onEstablished(done, now);
            }
            byIndex.put(done.localIndex(), session);
            numbers.put(done.remoteIndex(), new HashSet<>());
            wanted.computeIfPresent(done.remoteStatic(), (peer, known) -> {
                known.add(done.address());
                return known;
            });
        } else if (event instanceof HandshakeEvent.Superseded lost) {
            byIndex.get(lost.localIndex()).onSuperseded(lost.localIndex(), now);
        } else if (event instanceof HandshakeEvent.FinRepeated repeated) {
            byIndex.get(repeated.localIndex()).onFinRepeated(repeated.localIndex(), now);
        } else if (event instanceof HandshakeEvent.Failed failed
                && failed.localIndex().isPresent()) {
            int index = failed.localIndex().get();
            if (byIndex.containsKey(index)) {
                byIndex.get(index).onUnconfirmed(index, now);
            }
        }
    }

    private void on(PeerSession session, SessionEvent event) {
        long now = network.now;
        if (event instanceof SessionEvent.FirstData first) {
            handshakes.onFirstData(first.localIndex());
        } else if (event instanceof SessionEvent.ProbeTimeout timeout) {
            handshakes.onProbeTimeout(timeout.localIndex(), now);
        } else if (event instanceof SessionEvent.IndexRetired retired) {
            handshakes.onSessionClosed(retired.localIndex(), now);
            assertEquals(session, byIndex.remove(retired.localIndex()), this::seed);
            if (session.isFinished()) {
                closing.remove(session);
            }
        } else if (event instanceof SessionEvent.WantsRekey wish) {
            handshakes.connect(wish.address(), Optional.of(session.remoteStatic()), now);
        } else if (event instanceof SessionEvent.Unreachable) {
            connect(session.remoteStatic());
        } else if (event instanceof SessionEvent.Moved moved) {
            wanted.computeIfPresent(session.remoteStatic(), (peer, known) -> {
                known.add(moved.address());
                return known;
            });
        } else if (event instanceof SessionEvent.Ended ended) {
            current.remove(session.remoteStatic(), session);
            if (!session.isFinished()) {
                closing.add(session);
            }
            long wait = ended.why().retryAfter();
            retryAt.put(session.remoteStatic(), wait == Handshakes.NEVER ? wait : now + wait);
        }
    }

    private void check(Transmit next) {
        byte[] bytes = next.payload().toArray();
        try {
            Packet.Data data = PacketCodec.decodeData(bytes, 0, bytes.length);
            assertTrue(
                    numbers.get(data.receiverIndex()).add(data.counter()),
                    () -> "number " + data.counter() + " used twice; " + seed());
        } catch (MalformedException e) {
            throw new AssertionError(seed(), e);
        }
    }

    private void check() {
        assertTrue(current.size() + closing.size() <= 64, this::seed);
        for (PeerSession session : sessions()) {
            SessionStatus status = session.status(network.now);
            assertTrue(status.bytesInFlight() >= 0, this::seed);
        }
        assertTrue(byIndex.size() <= WireLimits.Session.KEYS * (current.size() + closing.size()), this::seed);
    }

    long nextDeadline() {
        long next = handshakes.nextDeadline();
        for (PeerSession session : sessions()) {
            next = Math.min(next, session.nextDeadline());
        }
        for (Map.Entry<Bytes, Long> retry : retryAt.entrySet()) {
            if (wanted.containsKey(retry.getKey()) && !current.containsKey(retry.getKey())) {
                next = Math.min(next, retry.getValue());
            }
        }
        return next;
    }

    <E extends SessionEvent> long count(Class<E> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    private String seed() {
        return "seed " + network.seed + " at " + network.now / (SECOND / 1_000) + " ms";
    }
}
