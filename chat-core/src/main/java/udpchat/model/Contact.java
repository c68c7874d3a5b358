package udpchat.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What we know of one peer: an entry of the peer list, somebody we heard from or sent to, or both.
 *
 * @param alias the name it has in the peer list
 * @param spec how it was given, or its address where it came by itself
 * @param address the endpoint, once known
 * @param ignored whether what it sends is dropped
 * @param lastHeard when we last heard from it
 * @param received messages from it in this run
 * @param sent messages handed to the network for it in this run
 */
public record Contact(
        Optional<String> alias,
        PeerSpec spec,
        Optional<PeerAddress> address,
        boolean ignored,
        Optional<Instant> lastHeard,
        long received,
        long sent) {
    public Contact {
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(lastHeard, "lastHeard");
    }

    /** The alias, else the endpoint: what a person calls this peer. */
    public String displayName() {
        return alias.orElseGet(() -> address.map(PeerAddress::toString).orElseGet(spec::toString));
    }
}
