package udpchat.cli;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import udpchat.ChatPeer;

/** What each package of the program may see: the table in docs/architecture.md is the rule, and here it is held to. */
class ProgramImportOrderTest {

    private static final String BASE = "udpchat.cli.";
    /** Runs in the build, whose log it writes, and loads what the console will need. */
    private static final String TRAINING = BASE + "command.ClassDataTraining";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d) \\| `(\\w+)` \\|");

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("udpchat.cli");

    /** From the top, as the page has them. */
    private static List<List<String>> rows() {
        String page;
        try {
            page = Files.readString(Path.of("..", "docs", "architecture.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String section = page.substring(page.indexOf("## Packages of chat-cli"), page.indexOf("## Rules"));
        TreeMap<String, List<String>> rows = ROW.matcher(section)
                .results()
                .collect(Collectors.groupingBy(
                        (MatchResult row) -> row.group(1),
                        TreeMap::new,
                        Collectors.mapping(row -> BASE + row.group(2), Collectors.toList())));
        return List.copyOf(rows.values());
    }

    static Stream<Arguments> packages() {
        List<Arguments> all = new ArrayList<>();
        List<String> notBelow = new ArrayList<>();
        for (List<String> row : rows()) {
            notBelow.addAll(row);
            for (String name : row) {
                all.add(Arguments.of(
                        name, notBelow.stream().filter(p -> !p.equals(name)).toArray(String[]::new)));
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void aPackageImportsOnlyLowerRows(String name, String[] notBelow) {
        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(notBelow)
                .check(PROGRAM);
    }

    @Test
    void everyPackageHasItsRow() {
        Set<String> found =
                PROGRAM.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rows().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new)), found);
        assertTrue(rows().size() >= 5, () -> "rows of the page: " + rows());
    }

    @Test
    void nettyOnlyInBench() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "bench")
                .and()
                .haveNameNotMatching(BASE.replace(".", "\\.") + "command\\.(LibraryLogging|SilentLoggers)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(PROGRAM);
    }

    @Test
    void jlineOnlyInTheConsole() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "console")
                .and()
                .doNotHaveFullyQualifiedName(TRAINING)
                .and()
                // The width of a character has to be the one that the line editor reckons with.
                .doNotHaveFullyQualifiedName(BASE + "render.Columns")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(PROGRAM);
    }

    @Test
    void picocliOnlyInCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "command")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(PROGRAM);
    }

    @Test
    void theLibraryIsSeenAsItsModuleExportsIt() throws IOException {
        Set<String> exported;
        // By the class's own address: tests have module descriptors on their path, too.
        String where = ChatPeer.class.getResource("ChatPeer.class").toString();
        try (InputStream in = new URL(where.replace("udpchat/ChatPeer.class", "module-info.class")).openStream()) {
            exported = ModuleDescriptor.read(in).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
        Set<String> seen = PROGRAM.stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.equals("udpchat") || name.startsWith("udpchat."))
                .filter(name -> !(name + ".").startsWith(BASE))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(exported.containsAll(seen), seen + " of " + exported);
        assertTrue(seen.contains("udpchat.model"), seen.toString());
    }

    /** Whoever writes on a stream of the process decides on its encoding, its filter and what happens when it is closed. */
    @Test
    void theStreamsOfTheProcessHaveFewOwners() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(TRAINING)
                .should(ACCESS_STANDARD_STREAMS)
                .check(PROGRAM);
        Set<String> owners = PROGRAM.stream()
                .filter(each -> each.getFieldAccessesFromSelf().stream()
                        .anyMatch(access -> access.getTargetOwner().isEquivalentTo(FileDescriptor.class)))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(Set.of(
                        BASE + "console.PlainConsole",
                        BASE + "console.Tty",
                        BASE + "pipe.StandardInput",
                        BASE + "pipe.Stdio")),
                owners);
        noClasses().should(accessField(System.class, "in")).check(PROGRAM);
    }
}
