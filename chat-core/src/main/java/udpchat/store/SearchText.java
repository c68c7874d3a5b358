package udpchat.store;

import java.lang.Character.UnicodeScript;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes of a text what the full-text index takes, and of a question what it answers. SQLite finds words between spaces and
 * punctuation, and what begins as they do. Scripts that put no spaces between words are found by any two characters that
 * follow each other; the emoji, which it takes for punctuation, by name; and the parts of a long word, of which German has
 * many, by what follows them: {@code schiff} in {@code Dampfschifffahrt}.
 *
 * <p>A trigram index would find nothing for two characters, and takes ten times as long to write as the message itself.
 */
final class SearchText {
    /** A word of so many letters may be one that was put together. */
    private static final int LONG_WORD = 10;

    private static final int LONGEST_WORD = 40;
    private static final int SHORTEST_PART = 4;
    /** Words of fewer letters are found whole alone: too many begin with them. */
    private static final int SHORTEST_BEGINNING = 2;

    private static final Set<UnicodeScript> UNSPACED = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN,
            UnicodeScript.YI);

    private enum Kind {
        BETWEEN,
        WORD,
        UNSPACED,
        SIGN
    }

    /** How a word may go on, for {@link #query}. */
    @FunctionalInterface
    interface Endings {
        /**
         * The words to look for.
         *
         * @param beginning as SQLite keeps a word, as far as is known
         * @return empty for all that begin so
         */
        List<String> of(String beginning) throws SQLException;
    }

    /** Neighbours of one kind. */
    private record Run(Kind kind, String text) {}

    private SearchText() {}

    /** The words of a text. */
    static String words(String text) {
        StringBuilder words = new StringBuilder(2 * text.length());
        for (Run run : runs(text)) {
            switch (run.kind()) {
                case BETWEEN -> words.append(run.text());
                case WORD -> words.append(run.text());
                case UNSPACED -> pairs(run.text(), true, words);
                case SIGN -> signs(run.text(), words);
            }
        }
        return words.toString();
    }

    /** The ends of its long words. */
    static String parts(String text) {
        StringBuilder parts = new StringBuilder();
        for (Run run : runs(text)) {
            int length = run.kind() == Kind.WORD ? run.text().length() : 0;
            if (length >= LONG_WORD && length <= LONGEST_WORD) {
                for (int i = 1; i <= length - SHORTEST_PART; i++) {
                    if (!Character.isLowSurrogate(run.text().charAt(i))) {
                        parts.append(run.text(), i, length).append(' ');
                    }
                }
            }
        }
        return parts.toString();
    }

    /**
     * The question of a person as FTS5 reads it: all words have to be there, in any order, those that were written together
     * together. Empty if nothing in it can be found.
     *
     * @param endings of words that may go on
     */
    static String query(String question, Endings endings) throws SQLException {
        List<String> terms = new ArrayList<>();
        StringBuilder phrase = new StringBuilder();
        String last = "";
        for (Run run : runs(question)) {
            if (run.kind() == Kind.WORD) {
                phrase.append(phrase.isEmpty() ? "" : " ").append(run.text());
                last = run.text();
                continue;
            }
            boolean goesOn = run.kind() == Kind.BETWEEN && run.text().chars().noneMatch(Character::isWhitespace);
            if (!goesOn) {
                addPhrase(phrase, last, endings, terms);
            }
            if (run.kind() == Kind.UNSPACED) {
                StringBuilder pairs = new StringBuilder();
                pairs(run.text(), false, pairs);
                terms.add('"' + pairs.toString().strip() + (isOne(run.text()) ? "\" *" : "\""));
            } else if (run.kind() == Kind.SIGN) {
                StringBuilder signs = new StringBuilder();
                signs(run.text(), signs);
                terms.add('"' + signs.toString().strip() + '"');
            }
        }
        addPhrase(phrase, last, endings, terms);
        return String.join(" AND ", terms);
    }

    private static void addPhrase(StringBuilder phrase, String last, Endings endings, List<String> terms)
            throws SQLException {
        if (phrase.isEmpty()) {
            return;
        }
        List<String> words = last.length() < SHORTEST_BEGINNING ? List.of(last) : endings.of(folded(last));
        String before = phrase.substring(0, phrase.length() - last.length());
        List<String> either = new ArrayList<>();
        for (String word : words) {
            either.add('"' + before + word + '"');
        }
        terms.add(words.isEmpty() ? '"' + phrase.toString() + "\" *" : '(' + String.join(" OR ", either) + ')');
        phrase.setLength(0);
    }

    /** A word as SQLite keeps it, but for a few rare letters: without capitals, and Latin ones without accents. */
    private static String folded(String word) {
        String apart = Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(apart.length());
        char letter = 0;
        for (int i = 0; i < apart.length(); i++) {
            char each = apart.charAt(i);
            boolean accent = each >= '\u0300' && each <= '\u036f';
            if (!accent || letter < 'a' || letter > 'z') {
                plain.append(each);
            }
            letter = accent ? letter : each;
        }
        return Normalizer.normalize(plain, Normalizer.Form.NFC);
    }

    private static boolean isOne(String text) {
        return text.codePointCount(0, text.length()) == 1;
    }

    /** Each two that follow each other and, in a text, the last one, so that one alone is found as a beginning. */
    private static void pairs(String run, boolean withLast, StringBuilder to) {
        int[] points = run.codePoints().toArray();
        to.append(' ');
        for (int i = 0; i + 1 < points.length; i++) {
            to.appendCodePoint(points[i]).appendCodePoint(points[i + 1]).append(' ');
        }
        if (withLast || points.length == 1) {
            to.appendCodePoint(points[points.length - 1]).append(' ');
        }
    }

    private static void signs(String run, StringBuilder to) {
        run.codePoints().forEach(point -> to.append(" xsign").append(Integer.toHexString(point)));
        to.append(' ');
    }

    private static List<Run> runs(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        List<Run> runs = new ArrayList<>();
        int start = 0;
        Kind before = null;
        for (int i = 0; i < plain.length(); ) {
            int point = plain.codePointAt(i);
            Kind kind = kind(point, before);
            if (kind != before && before != null) {
                runs.add(new Run(before, plain.substring(start, i)));
                start = i;
            }
            before = kind;
            i += Character.charCount(point);
        }
        if (before != null) {
            runs.add(new Run(before, plain.substring(start)));
        }
        return runs;
    }

    private static Kind kind(int point, Kind before) {
        if (point < 0x80) {
            return Character.isLetterOrDigit(point) ? Kind.WORD : Kind.BETWEEN;
        }
        if (UNSPACED.contains(UnicodeScript.of(point)) || point == 'ー') {
            return Kind.UNSPACED;
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
                before == null ? Kind.BETWEEN : before == Kind.SIGN ? Kind.BETWEEN : before;
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL -> Kind.SIGN;
            default -> Character.isLetterOrDigit(point) ? Kind.WORD : Kind.BETWEEN;
        };
    }
}
