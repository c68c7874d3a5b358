package udpchat.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes, and where to break it. The text has been through {@link SafeText} and has
 * no line ends.
 *
 * <p>Terminals disagree about joined emoji, flags and emoji style: some draw one picture in two columns, some each part
 * on its own. A width here is the <em>most</em> any of them takes, since a line that we break too early is only short,
 * but one that the terminal breaks for us would begin at column one, where only our own prefixes may. Characters of
 * ambiguous width (UAX #11) count as one.
 */
public final class Columns {
    /** Closing punctuation: never first in a line (UAX #14, CL and NS). */
    private static final String NOT_FIRST = "、。，．！？；：）］｝〉》」』】〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ!?,.;:)]}”’…";
    /** Opening punctuation: never last in a line (UAX #14, OP). */
    private static final String NOT_LAST = "（［｛〈《「『【〔([{“‘";

    private Columns() {}

    /** Columns of the whole text. */
    public static int width(CharSequence text) {
        return width(text, 0, text.length());
    }

    private static int width(CharSequence text, int from, int to) {
        int columns = 0;
        int previous = 0;
        for (int i = from; i < to; ) {
            int cp = Character.codePointAt(text, i);
            int own = cp == CodePoints.EMOJI_STYLE && previous == 1 ? 1 : width(cp);
            columns += own;
            previous = own;
            i += Character.charCount(cp);
        }
        return columns;
    }

    private static int width(int cp) {
        if (cp < 0x300) {
            return 1;
        }
        if (CodePoints.isEmojiModifier(cp)) {
            return 2;
        }
        int columns = WCWidth.wcwidth(cp);
        return columns == 0 && Character.getType(cp) == Character.FORMAT && !isZeroWidth(cp) ? 1 : Math.max(0, columns);
    }

    private static boolean isZeroWidth(int cp) {
        return (cp >= CodePoints.ZERO_WIDTH_SPACE && cp <= CodePoints.ZWJ)
                || cp == CodePoints.MONGOLIAN_VOWEL_SEPARATOR;
    }

    /**
     * Where the grapheme cluster (UAX #29, nearly) that starts at {@code from} ends: a base with its marks and
     * selectors, a joined emoji, a flag, a decomposed Hangul syllable.
     */
    public static int clusterEnd(CharSequence text, int from) {
        int cp = Character.codePointAt(text, from);
        int end = from + Character.charCount(cp);
        boolean flag = CodePoints.isRegionalIndicator(cp);
        int previous = cp;
        while (end < text.length()) {
            int next = Character.codePointAt(text, end);
            boolean pair = flag && CodePoints.isRegionalIndicator(next);
            boolean joined = previous == CodePoints.ZWJ && (next > 0x7F);
            if (!pair && !joined && !continuesCluster(next)) {
                break;
            }
            flag = false;
            previous = next;
            end += Character.charCount(next);
        }
        return end;
    }

    private static boolean continuesCluster(int cp) {
        return cp >= 0x300
                && (CodePoints.isMark(cp)
                        || CodePoints.isVariationSelector(cp)
                        || CodePoints.isEmojiModifier(cp)
                        || cp == CodePoints.ZWJ
                        || cp == CodePoints.ZWNJ);
    }

    /**
     * Breaks one line: at spaces, between wide characters, and inside a word only where it is longer than a line. Spaces
     * at a break and at the end are left out.
     *
     * @param first columns of the first line, at least 1
     * @param rest columns of the others, at least 1
     * @return at least one line; none is wider than it may be, unless a single code point is
     */
    public static List<String> wrap(String line, int first, int rest) {
        List<String> lines = new ArrayList<>(1);
        int limit = first;
        int start = 0;
        int breakAt = 0;
        int used = 0;
        int i = 0;
        while (i < line.length()) {
            int end = clusterEnd(line, i);
            int columns = width(line, i, end);
            if (i == start && columns > limit) {
                end = fitting(line, i, end, limit);
                columns = width(line, i, end);
            }
            if (i > start && mayBreak(line, i)) {
                breakAt = i;
            }
            if (used + columns > limit && i > start && line.charAt(i) != ' ') {
                int cut = breakAt > start ? breakAt : i;
                lines.add(stripEnd(line, start, cut));
                start = cut;
                limit = rest;
                used = 0;
                i = start;
                continue;
            }
            used += columns;
            i = end;
        }
        lines.add(stripEnd(line, start, line.length()));
        return lines;
    }

    /** As much of a cluster as has room, but one code point at least. */
    private static int fitting(String line, int from, int to, int limit) {
        int end = from + Character.charCount(line.codePointAt(from));
        while (end < to) {
            int next = end + Character.charCount(line.codePointAt(end));
            if (width(line, from, next) > limit) {
                break;
            }
            end = next;
        }
        return end;
    }

    private static boolean mayBreak(String line, int at) {
        int before = line.codePointBefore(at);
        int after = line.codePointAt(at);
        if (after == ' ' || (NOT_FIRST.indexOf(after) >= 0 && before != ' ')) {
            return false;
        }
        if (before == ' ') {
            return true;
        }
        return NOT_LAST.indexOf(before) < 0 && (width(before) == 2 || width(after) == 2);
    }

    private static String stripEnd(String line, int from, int to) {
        int end = to;
        while (end > from && line.charAt(end - 1) == ' ') {
            end--;
        }
        return line.substring(from, end);
    }
}
