package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/**
 * Runs the real program, from its distribution where the build has made one (system property {@code
 * udpchat.distribution}), else from the test's class path with the launcher's options. Its home and its XDG folders are
 * in a folder of the test's; {@link #close} checks that nothing was written elsewhere and that nobody was shown a stack
 * trace.
 */
public final class Sandbox implements AutoCloseable {

    /** What the launcher gives the JVM. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable");

    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/@]+\\(|Exception in thread");

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<Running> started = new ArrayList<>();

    public Sandbox(Path folder) throws IOException {
        this.folder = folder;
        for (Path each : List.of(home(), config().getParent(), state().getParent(), work())) {
            Files.createDirectories(each);
        }
        environment.put("HOME", home().toString());
        environment.put("XDG_CONFIG_HOME", config().getParent().toString());
        environment.put("XDG_STATE_HOME", state().getParent().toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // No test depends on who else is on this machine's networks, unless it has networks of its own.
        environment.put("UDPCHAT_NO_DISCOVERY", "true");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path work() {
        return folder.resolve("work");
    }

    /** Where the configuration is. */
    public Path config() {
        return folder.resolve("config").resolve("udpchat");
    }

    /** Where the profiles are. */
    public Path state() {
        return folder.resolve("state").resolve("udpchat");
    }

    /** Sets a variable of the environment for what is started from now on; null takes it away. */
    public Sandbox with(String name, String value) {
        if (value == null) {
            environment.remove(name);
        } else {
            environment.put(name, value);
        }
        return this;
    }

    /** Writes the configuration file. */
    public Sandbox configure(String text) throws IOException {
        Files.createDirectories(config());
        Files.writeString(config().resolve("config.properties"), text);
        return this;
    }

    /** Writes the peer list of the default profile. */
    public Sandbox peers(String... lines) throws IOException {
        Files.createDirectories(state().resolve("default"));
        Files.write(state().resolve("default").resolve("peers"), List.of(lines));
        return this;
    }

    /** Where the distribution is; null where the build has not made one. */
    static String distribution() {
        return System.getProperty("udpchat.distribution");
    }

    /** The words that start the program with these arguments. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        if (distribution() != null) {
            command.add(Path.of(distribution(), "bin", "udpchat").toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(JVM_OPTIONS);
            command.addAll(List.of("-cp", classPath(), "udpchat.cli.command.UdpChat"));
        }
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Without the logger that a library of the tests brings along: Netty would take it. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts the program. */
    public Running start(String... arguments) throws IOException {
        return startCommand(true, command(arguments));
    }

    /** Starts the program and leaves what it writes on stdout alone. */
    public Running startUnread(String... arguments) throws IOException {
        return startCommand(false, command(arguments));
    }

    /** Starts a shell script in which {@code "$@"} is the program with these arguments. */
    public Running startScript(String script, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        words.addAll(command(arguments));
        return startCommand(true, words);
    }

    /** Runs the program with nothing on stdin until it ends. */
    public Running run(String... arguments) throws IOException, InterruptedException {
        Running running = start(arguments).endInput();
        running.awaitExit();
        running.out().awaitEnd(Running.PATIENCE);
        return running;
    }

    Running startCommand(boolean readOutput, List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(work().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Running running = new Running(builder.start(), readOutput);
        started.add(running);
        return running;
    }

    @Override
    public void close() throws IOException {
        started.forEach(Running::close);
        List<Executable> checks = new ArrayList<>();
        for (Running each : started) {
            String err = each.err().text();
            checks.add(() -> assertFalse(STACK_TRACE.matcher(err).find(), err));
        }
        for (Path outside : List.of(home(), work())) {
            try (Stream<Path> files = Files.list(outside)) {
                List<Path> found = files.toList();
                checks.add(() -> assertEquals(List.of(), found, "outside of the XDG folders"));
            }
        }
        assertAll(checks);
    }
}
