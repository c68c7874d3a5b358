package udpchat.recovery;

import java.util.random.RandomGenerator;

/**
 * The packet numbers of one key, both directions: what was sent under it and what came. A key's numbers say nothing
 * about another's; ACKs go under the key they speak of. Made by {@link Recovery#openSpace}.
 */
public final class PacketSpace<P> {
    private final PacketNumbers numbers;
    private final SentPackets<P> sent = new SentPackets<>();
    private final AckOnlyPackets ackOnly = new AckOnlyPackets();
    private final LossDetector losses = new LossDetector();
    private final Acknowledger received = new Acknowledger();
    private long lastElicitingAt;
    private long lastSent = -1;

    PacketSpace(RandomGenerator random) {
        numbers = new PacketNumbers(random);
    }

    /** The numbers for packets to be sent. */
    public PacketNumbers numbers() {
        return numbers;
    }

    /** What came, and when to say so. */
    public Acknowledger received() {
        return received;
    }

    /** How many ack-eliciting packets are neither acknowledged nor lost. */
    public int packetsInFlight() {
        return sent.size();
    }

    void onSent(SentPacket<P> packet) {
        if (packet.number() <= lastSent || packet.number() >= numbers.next()) {
            throw new IllegalArgumentException("packet " + packet.number() + " sent after " + lastSent
                    + ", next to give out is " + numbers.next());
        }
        lastSent = packet.number();
        if (packet.ackEliciting()) {
            sent.add(packet);
            lastElicitingAt = packet.sentAt();
        } else {
            ackOnly.add(packet);
        }
    }

    SentPackets<P> sent() {
        return sent;
    }

    AckOnlyPackets ackOnly() {
        return ackOnly;
    }

    LossDetector losses() {
        return losses;
    }

    /** When the last ack-eliciting packet was sent; without meaning if there was none. */
    long lastElicitingAt() {
        return lastElicitingAt;
    }
}
