package udpchat.session;

import java.util.Optional;
import udpchat.model.PeerAddress;

/**
 * What a check of the way to a peer found.
 *
 * @param address where the peer is
 * @param sent small packets that went there
 * @param lostThere of these
 * @param returned packets that the peer sent meanwhile, by their numbers
 * @param lostBack of these; the peer skips about one number in a thousand, so one may be missing that never was
 * @param rtt smoothed, ns
 * @param minRtt ns
 * @param largestDatagram that arrived there, bytes of UDP payload; 0 if none did
 * @param observed where the peer sees our packets come from, if it can say
 */
public record PathStatus(
        PeerAddress address,
        int sent,
        int lostThere,
        long returned,
        long lostBack,
        long rtt,
        long minRtt,
        int largestDatagram,
        Optional<PeerAddress> observed) {}
