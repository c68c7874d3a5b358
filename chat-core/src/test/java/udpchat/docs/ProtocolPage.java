package udpchat.docs;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** docs/protocol.md, as tests read it: tables by their headings, and blocks of code by what stands behind the fence. */
public final class ProtocolPage {

    private static final String PAGE = Pages.read("docs/protocol.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+) ([\\w-]+)\n(.*?)^```$");
    private static final Pattern COMMENT = Pattern.compile("#.*");

    private ProtocolPage() {}

    /** A block of code: {@code ```kind name}. */
    public record Block(String kind, String name, List<String> lines) {}

    /** All blocks of a kind. */
    public static List<Block> blocks(String kind) {
        return BLOCK.matcher(PAGE)
                .results()
                .filter(found -> found.group(1).equals(kind))
                .map(found ->
                        new Block(kind, found.group(2), found.group(3).lines().toList()))
                .toList();
    }

    /** The one block of this kind and name. */
    public static Block block(String kind, String name) {
        List<Block> found =
                blocks(kind).stream().filter(block -> block.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks " + kind + " " + name);
        }
        return found.get(0);
    }

    /** The bytes of a block of hex digits, without what follows a #. */
    public static byte[] hex(String name) {
        StringBuilder digits = new StringBuilder();
        for (String line : block("hex", name).lines()) {
            digits.append(COMMENT.matcher(line).replaceAll("").strip());
        }
        return HexFormat.of().parseHex(digits);
    }

    /** The bytes that the table row of this name has in its second cell. */
    public static byte[] bytes(String row) {
        return HexFormat.of().parseHex(text(row));
    }

    /** What the table row of this name has in its second cell. */
    public static String text(String row) {
        List<List<String>> found =
                rows().filter(cells -> cells.get(0).equals(row)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " rows " + row);
        }
        return code(found.get(0).get(1)).get(0);
    }

    /**
     * The rows of all tables whose heading has these as its first cells.
     *
     * @return for each row its cells
     */
    public static List<List<String>> table(String... heading) {
        List<String> wanted = List.of(heading);
        List<List<String>> rows = new ArrayList<>();
        boolean within = false;
        for (String line : PAGE.lines().toList()) {
            if (!line.startsWith("|")) {
                within = false;
                continue;
            }
            List<String> cells = cells(line);
            if (cells.size() >= wanted.size() && cells.subList(0, wanted.size()).equals(wanted)) {
                within = true;
            } else if (within && !cells.get(0).startsWith("---")) {
                rows.add(cells);
            }
        }
        if (rows.isEmpty()) {
            throw new AssertionError("no table " + wanted);
        }
        return rows;
    }

    /** What stands in backticks in a cell. */
    public static List<String> code(String cell) {
        Matcher span = Pattern.compile("`([^`]+)`").matcher(cell);
        return span.results().map(found -> found.group(1)).toList();
    }

    private static Stream<List<String>> rows() {
        return PAGE.lines().filter(line -> line.startsWith("|")).map(ProtocolPage::cells);
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Stream.of(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
