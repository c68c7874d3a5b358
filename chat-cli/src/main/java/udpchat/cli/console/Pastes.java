package udpchat.cli.console;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Long texts in the input line stand there as a mark, {@code [pasted 1: 100,000 characters, 2,000 lines]}: the line is laid
 * out anew at every key and every message, which for a megabyte takes seconds. The mark is replaced by its text when the
 * line is sent; one that was edited is only what it looks like.
 */
final class Pastes {
    /** More than this fills half a screen of 80 × 24. */
    static final int MAX_SHOWN_CHARS = 1_000;

    static final int MAX_SHOWN_LINES = 12;

    /** All texts held together, in characters. */
    static final int MAX_HELD = 8 << 20;

    private final Map<String, String> texts = new LinkedHashMap<>();
    private int held;
    private int number;

    /** Line ends of a pasted text as line feeds, the last one dropped: copied lines end in one that nobody means. */
    static String normalize(String pasted) {
        String text = pasted.replace("\r\n", "\n").replace('\r', '\n');
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** What is put into the line for a text: itself, or a mark; null if there is no room to hold it. */
    String shown(String text) {
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        if (text.length() <= MAX_SHOWN_CHARS && lines <= MAX_SHOWN_LINES) {
            return text;
        }
        if (held + text.length() > MAX_HELD) {
            return null;
        }
        String count = lines == 1 ? "" : String.format(Locale.ROOT, ", %,d lines", lines);
        String mark = String.format(Locale.ROOT, "[pasted %d: %,d characters%s]", ++number, text.length(), count);
        texts.put(mark, text);
        held += text.length();
        return mark;
    }

    /** The line with its texts for their marks. */
    String expand(String line) {
        if (texts.isEmpty() || line.indexOf('[') < 0) {
            return line;
        }
        StringBuilder whole = new StringBuilder(line.length());
        int at = 0;
        while (at < line.length()) {
            String mark = markAt(line, at);
            if (mark == null) {
                whole.append(line.charAt(at++));
            } else {
                whole.append(texts.get(mark));
                at += mark.length();
            }
        }
        return whole.toString();
    }

    private String markAt(String line, int at) {
        if (line.charAt(at) != '[') {
            return null;
        }
        for (String mark : texts.keySet()) {
            if (line.startsWith(mark, at)) {
                return mark;
            }
        }
        return null;
    }

    /** Whether a line holds a mark; it then says nothing to a later run or search. */
    boolean marked(String line) {
        return texts.keySet().stream().anyMatch(line::contains);
    }

    /** Forgets the texts whose mark is no longer in the line. */
    void retain(String line) {
        texts.keySet().removeIf(mark -> !line.contains(mark));
        held = texts.values().stream().mapToInt(String::length).sum();
    }

    /** Forgets all texts: their line was sent. */
    void clear() {
        texts.clear();
        held = 0;
    }
}
