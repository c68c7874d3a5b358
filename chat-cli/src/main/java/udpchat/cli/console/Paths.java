package udpchat.cli.console;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Completion of file names. */
final class Paths {
    /** More names than anyone picks from; a folder may hold millions. */
    private static final int MAX_NAMES = 500;

    private Paths() {}

    /** The paths that start as typed, {@code ~/} being home, folders with a slash at the end; hidden files only if asked for. */
    static List<String> startingWith(String typed) {
        int slash = typed.lastIndexOf('/');
        String folder = typed.substring(0, slash + 1);
        String start = typed.substring(slash + 1);
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(
                resolve(folder), path -> fits(path.getFileName().toString(), start))) {
            for (Path path : names) {
                found.add(folder + path.getFileName() + (Files.isDirectory(path) ? "/" : ""));
                if (found.size() == MAX_NAMES) {
                    break;
                }
            }
        } catch (IOException | InvalidPathException | DirectoryIteratorException e) {
            // Nothing to offer.
        }
        found.sort(null);
        return found;
    }

    private static boolean fits(String name, String start) {
        boolean printable = name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == ' ');
        return printable && name.startsWith(start) && (!name.startsWith(".") || start.startsWith("."));
    }

    private static Path resolve(String folder) {
        if (folder.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), folder.substring(2));
        }
        return Path.of(folder.isEmpty() ? "." : folder);
    }
}
