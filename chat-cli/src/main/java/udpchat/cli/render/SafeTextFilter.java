package udpchat.cli.render;

import static udpchat.cli.render.CodePoints.EMOJI_STYLE;
import static udpchat.cli.render.CodePoints.KEYCAP;
import static udpchat.cli.render.CodePoints.MONGOLIAN_VOWEL_SEPARATOR;
import static udpchat.cli.render.CodePoints.TEXT_STYLE;
import static udpchat.cli.render.CodePoints.ZERO_WIDTH_SPACE;
import static udpchat.cli.render.CodePoints.ZWJ;
import static udpchat.cli.render.CodePoints.ZWNJ;

import java.util.Locale;

/** One pass of {@link SafeText} over a string that is not all plain. */
final class SafeTextFilter {
    private static final int NONE = -1;
    private static final int DOTTED_CIRCLE = 0x25CC;
    /** The longest joined emoji in use have three joiners; without a cap a whole message could be one cluster. */
    private static final int MAX_JOINED = 8;

    private static final String TAB = "    ";

    private final String text;
    private final boolean lineFeeds;
    private final StringBuilder out;

    /** What a mark or selector would attach to; {@link #NONE} after a line end or something shown. */
    private int base = NONE;
    /** The code point before, if it was passed on as it is. */
    private int last = NONE;

    private int marks;
    private int excess;
    private int joined;

    SafeTextFilter(String text, boolean lineFeeds) {
        this.text = text;
        this.lineFeeds = lineFeeds;
        this.out = new StringBuilder(text.length() + 16);
    }

    String filter() {
        for (int i = 0; i < text.length(); ) {
            int cp = text.codePointAt(i);
            i += Character.charCount(cp);
            accept(cp, i < text.length() ? text.codePointAt(i) : NONE);
        }
        showExcess();
        return out.length() == text.length() && text.contentEquals(out) ? text : out.toString();
    }

    private void accept(int cp, int next) {
        if (CodePoints.isMark(cp)) {
            mark(cp);
            return;
        }
        showExcess();
        if (cp < ' ' || cp == 0x7F) {
            control((char) cp, next);
        } else if (cp >= 0x80 && cp <= 0x9F) {
            show(String.format(Locale.ROOT, "\\u%04x", cp));
        } else if (CodePoints.isEmojiModifier(cp) && (last == base || last == EMOJI_STYLE) && isEmojiBase()) {
            pass(cp);
        } else if (isContextual(cp)) {
            if (isNeeded(cp, next)) {
                pass(cp);
            } else {
                showCodePoint(cp);
            }
        } else if (CodePoints.isHidden(cp)) {
            showCodePoint(cp);
        } else {
            joined = last == ZWJ ? joined : 0;
            base = cp;
            marks = 0;
            pass(cp);
        }
    }

    private void control(char c, int next) {
        if (c == '\n' && lineFeeds) {
            show("\n");
        } else if (c == '\r' && lineFeeds && next == '\n') {
            base = NONE;
            last = NONE;
        } else if (c == '\t' && lineFeeds) {
            show(TAB);
        } else {
            show("^" + (char) (c ^ 0x40));
        }
    }

    private void mark(int cp) {
        if (base == NONE && excess == 0) {
            base = DOTTED_CIRCLE;
            marks = 0;
            pass(base);
        }
        if (marks == SafeText.MAX_MARKS) {
            excess++;
        } else {
            marks++;
            pass(cp);
        }
    }

    private static boolean isContextual(int cp) {
        return cp == ZWJ
                || cp == ZWNJ
                || cp == ZERO_WIDTH_SPACE
                || cp == MONGOLIAN_VOWEL_SEPARATOR
                || CodePoints.isVariationSelector(cp);
    }

    /** Whether the text would read differently without this invisible character. */
    private boolean isNeeded(int cp, int next) {
        if (last == NONE || (isContextual(last) && last != EMOJI_STYLE)) {
            return false;
        }
        return switch (cp) {
            case ZWJ -> joinsEmoji(next) || joinsIndic(next) || showsCursiveEdge(next);
            case ZWNJ ->
                CodePoints.isVirama(last) || (CodePoints.isCursiveLetter(base) && CodePoints.isCursiveLetter(next));
            case ZERO_WIDTH_SPACE -> CodePoints.isUnspacedLetter(base) && CodePoints.isUnspacedLetter(next);
            case MONGOLIAN_VOWEL_SEPARATOR -> CodePoints.isMongolian(base) && CodePoints.isMongolian(next);
            default -> last == base && selectsVariant(cp, next);
        };
    }

    private boolean isEmojiBase() {
        return base != NONE && CodePoints.isPictographic(base);
    }

    private boolean joinsEmoji(int next) {
        boolean whole = last == base || last == EMOJI_STYLE || CodePoints.isEmojiModifier(last);
        return isEmojiBase() && whole && CodePoints.isPictographic(next) && ++joined <= MAX_JOINED;
    }

    /** After a virama (RFC 5892 appendix A.2), or before one, as Bengali and Kannada write their ra. */
    private boolean joinsIndic(int next) {
        return CodePoints.isVirama(last) || (last == base && Character.isLetter(base) && CodePoints.isVirama(next));
    }

    /** Arabic letters standing alone in their joined form, as in abbreviations. */
    private boolean showsCursiveEdge(int next) {
        return CodePoints.isCursiveLetter(base) && !CodePoints.isCursiveLetter(next);
    }

    private boolean selectsVariant(int cp, int next) {
        if (cp == EMOJI_STYLE || cp == TEXT_STYLE) {
            return CodePoints.hasEmojiStyle(base) || (CodePoints.isKeycapBase(base) && next == KEYCAP);
        }
        if (CodePoints.isMongolianSelector(cp)) {
            return CodePoints.isMongolian(base);
        }
        return CodePoints.isHan(base) && (cp <= 0xFE02 || cp >= 0xE0100);
    }

    private void pass(int cp) {
        out.appendCodePoint(cp);
        last = cp;
    }

    private void showExcess() {
        if (excess > 0) {
            int count = excess;
            excess = 0;
            show("<+" + count + (count == 1 ? " mark>" : " marks>"));
        }
    }

    private void showCodePoint(int cp) {
        show(String.format(Locale.ROOT, "<U+%04X>", cp));
    }

    private void show(String visible) {
        out.append(visible);
        base = NONE;
        last = NONE;
        marks = 0;
        joined = 0;
    }
}
