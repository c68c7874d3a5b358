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
