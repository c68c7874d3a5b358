package udpchat.directory;

import java.util.Locale;
import java.util.Set;
import udpchat.model.PeerSpec;

/** What a peer calls itself, as far as it can be used for a name: a claim that anybody can make. */
final class Nick {

    /** Characters kept: as much as a name in a line can take. */
    private static final int MAX_CODE_POINTS = 32;

    /** What our own lines begin with, and what people take for the program itself. */
    private static final Set<String> OURS = Set.of("you", "udpchat", "system", "all", "everybody", "everyone");

    private Nick() {}

    /**
     * Keeps what {@link Alias} allows. Spaces become {@code _}, and so does {@code #}, which only a key's tag may follow.
     *
     * @return null if nothing is left
     */
    static String clean(String nick) {
        StringBuilder clean = new StringBuilder();
        nick.strip()
                .codePoints()
                .map(c -> c == '#' || Character.isWhitespace(c) || Character.getType(c) == Character.SPACE_SEPARATOR
                        ? '_'
                        : c)
                .filter(Alias::isAllowed)
                .limit(MAX_CODE_POINTS)
                .forEach(clean::appendCodePoint);
        return clean.codePoints().anyMatch(Character::isLetterOrDigit)
                        || clean.codePoints().anyMatch(c -> c > 0x2000)
                ? clean.toString()
                : null;
    }

    /** Whether it could be taken for something else than a peer's name: an address, a command, the program. */
    static boolean isMisleading(String nick) {
        char first = nick.charAt(0);
        return OURS.contains(nick.toLowerCase(Locale.ROOT))
                || first == '-'
                || first == '/'
                || first == '*'
                || first == '['
                || nick.indexOf('@') >= 0
                || nick.chars().allMatch(c -> Character.isDigit(c) || ".:".indexOf(c) >= 0)
                || isAddress(nick);
    }

    private static boolean isAddress(String nick) {
        if (nick.indexOf(':') < 0) {
            return false;
        }
        try {
            PeerSpec.parse(nick);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
