package udpchat.cli.command;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a manual page in the macros of mdoc(7): text is escaped, macros are given as they are. */
final class Mdoc {

    /** How long a line of text may be. */
    private static final int LINE = 78;

    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?!])\\s+(?=[A-Z])");
    private static final Pattern LEADING_HYPHENS = Pattern.compile("(?<![\\w\\\\])-+");

    private final StringBuilder page = new StringBuilder();

    /** A macro line; arguments that are text have been through {@link #word}. */
    Mdoc macro(String line) {
        page.append('.').append(line).append('\n');
        return this;
    }

    /** A comment. */
    Mdoc comment(String text) {
        page.append(".\\\" ").append(text).append('\n');
        return this;
    }

    /** Running text, each sentence on a line of its own, as the formatters want it. */
    Mdoc text(String text) {
        for (String sentence : SENTENCE_END.splitAsStream(text.strip()).toList()) {
            int column = 0;
            for (String word : BLANKS.splitAsStream(escaped(sentence)).toList()) {
                boolean fits = column > 0 && column + 1 + word.length() <= LINE;
                page.append(column == 0 ? "" : fits ? " " : "\n");
                String placed = fits ? word : guarded(word);
                page.append(placed);
                column = (fits ? column + 1 : 0) + placed.length();
            }
            page.append('\n');
        }
        return this;
    }

    /** Paragraphs: lines that begin with blanks are shown as they stand, the others run together until an empty one. */
    Mdoc paragraphs(List<String> lines) {
        StringBuilder paragraph = new StringBuilder();
        boolean literal = false;
        for (String line : lines) {
            boolean indented = line.startsWith(" ");
            if (literal && !indented) {
                macro("Ed");
                literal = false;
            }
            if (!paragraph.isEmpty() && (line.isEmpty() || indented)) {
                macro("Pp").text(paragraph.toString());
                paragraph.setLength(0);
            }
            if (indented) {
                if (!literal) {
                    macro("Bd -literal -offset indent");
                    literal = true;
                }
                page.append(guarded(literal(line.strip()))).append('\n');
            } else if (!line.isEmpty()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            }
        }
        if (literal) {
            macro("Ed");
        }
        if (!paragraph.isEmpty()) {
            macro("Pp").text(paragraph.toString());
        }
        return this;
    }

    /** One argument of a macro. */
    static String word(String text) {
        String escaped = literal(text);
        return escaped.indexOf(' ') < 0 ? escaped : '"' + escaped.replace("\"", "\\(dq") + '"';
    }

    /** Hyphens that begin an option are minus signs, which can be copied; others may be what the formatter likes. */
    private static String escaped(String text) {
        return LEADING_HYPHENS
                .matcher(characters(text.replace("\\", "\\e")))
                .replaceAll(hyphens -> Matcher.quoteReplacement(hyphens.group().replace("-", "\\-")));
    }

    private static String literal(String text) {
        return characters(text.replace("\\", "\\e").replace("-", "\\-"));
    }

    /** ASCII alone, so that every formatter shows it in every locale. */
    private static String characters(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(cp -> {
            if (cp == '\u2026') {
                out.append("...");
            } else if (cp == '~') {
                out.append("\\(ti");
            } else if (cp == '\'') {
                out.append("\\(aq");
            } else if (cp < 0x7f) {
                out.append((char) cp);
            } else {
                out.append(String.format("\\[u%04X]", cp));
            }
        });
        return out.toString();
    }

    /** A line of text must not look like a request. */
    private static String guarded(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
