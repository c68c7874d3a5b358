package udpchat.cli.console;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * What the up arrow and Ctrl-R find. All lines of this run are remembered; only those that the predicate admits go into
 * the file, since messages would stand there in clear. The file is the owner's alone, one line each, UTF-8.
 *
 * <p>History is a convenience: a file that cannot be read or written is as good as none.
 */
final class LineHistory extends DefaultHistory {
    /** Lines read from the file at start; it is cut to this when it has twice as many. */
    static final int MAX_FILE_LINES = 500;

    /** Characters of a line worth finding again; longer ones are pastes. */
    static final int MAX_LINE = 4096;

    /** A history file larger than this is not ours. */
    private static final long MAX_FILE_BYTES = 8L << 20;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final Predicate<String> kept;
    private String last = "";

    LineHistory(Path file, Predicate<String> kept) {
        this.file = file;
        this.kept = kept;
    }

    @Override
    public void load() {
        if (file == null) {
            return;
        }
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                return;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            List<String> newest = lines.subList(Math.max(0, lines.size() - MAX_FILE_LINES), lines.size());
            if (lines.size() > 2 * MAX_FILE_LINES) {
                rewrite(newest);
            }
            for (String line : newest) {
                if (!line.isBlank() && line.length() <= MAX_LINE) {
                    internalAdd(Instant.EPOCH, line);
                }
            }
        } catch (NoSuchFileException | MalformedInputException e) {
            // The first run, or not our file.
        } catch (IOException e) {
            // As good as none.
        }
    }

    @Override
    public void add(Instant time, String line) {
        if (line.isBlank() || line.length() > MAX_LINE || line.equals(last)) {
            return;
        }
        last = line;
        internalAdd(time, line);
        if (file != null && line.indexOf('\n') < 0 && kept.test(line)) {
            append(line);
        }
    }

    /** Everything is in the file already. */
    @Override
    public void save() {}

    private void append(String line) {
        try {
            create(file);
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            // As good as none.
        }
    }

    private void rewrite(List<String> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        create(fresh);
        Files.write(fresh, lines, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void create(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(path);
        }
    }
}
