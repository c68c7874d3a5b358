package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import udpchat.cli.distribution.ProgramRun;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** The script that {@code udpchat completion} prints, in the shells that it is for. */
class ShellCompletionTest {

    /** What bash does when somebody presses Tab behind the last word. */
    private static final String TAB = """
            source "$0" && complete -p udpchat >/dev/null || exit 9
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
            compopt() { :; } # only bash itself may call that of bash
            _complete_udpchat udpchat "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void printScript() throws IOException {
        Programs.Run bash = Programs.run(folder, "completion", "bash");
        assertEquals(ExitCode.DONE, bash.code());
        assertEquals(bash, Programs.run(folder, "completion", "zsh"), "one script for both");
        script = Files.write(folder.resolve("script"), bash.out());
    }

    private Set<String> tab(String... words) {
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c", TAB, script.toString(), "udpchat"));
        command.addAll(List.of(words));
        ProgramRun run = ProgramRun.of(Map.of(), command);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        return run.out().lines().filter(line -> !line.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }

    @RealTimeTest
    @NeedsProgram("bash")
    void bashKnowsTheCommands() {
        assertEquals(new TreeSet<>(UdpChat.COMMANDS), tab(""));
        assertEquals(Set.of("search", "send"), tab("s"));
        assertEquals(Set.of(), tab("x"));
        assertEquals(Set.of("listen"), tab("--nick", "carol", "l"));
        assertEquals(Set.of("listen"), tab("-v", "l"), "-v takes no value");
        assertEquals(Set.of("listen"), tab("--json", "l"));
    }

    @RealTimeTest
    @NeedsProgram("bash")
    void bashKnowsEveryOptionOfEveryCommand() {
        CommandLine program = Programs.commandLine();
        program.getSubcommands().forEach((name, line) -> assertEquals(longOptions(line), tab(name, "--"), name));
        assertEquals(longOptions(program), tab("--"));
        assertEquals(Set.of("--color", "--count"), tab("listen", "--co"));
        assertEquals(Set.of("--timeout"), tab("send", "--t"));
    }

    private static Set<String> longOptions(CommandLine line) {
        return line.getCommandSpec().options().stream()
                .map(OptionSpec::names)
                .flatMap(Arrays::stream)
                .filter(name -> name.startsWith("--"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whatever is offered is accepted. */
    @RealTimeTest
    @NeedsProgram("bash")
    void bashKnowsTheValues() {
        assertEquals(Set.of("auto", "always", "never"), tab("--color", ""));
        assertEquals(Set.of("auto", "always"), tab("id", "--color", "a"));
        assertEquals(Set.of("bash", "zsh"), tab("completion", ""));
        assertEquals(Set.of(), tab("--nick", ""));
        Set<String> files = tab("--pcap", folder + "/scr");
        assertEquals(Set.of(script.toString()), files);
        for (String color : tab("--color", "")) {
            assertEquals(
                    ExitCode.DONE, Programs.run(folder, "--color", color, "id").code());
        }
    }

    private static void completes(Tmux terminal, String typed, String completed) {
        terminal.keys("C-u");
        terminal.type(typed);
        terminal.keys("Tab");
        terminal.awaitLastLine("$ " + completed);
    }

    private static void completes(Tmux terminal) {
        completes(terminal, "udpchat sen", "udpchat send");
        completes(terminal, "udpchat listen --cou", "udpchat listen --count");
        completes(terminal, "udpchat --color ne", "udpchat --color never");
        completes(terminal, "udpchat completion z", "udpchat completion zsh");
    }

    @RealTimeTest
    @Tag("terminal")
    @NeedsProgram({"bash", "tmux"})
    void inATerminalOfBash() {
        try (Tmux terminal = Tmux.shell(80, 24)) {
            terminal.awaitLastLine("$");
            terminal.line("source " + script + "; clear");
            terminal.awaitScreen("an empty screen", screen -> screen.equals("$"));
            completes(terminal);
        }
    }

    @RealTimeTest
    @Tag("terminal")
    @NeedsProgram({"zsh", "tmux"})
    void inATerminalOfZsh() {
        try (Tmux terminal = Tmux.start(80, 24, "C.UTF-8", List.of("zsh", "-f", "-i"))) {
            terminal.awaitLastLine("$");
            terminal.line("ZDOTDIR=" + folder + "; autoload -U compinit && compinit -u; source " + script + "; clear");
            terminal.awaitScreen("an empty screen", screen -> screen.equals("$"));
            completes(terminal);
        }
    }

    @RealTimeTest
    void thereIsNoneForOtherShells() {
        Programs.Run fish = Programs.run(folder, "completion", "fish");
        assertEquals(ExitCode.USAGE, fish.code());
        assertTrue(fish.err().get(0).contains("'fish': there is completion for bash and zsh"), fish.err()::toString);
    }
}
