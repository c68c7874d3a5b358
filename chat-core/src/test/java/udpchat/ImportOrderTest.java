package udpchat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the house and what each may see, whether or not it is built yet. */
class ImportOrderTest {

    /** From the top; a package imports only packages on lower rows. */
    private static final List<List<String>> ROWS = List.of(
            List.of("udpchat"),
            List.of("udpchat.net"),
            List.of("udpchat.engine"),
            List.of("udpchat.session"),
            List.of("udpchat.directory", "udpchat.discovery", "udpchat.transfer"),
            List.of("udpchat.messaging"),
            List.of("udpchat.store"),
            List.of("udpchat.recovery", "udpchat.noise"),
            List.of("udpchat.wire"),
            List.of("udpchat.model"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("udpchat");

    static Stream<Arguments> packages() {
        List<Arguments> all = new ArrayList<>();
        List<String> notBelow = new ArrayList<>();
        for (List<String> row : ROWS) {
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
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void everyPackageHasItsRow() {
        Set<String> known = ROWS.stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<String> found = CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertTrue(known.containsAll(found), found.toString());
        assertTrue(found.size() >= 7, found.toString());
    }

    @Test
    void nettyOnlyInNet() {
        noClasses()
                .that()
                .resideOutsideOfPackage("udpchat.net")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CORE);
    }

    @Test
    void sqlOnlyInStore() {
        noClasses()
                .that()
                .resideOutsideOfPackage("udpchat.store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(CORE);
    }

    @Test
    void secureRandomOnlyInNoise() {
        noClasses()
                .that()
                .resideOutsideOfPackages("udpchat.noise", "udpchat")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(CORE);
    }

    @Test
    void nothingPrints() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(CORE);
        noClasses().should(USE_JAVA_UTIL_LOGGING).check(CORE);
        noClasses()
                .should()
                .callMethodWhere(calls(Map.of("java.lang.Throwable", Set.of("printStackTrace"))))
                .check(CORE);
    }

    /** Time and randomness are arguments; the three who may ask a clock say why. */
    @Test
    void nobodyAsksAClock() {
        Map<String, Set<String>> clocks = Map.of(
                "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
                "java.lang.Thread", Set.of("sleep", "onSpinWait"),
                "java.time.Instant", Set.of("now"),
                "java.time.LocalDateTime", Set.of("now"),
                "java.time.ZonedDateTime", Set.of("now"),
                "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
                "java.time.InstantSource", Set.of("system"),
                "java.lang.Math", Set.of("random"),
                "java.util.concurrent.ThreadLocalRandom", Set.of("current"));
        noClasses()
                .that()
                // How long close() waits for the listener's thread; the wall clock unless one is given.
                .doNotHaveFullyQualifiedName("udpchat.EventDispatcher")
                .and()
                .doNotHaveFullyQualifiedName("udpchat.ChatPeerBuilder")
                .and()
                // That the machine slept shows by its clocks alone.
                .doNotHaveFullyQualifiedName("udpchat.net.LinkWatch")
                .and()
                // It blocks its own thread for as long as it is told, and decides nothing for a peer.
                .doNotHaveFullyQualifiedName("udpchat.net.LinkCheck")
                .should()
                .callMethodWhere(calls(clocks))
                .check(CORE);
    }

    @Test
    void threadsAndLocksAreNoPartOfTheLogic() {
        noClasses()
                .that()
                .resideOutsideOfPackages("udpchat", "udpchat.net")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Timer|concurrent\\.(Executor|Executors|ExecutorService"
                        + "|ScheduledExecutorService|locks\\..*|atomic\\..*))")
                .check(CORE);
        noClasses()
                .that()
                // A store waits for the disk so that nobody else has to.
                .resideOutsideOfPackages("udpchat", "udpchat.net", "udpchat.store")
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "of a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
                .check(CORE);
    }

    @Test
    void whatTheModelIsMadeOfIsPublicOrHidden() {
        classes()
                .that()
                .resideInAPackage("udpchat.model")
                .and()
                .arePublic()
                .should()
                .beRecords()
                .orShould()
                .beInterfaces()
                .orShould()
                .beEnums()
                .check(CORE);
    }

    @Test
    void theModuleExportsTheTopAndTheModel() throws Exception {
        ModuleDescriptor module;
        // By the class's own address: tests have module descriptors on their path, too.
        String where = ChatPeer.class.getResource("ChatPeer.class").toString();
        try (InputStream in =
                new java.net.URL(where.replace("udpchat/ChatPeer.class", "module-info.class")).openStream()) {
            module = ModuleDescriptor.read(in);
        }
        assertEquals("udpchat.core", module.name());
        Set<String> exported =
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        assertTrue(exported.containsAll(Set.of("udpchat", "udpchat.model")), exported.toString());
        assertTrue(Set.of("udpchat", "udpchat.model", "udpchat.store").containsAll(exported), exported.toString());
        assertTrue(module.exports().stream().noneMatch(ModuleDescriptor.Exports::isQualified));
        assertTrue(module.opens().isEmpty());
    }

    private static DescribedPredicate<JavaCall<?>> calls(Map<String, Set<String>> methods) {
        return DescribedPredicate.describe(
                "is one of " + methods,
                call -> methods.getOrDefault(call.getTargetOwner().getFullName(), Set.of())
                        .contains(call.getName()));
    }
}
