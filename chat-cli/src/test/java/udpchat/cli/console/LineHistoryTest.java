package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineHistoryTest {
    @TempDir
    Path folder;

    private Path file;

    private LineHistory history() {
        file = folder.resolve("history");
        return new LineHistory(file, line -> line.startsWith("/"));
    }

    private static List<String> lines(LineHistory history) {
        List<String> lines = new ArrayList<>();
        history.forEach(entry -> lines.add(entry.line()));
        return lines;
    }

    private static void add(LineHistory history, String... lines) {
        for (String line : lines) {
            history.add(Instant.EPOCH, line);
        }
    }

    @Test
    void allIsRememberedAndOnlyWhatMayBeIsKept() throws IOException {
        LineHistory history = history();
        add(history, "secret", "/to bob", "/to bob", " ", "/two\nlines", "/x" + "y".repeat(LineHistory.MAX_LINE));
        assertEquals(List.of("secret", "/to bob", "/two\nlines"), lines(history));
        assertEquals("/to bob\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        LineHistory next = history();
        next.load();
        assertEquals(List.of("/to bob"), lines(next));
    }

    @Test
    void theFileStaysSmall() throws IOException {
        LineHistory history = history();
        Files.write(file, IntStream.range(0, 1001).mapToObj(i -> "/c" + i).toList());
        history.load();
        assertEquals(LineHistory.MAX_FILE_LINES, history.size());
        assertEquals("/c1000", history.get(history.last()));
        assertEquals(LineHistory.MAX_FILE_LINES, Files.readAllLines(file).size());
    }

    @Test
    void aFileThatCannotBeUsedIsAsGoodAsNone() throws IOException {
        LineHistory history = history();
        Files.write(file, new byte[] {'/', 'a', (byte) 0xff, '\n'});
        history.load();
        assertEquals(0, history.size());
        Files.delete(file);
        Files.createDirectory(file);
        history.load();
        add(history, "/still works");
        assertEquals(1, history.size());
        LineHistory none = new LineHistory(null, line -> true);
        none.load();
        add(none, "/a");
        assertFalse(lines(none).isEmpty());
    }
}
