package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A link from page to page leads to a file that exists, and to a heading in it. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static Stream<Path> pages() {
        return Pages.all().stream().map(Pages.root()::relativize);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyRelativeLinkLeadsSomewhere(Path page) {
        Path file = Pages.root().resolve(page);
        Matcher links = LINK.matcher(Pages.prose(Pages.read(file)));
        while (links.find()) {
            String target = links.group(1);
            if (target.startsWith("https://")) {
                continue;
            }
            Path to = target.isEmpty() ? file : file.resolveSibling(target).normalize();
            assertTrue(Files.exists(to), page + " links to " + target);
            if (links.group(2) != null) {
                assertTrue(
                        headings(to).contains(links.group(2)),
                        page + " links to #" + links.group(2) + ", but the headings are " + headings(to));
            }
        }
    }

    @Test
    void thePagesAreFound() {
        assertEquals(
                List.of("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"),
                pages().filter(page -> page.getNameCount() == 1)
                        .map(Path::toString)
                        .toList());
    }

    /** As they are named in links: lower case, hyphens for blanks, letters and digits alone. */
    private static List<String> headings(Path page) {
        return HEADING.matcher(Pages.prose(Pages.read(page)))
                .results()
                .map(found -> found.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }
}
