package udpchat.cli.command;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When to use colour. */
enum ColorWhen {
    AUTO,
    ALWAYS,
    NEVER;

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

    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<ColorWhen> {
        @Override
        public ColorWhen convert(String value) {
            for (ColorWhen when : values()) {
                if (when.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return when;
                }
            }
            throw new TypeConversionException("'" + value + "' is none of auto, always, never");
        }
    }
}
