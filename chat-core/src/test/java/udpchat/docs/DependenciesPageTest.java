package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dependencies.md has a row for every artifact that the poms name, with its version. */
class DependenciesPageTest {

    private static final Pattern ARTIFACT = Pattern.compile("<(?:dependency|plugin|path)>\\s*(?:<!--[^>]*-->\\s*)?"
            + "(?:<groupId>([^<]+)</groupId>\\s*)?<artifactId>([^<]+)</artifactId>"
            + "(?:\\s*<version>([^<]+)</version>)?");

    private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)>([^<]+)</\\1>");

    /** @param version empty where the pom leaves it to its parent or a bill of materials */
    private record Artifact(String id, String version) {}

    @Test
    void everyArtifactHasItsRow() {
        List<String> rows = Pages.read("docs/dependencies.md")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<Artifact> artifacts = Stream.of("pom.xml", "chat-core/pom.xml", "chat-cli/pom.xml")
                .flatMap(DependenciesPageTest::artifacts)
                .toList();
        List<Artifact> missing = artifacts.stream()
                .filter(artifact -> rows.stream()
                        .noneMatch(row -> row.contains("`" + artifact.id() + "`") && row.contains(artifact.version())))
                .toList();
        assertEquals(List.of(), missing);
        assertTrue(artifacts.size() > 20, artifacts::toString);
    }

    private static Stream<Artifact> artifacts(String pom) {
        Map<String, String> properties = PROPERTY.matcher(Pages.read("pom.xml"))
                .results()
                .collect(Collectors.toMap(found -> "${" + found.group(1) + "}", found -> found.group(2), (a, b) -> a));
        return ARTIFACT.matcher(Pages.read(pom))
                .results()
                .filter(found -> !"udpchat".equals(found.group(1)))
                .map(found -> {
                    String group = found.group(1) == null ? "org.apache.maven.plugins" : found.group(1);
                    String version = found.group(3) == null ? "" : found.group(3);
                    return new Artifact(group + ":" + found.group(2), properties.getOrDefault(version, version));
                });
    }
}
