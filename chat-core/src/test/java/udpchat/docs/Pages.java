package udpchat.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's pages and sources, as tests of the documentation read them. */
final class Pages {

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");

    private Pages() {}

    /** The project's folder, from wherever in it the tests run. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("docs/architecture.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("the tests do not run inside the project");
            }
        }
        return folder;
    }

    /** Every page: README.md and its neighbours, and all below docs. */
    static List<Path> all() {
        try (Stream<Path> top = Files.list(root());
                Stream<Path> docs = Files.walk(root().resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every Java source of both modules. */
    static List<Path> sources() {
        return Stream.of("chat-core/src", "chat-cli/src")
                .flatMap(folder -> {
                    try (Stream<Path> files = Files.walk(root().resolve(folder))) {
                        return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        return read(root().resolve(file));
    }

    /** The page without its blocks of code. */
    static String prose(String page) {
        return CODE_BLOCK.matcher(page).replaceAll("");
    }

    /** What stands in backticks outside of blocks. */
    static Stream<String> codeSpans(String page) {
        return CODE_SPAN.matcher(prose(page)).results().map((MatchResult found) -> found.group(1));
    }
}
