package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md names no file and no type that is not there. */
class ArchitecturePageTest {

    private static final Pattern FILE = Pattern.compile("(?:[a-z]+/)*[\\w-]+\\.java");
    private static final Pattern TYPE = Pattern.compile("@?[A-Z]\\w*[a-z]\\w*");

    /** A type of ours, or one that our sources import. */
    private static final Pattern DECLARED = Pattern.compile("(?m)\\b(?:class|interface|record|enum) (\\w+)");

    private static final Pattern IMPORTED = Pattern.compile("(?m)^import (?:static )?[\\w.]*?\\.([A-Z]\\w*)");

    private final List<String> spans =
            Pages.codeSpans(Pages.read("docs/architecture.md")).distinct().toList();

    @Test
    void everyFileExists() {
        List<Path> sources = Pages.sources();
        List<String> files =
                spans.stream().filter(span -> FILE.matcher(span).matches()).toList();
        List<String> missing = files.stream()
                .filter(file -> sources.stream().noneMatch(source -> source.endsWith(Path.of(file))))
                .toList();
        assertEquals(List.of(), missing);
        assertTrue(files.size() > 20, () -> "found only " + files);
    }

    @Test
    void everyTypeExists() {
        Set<String> known = Pages.sources().stream()
                .map(Pages::read)
                .flatMap(source -> Stream.of(DECLARED, IMPORTED)
                        .flatMap(names -> names.matcher(source).results().map(found -> found.group(1))))
                .collect(Collectors.toSet());
        List<String> types =
                spans.stream().filter(span -> TYPE.matcher(span).matches()).toList();
        List<String> missing = types.stream()
                .filter(type -> !known.contains(type.replace("@", "")))
                .toList();
        assertEquals(List.of(), missing);
        assertTrue(types.size() > 30, () -> "found only " + types);
    }
}
