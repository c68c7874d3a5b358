package udpchat.cli.slash;

/**
 * An argument of a command.
 *
 * @param kind what it is, for the parser and for completion
 * @param label as it stands in a usage line
 * @param optional whether it may be left out; then all after it may too
 */
public record Argument(Kind kind, String label, boolean optional) {

    /** What can stand there. */
    public enum Kind {
        /** A name or an address. */
        PEER,
        /** An alias that exists. */
        ALIAS,
        /** A new name, under {@link NameRule}. */
        NEW_NAME,
        /** The name of a command. */
        COMMAND,
        /** The key of a setting. */
        SETTING,
        /** The word {@code yes}. */
        YES,
        /** The rest of the line. */
        VALUE,
        /** All the rest, its line ends included. */
        TEXT;

        /** Whether it takes all that is left rather than one word. */
        public boolean takesRest() {
            return this == VALUE || this == TEXT;
        }
    }

    static Argument of(Kind kind, String label) {
        return new Argument(kind, label, false);
    }

    static Argument optional(Kind kind, String label) {
        return new Argument(kind, label, true);
    }

    /** {@code PEER}, or {@code [PEER]} if it may be left out. */
    @Override
    public String toString() {
        return optional ? "[" + label + "]" : label;
    }
}
