package udpchat.cli.command;

/** Whole numbers as people know them: picocli would say that {@code 1.5} "is not a long". */
final class WholeNumber extends OptionConverter<Long> {

    WholeNumber() {
        super(value -> parse(value, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** As an {@code int}. */
    static final class Small extends OptionConverter<Integer> {
        Small() {
            super(value -> (int) parse(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    }

    private static long parse(String value, long min, long max) {
        if (!value.matches("-?[0-9]+")) {
            throw new IllegalArgumentException("'" + value + "' is not a whole number");
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // More digits than any number has.
        }
        throw new IllegalArgumentException("'" + value + "' is out of range");
    }
}
