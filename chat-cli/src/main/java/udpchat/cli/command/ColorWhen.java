package udpchat.cli.command;

import java.util.ArrayList;
import java.util.Locale;

/** When to use colour. */
enum ColorWhen {
    AUTO,
    ALWAYS,
    NEVER;

    static final String DEFAULT = "auto";

    /**
     * Whether to use colour.
     *
     * @param terminal whether the output is a terminal that can
     * @param noColor the environment's {@code NO_COLOR}, null if not set
     */
    boolean isOn(boolean terminal, String noColor) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && (noColor == null || noColor.isEmpty());
        };
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with one line
     */
    static ColorWhen parse(String value) {
        for (ColorWhen when : values()) {
            if (when.name().toLowerCase(Locale.ROOT).equals(value)) {
                return when;
            }
        }
        throw new IllegalArgumentException("'" + value + "' is none of auto, always, never");
    }

    /** Reads an option's value. */
    static final class Converter extends OptionConverter<ColorWhen> {
        Converter() {
            super(ColorWhen::parse);
        }
    }

    /** The values as they are written, for the completion of a shell. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Words() {
            for (ColorWhen when : values()) {
                add(when.name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
