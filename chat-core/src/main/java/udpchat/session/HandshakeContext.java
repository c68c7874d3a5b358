package udpchat.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;

/** What both sides of handshakes share: who we are, what goes out, and the rules in force. */
final class HandshakeContext {
    private static final byte[] PROLOGUE = "udpchat/1".getBytes(StandardCharsets.US_ASCII);

    final Bytes self;
    final int maxUdp;
    final Noise noise;
    final RandomGenerator random;
    final LocalIndexes indexes;
    final LiveSessions live = new LiveSessions();
    final ArrayDeque<Transmit> transmits = new ArrayDeque<>();
    final ArrayDeque<HandshakeEvent> events = new ArrayDeque<>();

    private final Set<HandshakeRule> off;
    private final Map<HandshakeDrop, Long> drops = new EnumMap<>(HandshakeDrop.class);
    private long ticks;

    HandshakeContext(
            byte[] self,
            int maxUdp,
            Noise noise,
            RandomGenerator random,
            LocalIndexes indexes,
            EnumSet<HandshakeRule> off) {
        this.self = Bytes.copyOf(self, 0, self.length);
        this.maxUdp = maxUdp;
        this.noise = noise;
        this.random = random;
        this.indexes = indexes;
        this.off = off.clone();
    }

    boolean applies(HandshakeRule rule) {
        return !off.contains(rule);
    }

    /** Rises with each call: an order of what happened that has no ties, as a clock has. */
    long tick() {
        return ++ticks;
    }

    void send(PeerAddress to, Packet.Handshake packet) {
        send(to, Bytes.wrap(PacketCodec.encode(packet)));
    }

    void send(PeerAddress to, Bytes datagram) {
        transmits.add(new Transmit(to, datagram));
    }

    void drop(HandshakeDrop why) {
        drops.merge(why, 1L, Long::sum);
    }

    long dropped(HandshakeDrop why) {
        return drops.getOrDefault(why, 0L);
    }

    /** The label, and bytes 0–7 of the INIT. */
    static byte[] prologue(int initiatorIndex) {
        byte[] header = PacketCodec.initHeader(Packet.VERSION, initiatorIndex);
        byte[] prologue = Arrays.copyOf(PROLOGUE, PROLOGUE.length + header.length);
        System.arraycopy(header, 0, prologue, PROLOGUE.length, header.length);
        return prologue;
    }
}
