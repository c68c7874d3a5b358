package udpchat.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a peer is there, beside its state.
 *
 * @param since when in this run it got the state that it has, or went away or came back; empty if it never changed
 * @param roundTrip the last one in its session; empty without one, as long as nothing was measured, and in events
 */
public record Presence(Optional<Instant> since, Optional<Duration> roundTrip) {

    /** Nothing is known. */
    public static final Presence UNKNOWN = new Presence(Optional.empty(), Optional.empty());

    /** It is so since then. */
    public static Presence since(Instant when) {
        return new Presence(Optional.of(when), Optional.empty());
    }

    public Presence {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(roundTrip, "roundTrip");
    }
}
