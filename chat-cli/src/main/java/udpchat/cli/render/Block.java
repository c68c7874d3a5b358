package udpchat.cli.render;

import java.util.List;

/**
 * A prefix of ours and a text of any number of lines after it. Only the first line begins at column one: the others,
 * ours by width or the text's own, hang, so that no text can look like a line of ours.
 */
final class Block {
    /** Below this a window is too narrow to lay anything out in, and is taken to be this wide. */
    private static final int MIN_COLUMNS = 16;
    /** With less room than this after the prefix, the text begins on the next line. */
    private static final int MIN_ROOM = 8;

    private Block() {}

    /**
     * One line of a page of ours. Where it is too long, it hangs below where its last column begins, which two spaces
     * part from what is before.
     *
     * @param line filtered by {@link SafeText#text}, without colours
     * @param columns of the window, at least 1
     */
    static String line(String line, int columns) {
        if (Columns.width(line) <= columns) {
            return line;
        }
        int column = 0;
        while (column < line.length() && line.charAt(column) == ' ') {
            column++;
        }
        for (int gap = line.indexOf("  ", column); gap >= 0 && gap < columns / 2; gap = line.indexOf("  ", column)) {
            column = gap;
            while (column < line.length() && line.charAt(column) == ' ') {
                column++;
            }
        }
        String prefix = line.substring(0, column);
        return hang(prefix, prefix, line.substring(column), Columns.width(prefix), columns);
    }

    /**
     * @param prefix filtered, as it is measured
     * @param styled the prefix as it is written
     * @param text filtered by {@link SafeText#text}
     * @param indent columns that the other lines hang, at least 1; less where the window is narrow
     * @param columns of the window; 0 or less where unknown
     */
    static String hang(String prefix, String styled, String text, int indent, int columns) {
        int width = columns <= 0 ? Integer.MAX_VALUE : Math.max(columns, MIN_COLUMNS);
        int hang = Math.max(1, Math.min(indent, width / 2));
        int rest = width - hang;
        int first = width - Math.min(width, Columns.width(prefix));
        StringBuilder out = new StringBuilder(styled);
        String margin = " ".repeat(hang);
        boolean begun = first >= MIN_ROOM;
        int room = begun ? first : rest;
        for (String line : text.split("\n", -1)) {
            List<String> pieces = columns <= 0 ? List.of(line) : Columns.wrap(line, room, rest);
            for (String piece : pieces) {
                if (begun) {
                    begun = false;
                } else {
                    out.append('\n').append(margin);
                }
                out.append(piece);
            }
            room = rest;
        }
        return out.toString();
    }
}
