package udpchat.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import udpchat.cli.terminal.Tmux;

/** {@link ConsoleDemo} in a {@link Tmux} terminal, and what tests look for in it. */
final class ConsoleTerminal {
    private static final Pattern NUMBERED = Pattern.compile("#(\\d+)$", Pattern.MULTILINE);

    private ConsoleTerminal() {}

    static List<String> command(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), ConsoleDemo.class.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    /** The demo alone in a terminal of 80 × 24, its prompt shown. */
    static Tmux open(String... arguments) {
        return open(80, 24, arguments);
    }

    static Tmux open(int columns, int rows, String... arguments) {
        Tmux terminal = Tmux.start(columns, rows, "C.UTF-8", command(arguments));
        awaitPrompt(terminal);
        return terminal;
    }

    /** The demo started from a shell with job control; a script keeps the shell's line short. */
    static Tmux openInShell(Path folder, String... arguments) throws IOException {
        Path script = folder.resolve("demo");
        Files.writeString(script, "exec '" + String.join("' '", command(arguments)) + "'\n");
        Tmux terminal = Tmux.shell(80, 24);
        terminal.awaitLastLine("$");
        terminal.line("sh " + script);
        awaitPrompt(terminal);
        return terminal;
    }

    static void awaitPrompt(Tmux terminal) {
        terminal.await(
                "prompt",
                () -> terminal.lastLine().startsWith("bob> ")
                        && terminal.screen().contains("3 here"));
    }

    /** Waits until the input line shows exactly this text. */
    static void awaitInput(Tmux terminal, String text) {
        terminal.await("input '" + text + "'", () -> input(terminal).equals(text));
    }

    /** Waits until the lowest line that has the prompt starts with it and this text. */
    static void awaitInputLine(Tmux terminal, String text) {
        terminal.await("input line '" + text + "'", () -> {
            String screen = terminal.screen();
            int at = screen.lastIndexOf("bob> ");
            return at >= 0 && screen.startsWith(text, at + 5);
        });
    }

    /** What stands in the input line, without prompt and right prompt. */
    static String input(Tmux terminal) {
        String line = terminal.lastLine();
        String text = line.startsWith("bob>") ? line.substring(4) : line;
        int right = text.indexOf("bob ●");
        return (right < 0 ? text : text.substring(0, right)).strip();
    }

    /** The process id of the pane's command. */
    static ProcessHandle process(Tmux terminal) {
        return ProcessHandle.of(Long.parseLong(terminal.format("#{pane_pid}"))).orElseThrow();
    }

    /** Whether a process that is not our child has ended, though nobody may have asked for its exit code yet (a zombie). */
    static boolean ended(ProcessHandle process) {
        try {
            return !process.isAlive()
                    || Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                            .contains("State:\tZ");
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    static void signal(ProcessHandle process, String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start();
    }

    /** The numbers of the traffic lines in everything the terminal has shown, in order. */
    static List<Integer> numbers(Tmux terminal) {
        Matcher matcher = NUMBERED.matcher(terminal.everything().replaceAll(" +\n", "\n"));
        List<Integer> numbers = new ArrayList<>();
        while (matcher.find()) {
            numbers.add(Integer.valueOf(matcher.group(1)));
        }
        return numbers;
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
