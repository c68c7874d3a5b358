package udpchat.recovery;

import java.util.Objects;

/**
 * What the sender remembers of a packet until it is acknowledged or lost.
 *
 * @param number from {@link PacketNumbers#take}
 * @param sentAt nanoseconds
 * @param bytes the UDP payload
 * @param ackEliciting whether it holds anything but ACK, PADDING and CLOSE (RFC 9002 §2). Only such packets count as in
 *     flight: every packet is padded here, so padding alone must not put an ACK under congestion control
 * @param largestAcked the largest number of the ACK in it, or −1
 * @param path the path it took; only this path learns from its fate (RFC 9000 §9.4)
 * @param payload what the session wants back, say its frames
 */
public record SentPacket<P>(
        long number, long sentAt, int bytes, boolean ackEliciting, long largestAcked, PathRecovery path, P payload) {

    /** For {@link #largestAcked}: the packet holds no ACK. */
    public static final long NO_ACK = -1;

    public SentPacket {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(payload, "payload");
        if (number < 0 || bytes <= 0) {
            throw new IllegalArgumentException("packet " + number + " of " + bytes + " bytes");
        }
    }
}
