package udpchat.cli.slash;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import udpchat.cli.render.SafeText;

/**
 * What may be an alias or a nick: one word that can be typed as PEER, seen on a screen, and not mistaken for an address,
 * a key, a command, an option or ourselves.
 */
public final class NameRule {

    /** Longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64;

    /** Characters with a meaning where a peer is named: address, key, command, brackets and lists. */
    private static final String RESERVED = ":@/[]{}<>,\"'\\";

    /** What the screen calls ourselves. */
    private static final Set<String> OURSELVES = Set.of("you", "me");

    private static final int BRAILLE_BLANK = 0x2800;
    private static final int ZERO_WIDTH_SPACE = 0x200B;

    private NameRule() {}

    /**
     * The name in the form in which names are compared and kept (NFC).
     *
     * @throws IllegalArgumentException with one line that says what is wrong, with the value
     */
    public static String parse(String text) {
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        String shown = "'" + SafeText.line(name) + "'";
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name has at least one character");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a name has at most " + MAX_BYTES + " bytes, this one has "
                    + name.getBytes(StandardCharsets.UTF_8).length);
        }
        if (!SafeText.line(name).equals(name)) {
            throw new IllegalArgumentException(shown + ": a name has no invisible or control characters");
        }
        if (name.codePoints().anyMatch(NameRule::isBlank)) {
            throw new IllegalArgumentException(shown + ": a name has no spaces");
        }
        if (name.chars().anyMatch(c -> RESERVED.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(shown + ": a name has none of " + RESERVED);
        }
        if (name.startsWith("-")) {
            throw new IllegalArgumentException(shown + ": a name does not begin with -");
        }
        if (name.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            throw new IllegalArgumentException(shown + ": a name is not a number or an address");
        }
        if (OURSELVES.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(shown + " is what you are called here; take another name");
        }
        return name;
    }

    private static boolean isBlank(int cp) {
        return Character.isSpaceChar(cp) || Character.isWhitespace(cp) || cp == BRAILLE_BLANK || cp == ZERO_WIDTH_SPACE;
    }
}
