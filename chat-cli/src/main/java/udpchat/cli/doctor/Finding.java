package udpchat.cli.doctor;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that was found out, for people.
 *
 * @param text one sentence
 * @param advice what to do, if anything can be done
 */
public record Finding(Level level, String text, Optional<String> advice) {

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Not as it could be, and no harm. */
        NOTE,
        /** Somebody will not be seen or reached. */
        FAULT
    }

    public Finding {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(advice, "advice");
    }

    /** The same where another way is open: no fault. */
    Finding noFault() {
        return level == Level.FAULT ? new Finding(Level.NOTE, text, advice) : this;
    }

    static Finding ok(String text) {
        return new Finding(Level.OK, text, Optional.empty());
    }

    static Finding note(String text) {
        return new Finding(Level.NOTE, text, Optional.empty());
    }

    static Finding note(String text, String advice) {
        return new Finding(Level.NOTE, text, Optional.of(advice));
    }

    static Finding fault(String text, String advice) {
        return new Finding(Level.FAULT, text, Optional.of(advice));
    }
}
