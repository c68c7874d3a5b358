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
 * @param stay what it says of how long it is there, in the session that is or was the last
 */
public record Presence(Optional<Instant> since, Optional<Duration> roundTrip, Stay stay) {

    /** How long a peer is there. */
    public enum Stay {
        /** It did not say yet. */
        UNKNOWN,
        /** Until its person leaves. */
        LASTING,
        /** For one thing, and soon gone: it comes and goes without being announced. */
        BRIEF
    }

    /** Nothing is known. */
    public static final Presence UNKNOWN = new Presence(Optional.empty(), Optional.empty(), Stay.UNKNOWN);

    public Presence {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(roundTrip, "roundTrip");
        Objects.requireNonNull(stay, "stay");
    }

    /** It is so since then. */
    public Presence at(Instant when) {
        return new Presence(Optional.of(when), Optional.empty(), stay);
    }

    /** It says this. */
    public Presence with(Stay said) {
        return new Presence(since, roundTrip, said);
    }

    /** It is so far away. */
    public Presence with(Duration distance) {
        return new Presence(since, Optional.of(distance), stay);
    }
}
