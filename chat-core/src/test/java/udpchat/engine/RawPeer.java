package udpchat.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.noise.Identity;
import udpchat.session.HandshakeEvent;
import udpchat.session.Handshakes;
import udpchat.session.LocalIndexes;
import udpchat.session.Transmit;
import udpchat.wire.Bytes;
import udpchat.wire.DatagramClassifier;
import udpchat.wire.Frame;
import udpchat.wire.FrameCodec;
import udpchat.wire.Interval;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Frames;
import udpchat.wire.WireWriter;

/**
 * Somebody on a {@link VirtualNetwork} who can make sessions with engines and then says under them whatever a test wants,
 * honest or not. By itself it does no more than finish handshakes, and acknowledge what comes as long as it is polite.
 */
final class RawPeer implements VirtualNetwork.Node {

    final VirtualNetwork network;
    final PeerAddress address;
    final PeerKey key;

    /** What came under the newest session, but for padding. */
    final List<Frame> heard = new ArrayList<>();

    /** Datagrams that came, whatever they were. */
    int received;

    /** It acknowledges what comes, once a batch. */
    boolean polite = true;

    private final LocalIndexes indexes;
    private final Handshakes handshakes;
    private final TreeSet<Long> unacknowledged = new TreeSet<>();
    private HandshakeEvent.Established session;
    private long counter;
    private boolean ackDue;

    RawPeer(VirtualNetwork network, int host) {
        this(network, host, Identity.generate(new Random(host * 7_919L)));
    }

    RawPeer(VirtualNetwork network, int host, Identity identity) {
        this.network = network;
        this.address = VirtualNetwork.address(host);
        this.key = PeerKey.of(identity.publicKey());
        Random random = new Random(host);
        indexes = new LocalIndexes(random);
        handshakes = new Handshakes(identity, Datagram.MAX, random, indexes, network.now());
        network.put(address, this);
    }

    Destination.Keyed keyed() {
        return new Destination.Keyed(key, List.of(address));
    }

    /** Begins a handshake with a peer whose key it knows. */
    void connect(VirtualPeer to) {
        handshakes.connect(to.address, Optional.of(Bytes.wrap(to.key.toBytes())), network.now());
        settle();
    }

    boolean isConnected() {
        return session != null;
    }

    /** One packet with these frames, sealed under the newest session and not sent. */
    byte[] packet(Frame... frames) {
        byte[] plaintext = new byte[Datagram.MAX - Datagram.DATA_OVERHEAD];
        WireWriter out = new WireWriter(plaintext);
        for (Frame frame : frames) {
            FrameCodec.write(frame, out);
        }
        return seal(Arrays.copyOf(plaintext, Math.max(out.written(), Datagram.PADDING_STEP)));
    }

    /** One packet with this plaintext, whatever it is. */
    byte[] seal(byte[] plaintext) {
        byte[] packet = new byte[Datagram.DATA_OVERHEAD + plaintext.length];
        PacketCodec.writeDataHeader(session.remoteIndex(), counter++, packet, 0);
        System.arraycopy(plaintext, 0, packet, Datagram.DATA_HEADER, plaintext.length);
        session.channel().seal(packet, plaintext.length);
        return packet;
    }

    /** Sends one packet with these frames. */
    void say(Frame... frames) {
        transmit(packet(frames));
    }

    /** Leaves out packet numbers. */
    void skipNumbers(long count) {
        counter += count;
    }

    void transmit(byte[] datagram) {
        network.transmit(address, session.address(), datagram);
    }

    @Override
    public void receive(PeerAddress from, byte[] bytes) {
        received++;
        try {
            switch (DatagramClassifier.classify(
                    bytes, 0, bytes.length, index -> indexes.isOurs(index, network.now()))) {
                case HANDSHAKE ->
                    handshakes.onPacket(
                            (Packet.Handshake) PacketCodec.decode(bytes, 0, bytes.length), from, network.now());
                case DATA -> data(bytes);
                default -> {
                    // It talks to nobody that it did not ask.
                }
            }
        } catch (MalformedException e) {
            throw new AssertionError("an engine sends what cannot be read", e);
        }
        drain();
    }

    private void data(byte[] bytes) throws MalformedException {
        if (session == null || PacketCodec.receiverIndex(bytes, 0) != session.localIndex()) {
            return;
        }
        byte[] plaintext = new byte[bytes.length];
        int length = session.channel().open(bytes, bytes.length, plaintext);
        if (length < 1) {
            return;
        }
        handshakes.onFirstData(session.localIndex());
        unacknowledged.add(PacketCodec.decodeData(bytes, 0, bytes.length).counter());
        for (Frame frame : FrameCodec.decodeAll(plaintext, 0, length)) {
            if (!(frame instanceof Frame.Padding)) {
                heard.add(frame);
            }
            ackDue |= frame.isAckEliciting();
        }
    }

    private void drain() {
        for (HandshakeEvent event = handshakes.pollEvent(); event != null; event = handshakes.pollEvent()) {
            if (event instanceof HandshakeEvent.Established established) {
                session = established;
                counter = 0;
                unacknowledged.clear();
                ackDue = false;
                heard.clear();
                // The engine needs DATA to know that this side is there.
                say(new Frame.Ping());
            }
        }
        for (Transmit next = handshakes.pollTransmit(); next != null; next = handshakes.pollTransmit()) {
            network.transmit(address, next.to(), next.payload().toArray());
        }
    }

    /** All that came, the newest ranges of it. */
    private Frame.Ack ack() {
        List<Interval> ranges = new ArrayList<>();
        long last = -1;
        long first = -1;
        for (long number : unacknowledged.descendingSet()) {
            if (last >= 0 && number == first - 1) {
                first = number;
                continue;
            }
            if (last >= 0) {
                ranges.add(new Interval(first, last));
            }
            if (ranges.size() > Frames.ACK_RANGES) {
                last = -1;
                break;
            }
            first = number;
            last = number;
        }
        if (last >= 0) {
            ranges.add(new Interval(first, last));
        }
        return new Frame.Ack(0, ranges);
    }

    @Override
    public void settle() {
        drain();
        if (polite && ackDue) {
            ackDue = false;
            say(ack());
        }
    }

    @Override
    public long nextDeadline() {
        return handshakes.nextDeadline();
    }

    @Override
    public void onDeadline() {
        handshakes.onDeadline(network.now());
        drain();
    }
}
