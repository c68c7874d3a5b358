package udpchat.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as people give it: {@code 2026-11-28} in the zone of the system, {@code 2026-11-28T10:42:00Z}, or how long ago,
 * {@code 2h}, {@code 7d}.
 */
final class PointInTime {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})(m|h|d)");

    private final Instant fixed;
    private final Duration ago;

    private PointInTime(Instant fixed, Duration ago) {
        this.fixed = fixed;
        this.ago = ago;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with one line
     */
    static PointInTime parse(String value) {
        Matcher span = AGO.matcher(value);
        if (span.matches()) {
            long number = Long.parseLong(span.group(1));
            return new PointInTime(
                    null,
                    switch (span.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
        }
        try {
            return new PointInTime(
                    value.indexOf('T') < 0
                            ? LocalDate.parse(value)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant()
                            : Instant.parse(value),
                    null);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a time such as 2026-11-28, 2026-11-28T10:42:00Z, 2h or 7d", e);
        }
    }

    /** What it is if it is asked for now. */
    Instant at(Instant now) {
        return fixed != null ? fixed : now.minus(ago);
    }

    /** How long ago, if it was given so. */
    Optional<Duration> ago() {
        return Optional.ofNullable(ago);
    }

    /** Reads an option's value. */
    static final class Converter extends OptionConverter<PointInTime> {
        Converter() {
            super(PointInTime::parse);
        }
    }
}
