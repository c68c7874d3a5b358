package udpchat.cli.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program as the build made it.
 *
 * @param home the folder with {@code bin} and {@code lib}
 */
public record Distribution(Path home) {

    /** Where the build put it; the system property {@code udpchat.distribution}. */
    public static Distribution built() {
        String home = System.getProperty("udpchat.distribution");
        if (home == null) {
            throw new IllegalStateException("run by mvn verify, which builds udpchat and says where it is");
        }
        return new Distribution(Path.of(home));
    }

    /** The command that starts it here: {@code bin/udpchat}, or {@code bin\\udpchat.cmd} on Windows. */
    public String launcher() {
        return home.resolve("bin")
                .resolve(ProgramRun.WINDOWS ? "udpchat.cmd" : "udpchat")
                .toString();
    }

    public Path lib() {
        return home.resolve("lib");
    }

    /** The class-data archive for the JDK that runs the tests, which is the one that built the program. */
    public Path archive() {
        return lib().resolve("udpchat-" + System.getProperty("java.version") + ".jsa");
    }

    /** The program's own jar. */
    public Path jar() {
        return files(lib()).stream()
                .filter(file -> file.getFileName().toString().matches("chat-cli-.*\\.jar"))
                .findFirst()
                .orElseThrow();
    }

    /** Starts it with the JDK that runs the tests. */
    public ProgramRun run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Starts it with the JDK that runs the tests, unless {@code environment} names another one. */
    public ProgramRun run(Map<String, String> environment, String... arguments) {
        return ProgramRun.of(
                environment,
                Stream.concat(Stream.of(launcher()), Stream.of(arguments)).toList());
    }

    /** Copies it with all its time stamps, as {@code cp -a} does. */
    public Distribution copyTo(Path target) {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Distribution(target);
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
