package udpchat.model;

import java.util.List;
import java.util.Objects;

/** Whom a message is for. */
public sealed interface Destination {

    /**
     * Whoever is at this address. It is asked whether it speaks the protocol; plain text goes only to an address that
     * sent plain text itself.
     */
    record Bare(PeerAddress address) implements Destination {
        public Bare {
            Objects.requireNonNull(address, "address");
        }
    }

    /** This address, and nothing but the text ever. */
    record Raw(PeerAddress address) implements Destination {
        public Raw {
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * Whoever has this key, and nobody else: never plain text.
     *
     * @param addresses where it may be, the best first, besides those that are known anyway; may be empty
     */
    record Keyed(PeerKey key, List<PeerAddress> addresses) implements Destination {
        public Keyed {
            Objects.requireNonNull(key, "key");
            addresses = List.copyOf(addresses);
        }
    }
}
