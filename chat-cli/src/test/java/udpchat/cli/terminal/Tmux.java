package udpchat.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A real terminal for a test: a tmux server of its own (socket and configuration of nobody else) with one pane in which a
 * command runs. Waiting is polling with a deadline; a wait that fails shows the screen.
 */
public final class Tmux implements AutoCloseable {
    /** Long enough for a JVM to start on a loaded machine. */
    private static final long DEADLINE_SECONDS = 30;

    private final Path folder;

    private Tmux(Path folder) {
        this.folder = folder;
    }

    /** Skips the calling test, visibly, where there is no tmux. */
    public static void assumeInstalled() {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "tmux")));
        assumeTrue(found, "tmux is not installed: apt-get install tmux");
    }

    /** A terminal of that size in a UTF-8 locale, in which a shell with job control waits at its prompt {@code $ }. */
    public static Tmux shell(int columns, int rows) {
        return start(columns, rows, "C.UTF-8", List.of("bash", "--noprofile", "--norc", "-i"));
    }

    /**
     * A terminal in which the command runs; its end leaves the pane as it was.
     *
     * @param locale what LC_ALL says to the command; the terminal itself is always UTF-8
     */
    public static Tmux start(int columns, int rows, String locale, List<String> command) {
        assumeInstalled();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LC_ALL", locale);
        environment.put("LANG", locale);
        environment.put("PS1", "$ ");
        environment.put("HISTFILE", "/dev/null");
        try {
            Path folder = Files.createTempDirectory("udpchat-tmux");
            Path configuration = folder.resolve("conf");
            Files.writeString(configuration, """
                    set -g default-terminal tmux-256color
                    set -g history-limit 50000
                    set -g remain-on-exit on
                    set -g status off
                    set -g escape-time 0
                    """);
            Tmux tmux = new Tmux(folder);
            List<String> words =
                    new ArrayList<>(List.of("-f", configuration.toString(), "new-session", "-d", "-s", "t"));
            words.addAll(List.of("-x", "" + columns, "-y", "" + rows));
            environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
            words.add("--");
            words.addAll(command);
            tmux.tmux(words.toArray(String[]::new));
            return tmux;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a tmux command against this server and gives its output. */
    public String tmux(String... words) {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket()));
        command.addAll(List.of(words));
        Output output = execute(command, "");
        assertEquals(0, output.code(), () -> command + ": " + output.text());
        return output.text();
    }

    private String socket() {
        return folder.resolve("socket").toString();
    }

    private record Output(int code, String text) {}

    private static Output execute(List<String> command, String input) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("TMUX");
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Types a text as it stands. */
    public void type(String text) {
        tmux("send-keys", "-t", "t", "-l", "--", text);
    }

    /** Presses keys by tmux's names: {@code Enter}, {@code C-c}, {@code M-Enter}, {@code Tab}, {@code BSpace}, {@code Up}. */
    public void keys(String... names) {
        List<String> words = new ArrayList<>(List.of("send-keys", "-t", "t"));
        words.addAll(List.of(names));
        tmux(words.toArray(String[]::new));
    }

    public void line(String text) {
        type(text);
        keys("Enter");
    }

    /** Pastes, in brackets if the program asked for them; any length. */
    public void paste(String text) {
        Output loaded = execute(List.of("tmux", "-u", "-S", socket(), "load-buffer", "-b", "p", "-"), text);
        assertEquals(0, loaded.code(), loaded::text);
        tmux("paste-buffer", "-p", "-d", "-b", "p", "-t", "t");
    }

    public void resize(int columns, int rows) {
        tmux("resize-window", "-t", "t", "-x", "" + columns, "-y", "" + rows);
    }

    /** What is seen, without blanks at line ends and empty lines at the bottom. */
    public String screen() {
        return tmux("capture-pane", "-p", "-t", "t").stripTrailing();
    }

    /** What is seen and all that was scrolled away, lines that were wrapped by the terminal joined again. */
    public String everything() {
        return tmux("capture-pane", "-p", "-J", "-S", "-", "-t", "t").stripTrailing();
    }

    /** What is seen, with its escape sequences for colour. */
    public String screenWithColors() {
        return tmux("capture-pane", "-p", "-e", "-t", "t").stripTrailing();
    }

    /** The lowest line that is not empty. */
    public String lastLine() {
        String screen = screen();
        return screen.substring(screen.lastIndexOf('\n') + 1);
    }

    /** One that has ended and is not yet reaped has no command any more, and writes nothing. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private List<ProcessHandle> running() {
        try {
            return ProcessHandle.of(Long.parseLong(format("#{pane_pid}")))
                    .map(pane ->
                            Stream.concat(pane.descendants(), Stream.of(pane)).toList())
                    .orElse(List.of());
        } catch (AssertionError | NumberFormatException e) {
            return List.of(); // the server is gone, and its pane with it
        }
    }

    /** A tmux format of the pane, such as {@code #{cursor_x}} or {@code #{pane_pid}}. */
    public String format(String format) {
        return tmux("display-message", "-p", "-t", "t", format).strip();
    }

    public void awaitScreen(String what, Predicate<String> condition) {
        await(what, () -> condition.test(screen()));
    }

    public void awaitText(String text) {
        awaitScreen("'" + text + "' on the screen", screen -> screen.contains(text));
    }

    public void awaitLastLine(String line) {
        await("last line '" + line + "'", () -> lastLine().equals(line));
    }

    /** Polls until the condition holds. */
    public void await(String what, Condition condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain for " + what + "; screen:\n" + screen());
            }
            pause(15);
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds();
    }

    /** Pace of polling and of typing, never a means to be in time. */
    public static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether the command of the pane has ended. */
    public boolean dead() {
        return format("#{pane_dead}").equals("1");
    }

    /** What a shell started beside the program sees of this pane's terminal settings. */
    public String stty() {
        Output output = execute(List.of("stty", "-a", "-F", format("#{pane_tty}")), "");
        assertEquals(0, output.code(), output::text);
        return output.text();
    }

    /** Closes the terminal under the program. */
    public void killPane() {
        execute(List.of("tmux", "-S", socket(), "kill-server"), "");
    }

    /** Ends what still runs in the terminal and waits for it: it may write into its folders to the last. */
    @Override
    public void close() {
        List<ProcessHandle> running = running();
        killPane();
        running.forEach(ProcessHandle::destroyForcibly); // a console drains for 2 s when its terminal closes
        // Not onExit, which looks at a process that is not our child but now and then.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (running.stream().anyMatch(Tmux::runs)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("still runs: " + running);
            }
            pause(5);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
