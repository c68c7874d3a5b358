package udpchat.cli.slash;

import java.util.regex.Pattern;
import udpchat.model.PeerSpec;

/**
 * Whether the first word of a line names whom the rest is for. It must be unmistakable, since a private line sent to the
 * wrong place cannot be called back: times ({@code 12:30}), ratios ({@code 1:2}) and notes ({@code todo:1}) are text.
 */
final class AddressedWord {
    private static final String PORT = ":[1-9][0-9]{0,4}";
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final String LABEL = "[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final String ANY_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

    private static final Pattern LITERAL = Pattern.compile(
            "(?:raw:)?(?:" + OCTET + "(?:\\." + OCTET + "){3}|\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[\\w.-]+)?])" + PORT);
    /** With a dot, and a last label that is no number. */
    private static final Pattern DOTTED = Pattern.compile("(?:raw:)?(?:" + ANY_LABEL + "\\.)+" + LABEL + PORT);
    /** A single label needs a port of four or five digits, unless it is this host. */
    private static final Pattern SINGLE =
            Pattern.compile("(?:raw:)?(?:localhost" + PORT + "|" + LABEL + ":[1-9][0-9]{3,4})");

    private static final int MAX_LENGTH = 300;

    private AddressedWord() {}

    static boolean isEndpoint(String word) {
        if (word.length() > MAX_LENGTH
                || !(LITERAL.matcher(word).matches()
                        || DOTTED.matcher(word).matches()
                        || SINGLE.matcher(word).matches())) {
            return false;
        }
        try {
            PeerSpec.parse(word);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
