package udpchat.cli.console;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** A line as it is: blanks separate words, and quotes and backslashes are text like any other. */
final class Words implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        int at = Math.min(cursor, line.length());
        int start = at;
        while (start > 0 && !Character.isWhitespace(line.charAt(start - 1))) {
            start--;
        }
        return new Word(line, at, line.substring(0, start).strip(), line.substring(start, at));
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /** The word before the cursor, and what stands before it. */
    record Word(String line, int cursor, String before, String word) implements CompletingParsedLine {
        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int wordIndex() {
            return before.isEmpty() ? 0 : 1;
        }

        @Override
        public List<String> words() {
            return before.isEmpty() ? List.of(word) : List.of(before, word);
        }
    }
}
