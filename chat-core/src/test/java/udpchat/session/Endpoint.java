package udpchat.session;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import udpchat.model.PeerAddress;
import udpchat.noise.Identity;
import udpchat.wire.Bytes;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;

/** One side of a timeline: what it sent and said since it was last asked. */
final class Endpoint {
    final PeerAddress address;
    final Bytes key;
    final LocalIndexes indexes;
    final Handshakes handshakes;

    private Endpoint(int host, byte[] self, Noise noise, Random random, int maxUdp) {
        address = HandshakeSimulation.address(host, 0);
        key = Bytes.wrap(self);
        indexes = new LocalIndexes(random);
        handshakes = new Handshakes(self, maxUdp, noise, random, indexes, EnumSet.noneOf(HandshakeRule.class), 0);
    }

    /** With cheap keys, for whatever is not about keys. */
    static Endpoint cheap(int host) {
        Random random = new Random(host * 7_919L);
        byte[] self = new byte[32];
        random.nextBytes(self);
        return new Endpoint(host, self, new CheapNoise(self, random), random, 1_200);
    }

    static Endpoint real(int host, int maxUdp) {
        Random random = new Random(host * 7_919L);
        Identity identity = Identity.generate(random);
        return new Endpoint(host, identity.publicKey(), Noise.of(identity, random), random, maxUdp);
    }

    /** Takes packets in; gives those it sends. */
    List<Packet> receive(long now, PeerAddress from, List<? extends Packet> packets) {
        packets.forEach(packet -> handshakes.onPacket((Packet.Handshake) packet, from, now));
        return sent();
    }

    List<Packet> receive(long now, Endpoint from, List<? extends Packet> packets) {
        return receive(now, from.address, packets);
    }

    /** What was sent, in order, to whomever. */
    List<Packet> sent() {
        List<Packet> sent = new ArrayList<>();
        Transmit next;
        while ((next = handshakes.pollTransmit()) != null) {
            try {
                sent.add(PacketCodec.decode(
                        next.payload().toArray(), 0, next.payload().length()));
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        }
        return sent;
    }

    List<HandshakeEvent> events() {
        List<HandshakeEvent> events = new ArrayList<>();
        HandshakeEvent next;
        while ((next = handshakes.pollEvent()) != null) {
            events.add(next);
        }
        return events;
    }

    /** The one event there is, of this kind. */
    <E extends HandshakeEvent> E event(Class<E> kind) {
        List<HandshakeEvent> events = events();
        if (events.size() != 1) {
            throw new AssertionError("not one event: " + events);
        }
        return kind.cast(events.get(0));
    }

    List<Packet> due(long now) {
        handshakes.onDeadline(now);
        return sent();
    }
}
