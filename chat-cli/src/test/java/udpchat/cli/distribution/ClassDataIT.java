package udpchat.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** The class-data archive that the build makes is used where it fits, and elsewhere not a word is said about it. */
class ClassDataIT {

    @TempDir
    Path folder;

    private final Distribution built = Distribution.built();

    @RealTimeTest
    void isMadeAndUsed() throws IOException {
        boolean blank = built.home().toString().contains(" ");
        assumeFalse(blank && Runtime.version().feature() < 25, "Java 17 makes no use of one below a name with a blank");
        List<String> loaded = loadedClasses(built, "-Xshare:on");
        List<String> fromElsewhere = loaded.stream()
                .filter(line -> !line.contains("shared objects file"))
                .toList();
        assertFalse(loaded.isEmpty());
        // What implements an interface of picocli's old byte code cannot be archived: a lambda, on 25 a class, too.
        assertTrue(
                fromElsewhere.stream()
                        .noneMatch(line -> line.contains(" udpchat.")
                                && !line.contains(" udpchat.cli.command.")
                                && !line.contains("$$Lambda")),
                fromElsewhere::toString);
        assertTrue(fromElsewhere.size() < loaded.size() / 5, fromElsewhere::toString);
    }

    @RealTimeTest
    void isLeftAloneInACopyOfTheFolder() throws IOException {
        Distribution copy = built.copyTo(folder.resolve("copy"));
        assertQuiet(copy);
        List<String> loaded = loadedClasses(copy, "-Xshare:auto");
        assertTrue(
                loaded.stream().anyMatch(line -> line.contains("java.lang.String source: shared objects file")),
                "the JDK's own archive is still used");
        assertTrue(
                loaded.stream().anyMatch(line -> line.contains(" udpchat.cli.command.UdpChat source: file:")),
                "ours is not");
    }

    @RealTimeTest
    void mayBeBroken() throws IOException {
        Distribution copy = copyThatTrustsItsArchive();
        try (RandomAccessFile archive = new RandomAccessFile(copy.archive().toFile(), "rw")) {
            archive.setLength(archive.length() / 2);
        }
        assertQuiet(copy);
        for (int size : new int[] {0, 10, 1 << 16}) {
            Files.write(copy.archive(), new byte[size]);
            assertQuiet(copy);
            trust(copy, copy.archive());
            assertQuiet(copy);
        }
        Files.delete(copy.archive());
        assertQuiet(copy);
    }

    @RealTimeTest
    void mayBeOfOtherJars() throws IOException {
        Distribution copy = copyThatTrustsItsArchive();
        assertQuiet(copy);
        Files.setLastModifiedTime(copy.jar(), FileTime.fromMillis(0));
        assertQuiet(copy);
    }

    @RealTimeTest
    void mayBeOfAnotherJdk() throws IOException {
        Optional<Path> other = otherJdk();
        assumeFalse(other.isEmpty(), "no other JDK in /usr/lib/jvm");
        Map<String, String> environment = Map.of("JAVA_HOME", other.get().toString());
        assertQuiet(built, environment);
        Distribution copy = copyThatTrustsItsArchive();
        String version = releaseOf(other.get()).orElseThrow();
        trust(copy, Files.move(copy.archive(), copy.lib().resolve("udpchat-" + version + ".jsa")));
        assertQuiet(copy, environment);
    }

    private static void assertQuiet(Distribution program) {
        assertQuiet(program, Map.of());
    }

    /** The same output as the one that the build made, which is used with its archive. */
    private static void assertQuiet(Distribution program, Map<String, String> environment) {
        ProgramRun expected = Distribution.built().run("--version");
        assertEquals(0, expected.exitCode(), expected::toString);
        assertEquals(expected, program.run(environment, "--version"));
    }

    /** Lines as {@code [0.05s][info][class,load] java.lang.Object source: shared objects file}. */
    private List<String> loadedClasses(Distribution program, String share) throws IOException {
        Path log = folder.resolve("class-load.log");
        ProgramRun run = program.run(Map.of("UDPCHAT_OPTS", share + " -Xlog:class+load:file=" + log), "--version");
        assertEquals(0, run.exitCode(), run::toString);
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).toList();
        }
    }

    private Distribution copyThatTrustsItsArchive() throws IOException {
        Distribution copy = built.copyTo(folder.resolve("copy"));
        trust(copy, copy.archive());
        return copy;
    }

    /** Tells the launcher that all is well, so that only the JVM can find out. */
    private static void trust(Distribution program, Path archive) throws IOException {
        Path check = Path.of(archive.toString().replaceAll("\\.jsa$", ".check"));
        Files.writeString(check, program.home() + "\n" + Files.size(archive) + "\n");
    }

    private static Optional<Path> otherJdk() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        String ours = System.getProperty("java.version");
        List<Path> jdks = Distribution.files(all);
        for (Path jdk : jdks) {
            Optional<String> version = releaseOf(jdk).filter(v -> !v.equals(ours));
            if (version.isPresent() && Runtime.Version.parse(version.get()).feature() >= 17) {
                return Optional.of(jdk);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> releaseOf(Path jdk) throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isExecutable(jdk.resolve("bin/java")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll(".*=\"|\"", ""))
                    .findFirst();
        }
    }
}
