package udpchat.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the session with a peer is doing.
 *
 * @param contact whose it is
 * @param address where its packets go now
 * @param roundTrip smoothed; empty before the first answer
 * @param loss the share of packets that were lost, 0 to 1
 * @param window the congestion window, bytes
 * @param inFlight bytes sent and neither acknowledged nor lost
 * @param queued messages of ours that the peer has not confirmed
 * @param keyAge of the key in use
 */
public record SessionInfo(
        Contact contact,
        PeerAddress address,
        Optional<Duration> roundTrip,
        double loss,
        long window,
        long inFlight,
        int queued,
        Duration keyAge) {
    public SessionInfo {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(roundTrip, "roundTrip");
        Objects.requireNonNull(keyAge, "keyAge");
    }
}
