package udpchat.cli.render;

/**
 * The one filter between what somebody else wrote and a terminal or a log. Nothing is dropped in silence: what must not
 * reach a screen is shown.
 *
 * <table>
 * <caption>What becomes of what</caption>
 * <tr><th>in</th><th>out</th></tr>
 * <tr><td>C0 and DEL</td><td>{@code ^[}, {@code ^?}: caret notation</td></tr>
 * <tr><td>C1</td><td>{@code \}{@code u009b}</td></tr>
 * <tr><td>LF</td><td>itself in {@link #text}, {@code ^J} in {@link #line}</td></tr>
 * <tr><td>CR LF</td><td>LF in {@link #text}; any other CR is {@code ^M}</td></tr>
 * <tr><td>TAB</td><td>four spaces in {@link #text}, so that columns can be counted; {@code ^I} in {@link #line}</td></tr>
 * <tr><td>what is invisible, reorders, is private, unassigned or half a pair</td><td>{@code <U+202E>}</td></tr>
 * <tr><td>ZWJ, ZWNJ, zero-width space, variation selectors</td><td>themselves where the text needs them (RFC 5892
 *     appendix A for the joiners, emoji sequences, word ends in Thai, Lao, Khmer and Burmese), else
 *     {@code <U+200D>}</td></tr>
 * <tr><td>a combining mark with nothing before it</td><td>the mark on a dotted circle, U+25CC</td></tr>
 * <tr><td>marks after the eighth on one base</td><td>{@code <+92 marks>}</td></tr>
 * </table>
 *
 * <p>The output is at most eight times as long as the input, and filtering it again changes nothing. Right-to-left
 * letters pass: they are text. A continuation line is the renderer's to indent.
 */
public final class SafeText {

    /** More marks than this on one base pile up over the lines around it. */
    static final int MAX_MARKS = 8;

    private SafeText() {}

    /** For a message: line feeds stay. Returns the same string when nothing had to be changed. */
    public static String text(String text) {
        return isPlain(text, true) ? text : new SafeTextFilter(text, true).filter();
    }

    /** For a name, an error, a notice: one line, whatever is in it. Returns the same string when nothing had to change. */
    public static String line(String text) {
        return isPlain(text, false) ? text : new SafeTextFilter(text, false).filter();
    }

    private static boolean isPlain(String text, boolean lineFeeds) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!CodePoints.isPlain(c) && !(lineFeeds && c == '\n')) {
                return false;
            }
        }
        return true;
    }
}
