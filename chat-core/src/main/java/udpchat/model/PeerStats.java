package udpchat.model;

/**
 * Counts since the start.
 *
 * @param datagramsIn all that arrived
 * @param bytesIn their payload
 * @param datagramsOut all that were handed to the network
 * @param bytesOut their payload
 * @param empty dropped: no payload
 * @param ignored dropped: from a peer that is ignored
 * @param malformed messages that were shown although not all of their bytes were UTF-8
 * @param missed events a slow listener did not get
 */
public record PeerStats(
        long datagramsIn,
        long bytesIn,
        long datagramsOut,
        long bytesOut,
        long empty,
        long ignored,
        long malformed,
        long missed) {}
