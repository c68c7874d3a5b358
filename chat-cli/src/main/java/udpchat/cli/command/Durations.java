package udpchat.cli.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}; a bare number is seconds. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)?");

    private Durations() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with one line
     */
    static Duration parse(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a duration such as 500ms, 10s or 2m");
        }
        long unit = switch (form.group(2) == null ? "s" : form.group(2)) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1000;
        };
        return Duration.ofMillis(Math.round(Double.parseDouble(form.group(1)) * unit));
    }

    /** Reads an option's value. */
    static final class Converter extends OptionConverter<Duration> {
        Converter() {
            super(Durations::parse);
        }
    }
}
