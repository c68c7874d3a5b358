package udpchat.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import udpchat.model.PeerAddress;
import udpchat.noise.CheapSecrets;
import udpchat.noise.SecureChannel;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.FrameCodec;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireWriter;

/** A session under test, and at its other end somebody who sends whatever packets a test wants. */
final class RawPeer {
    static final PeerAddress HOME = SimulatedNetwork.address(1, 8089);

    final NumberedExchange exchange = new NumberedExchange();
    final PeerSession session;
    final List<SessionEvent> events = new ArrayList<>();
    long now;

    private final List<SecureChannel> channels = new ArrayList<>();
    private final List<Long> counters = new ArrayList<>();

    /** @param role the session's, which sent FIN or got it just now */
    RawPeer(HandshakeEvent.Role role) {
        session = new PeerSession(new SessionContext(new Random(5)), exchange, established(role, HOME), now);
        pump();
    }

    /** One more key; our index is its number, the session's is 100 more. */
    HandshakeEvent.Established established(HandshakeEvent.Role role, PeerAddress at) {
        int index = channels.size();
        byte[] transcript = {(byte) index, 1, 2, 3};
        boolean initiator = role == HandshakeEvent.Role.INITIATOR;
        channels.add(CheapSecrets.channel(transcript, !initiator));
        counters.add(0L);
        return new HandshakeEvent.Established(
                CheapSecrets.channel(transcript, initiator),
                100 + index,
                index,
                Bytes.wrap(new byte[32]),
                role,
                at,
                Datagram.MAX,
                0,
                OptionalLong.of(40_000_000));
    }

    /** Sends one packet under the first key. */
    List<Frame> send(Frame... frames) {
        return send(0, HOME, frames);
    }

    /** Sends one packet; what the session has to say then. */
    List<Frame> send(int index, PeerAddress from, Frame... frames) {
        deliver(index, from, packet(index, frames));
        return pump();
    }

    /** A packet with the next number, of 93 bytes if the frames are few. */
    byte[] packet(int index, Frame... frames) {
        byte[] packet = new byte[Datagram.MAX];
        WireWriter out = new WireWriter(packet, Datagram.DATA_HEADER, Datagram.MAX - Datagram.DATA_OVERHEAD);
        for (Frame frame : frames) {
            FrameCodec.write(frame, out);
        }
        int length = Math.max(Datagram.PADDING_STEP, out.written());
        long counter = counters.get(index);
        counters.set(index, counter + 1);
        PacketCodec.writeDataHeader(100 + index, counter, packet, 0);
        return Arrays.copyOf(packet, channels.get(index).seal(packet, length));
    }

    void deliver(int index, PeerAddress from, byte[] packet) {
        session.onData(100 + index, from, packet, 0, packet.length, now);
    }

    /** A packet whose plaintext is this byte, and padding. */
    void deliverSealed(int id) {
        byte[] packet = new byte[Datagram.MIN_DATA];
        long counter = counters.get(0);
        counters.set(0, counter + 1);
        PacketCodec.writeDataHeader(100, counter, packet, 0);
        packet[Datagram.DATA_HEADER] = (byte) id;
        channels.get(0).seal(packet, Datagram.PADDING_STEP);
        deliver(0, HOME, packet);
    }

    /** Leaves out packet numbers. */
    void skipNumbers(int index, long count) {
        counters.set(index, counters.get(index) + count);
    }

    /** Lets time pass, deadline by deadline; what the session has to say meanwhile. */
    List<Frame> pass(long nanos) {
        long end = now + nanos;
        List<Frame> frames = new ArrayList<>();
        while (session.nextDeadline() <= end) {
            now = Math.max(now, session.nextDeadline());
            session.onDeadline(now);
            frames.addAll(pump());
        }
        now = end;
        return frames;
    }

    /** What the session has to say, but for padding. */
    List<Frame> pump() {
        List<Frame> frames = new ArrayList<>();
        for (Transmit next : transmits()) {
            frames.addAll(open(next));
        }
        return frames;
    }

    List<Transmit> transmits() {
        List<Transmit> transmits = new ArrayList<>();
        for (Transmit next = session.pollTransmit(now); next != null; next = session.pollTransmit(now)) {
            transmits.add(next);
        }
        for (SessionEvent event = session.pollEvent(); event != null; event = session.pollEvent()) {
            events.add(event);
        }
        return transmits;
    }

    List<Frame> open(Transmit transmit) {
        byte[] bytes = transmit.payload().toArray();
        try {
            Packet.Data data = PacketCodec.decodeData(bytes, 0, bytes.length);
            byte[] plaintext = new byte[bytes.length];
            int length = channels.get(data.receiverIndex()).open(bytes, bytes.length, plaintext);
            List<Frame> frames = new ArrayList<>(FrameCodec.decodeAll(plaintext, 0, length));
            frames.removeIf(Frame.Padding.class::isInstance);
            return frames;
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** The events since this was last asked. */
    List<SessionEvent> events() {
        List<SessionEvent> since = new ArrayList<>(events);
        events.clear();
        return since;
    }
}
