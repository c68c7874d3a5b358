package udpchat.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the way to a peer was found to be, both ways.
 *
 * @param contact whose it is
 * @param address where its packets go
 * @param sent small packets that went there
 * @param lostThere of these; known by what the peer acknowledged
 * @param returned packets that the peer sent meanwhile, by their numbers
 * @param lostBack of these; a peer skips about one number in a thousand, so one may be missing that never was
 * @param roundTrip smoothed
 * @param leastRoundTrip of all since the session has this address
 * @param largestDatagram that arrived there, bytes of UDP payload, 1200 at most; 0 if none did
 * @param observed where the peer sees our packets come from; empty if it cannot say
 */
public record PathReport(
        Contact contact,
        PeerAddress address,
        int sent,
        int lostThere,
        long returned,
        long lostBack,
        Duration roundTrip,
        Duration leastRoundTrip,
        int largestDatagram,
        Optional<PeerAddress> observed) {
    public PathReport {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(roundTrip, "roundTrip");
        Objects.requireNonNull(leastRoundTrip, "leastRoundTrip");
        Objects.requireNonNull(observed, "observed");
    }
}
