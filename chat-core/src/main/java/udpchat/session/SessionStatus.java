package udpchat.session;

import java.util.OptionalLong;
import udpchat.model.PeerAddress;

/**
 * How a session is doing, for people.
 *
 * @param address where its packets go now
 * @param up whether it is confirmed and not over
 * @param reachable whether the peer answers
 * @param rtt smoothed, in nanoseconds; empty before the first answer on this path
 * @param window the congestion window, in bytes
 * @param bytesInFlight sent and neither acknowledged nor lost
 * @param maxDatagram the largest datagram sent on this path now
 * @param keyAge of the key in use, in nanoseconds
 * @param packetsSent that asked for an ACK
 * @param packetsLost of these
 * @param packetsReceived authentic ones
 * @param packetsDropped for this session, but forged or come before
 */
public record SessionStatus(
        PeerAddress address,
        boolean up,
        boolean reachable,
        OptionalLong rtt,
        long window,
        long bytesInFlight,
        int maxDatagram,
        long keyAge,
        long packetsSent,
        long packetsLost,
        long packetsReceived,
        long packetsDropped) {

    /** The share of packets that were lost, 0 to 1. */
    public double loss() {
        return packetsSent == 0 ? 0 : (double) packetsLost / packetsSent;
    }
}
