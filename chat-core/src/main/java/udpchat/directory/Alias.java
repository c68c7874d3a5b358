package udpchat.directory;

import java.util.Locale;

/** The rules for a name in the peer list: whatever passes can be typed, shown, stored and read back. */
final class Alias {

    /** Longest name, in chars: room for what people choose, and 4,096 of them stay far below the file's limit. */
    static final int MAX_CHARS = 64;

    private Alias() {}

    /**
     * Refuses what would not survive the file or could not be typed as one word.
     *
     * @return the alias itself
     * @throws IllegalArgumentException with one line that says what is wrong; it repeats nothing that is not printable
     */
    static String check(String alias) {
        if (alias.isEmpty()) {
            throw new IllegalArgumentException("an empty name");
        }
        if (alias.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "a name of " + alias.length() + " characters; " + MAX_CHARS + " at most");
        }
        alias.codePoints().filter(c -> !isAllowed(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(
                    String.format("a name without spaces, control and format characters is needed, not U+%04X", c));
        });
        return alias;
    }

    /** Two names that differ by case alone are one. */
    static String key(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }

    static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> false;
            // Emoji are joined by it; every other format character hides or turns what stands around it.
            case Character.FORMAT -> codePoint == 0x200D;
            default -> true;
        };
    }
}
