package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import udpchat.cli.terminal.Tmux;

/** A shell in a terminal, in which a person starts the console. */
final class ConsoleShell {

    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+) · ");

    private ConsoleShell() {}

    /** Here {@code udpchat} is the program, with its files in this folder. */
    static Tmux open(Path folder, String... environment) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        for (String each : List.of("CONFIG", "STATE")) {
            script.append("export XDG_" + each + "_HOME=" + folder.resolve(each) + "\n");
        }
        script.append("export JAVA_HOME=" + System.getProperty("java.home") + "\n");
        script.append("export UDPCHAT_NO_DISCOVERY=true\n");
        for (String each : environment) {
            script.append("export " + each + "\n");
        }
        script.append("exec '" + String.join("' '", Sandbox.command()) + "' \"$@\"\n");
        Path program = Files.writeString(bin.resolve("udpchat"), script.toString());
        assertTrue(program.toFile().setExecutable(true));
        Tmux terminal = Tmux.shell(100, 30);
        terminal.awaitLastLine("$");
        terminal.line("PATH=" + bin + ":$PATH; clear");
        terminal.awaitScreen("an empty screen", screen -> screen.equals("$"));
        return terminal;
    }

    /** Starts the console under this nick and gives the port it is bound to. */
    static int start(Tmux terminal, String nick, String arguments) {
        terminal.line("udpchat --nick " + nick + " --bind 127.0.0.1:0 " + arguments + "; echo code $?");
        terminal.await(
                "the console",
                () -> PORT.matcher(terminal.screen()).find()
                        && terminal.lastLine().contains("> "));
        Matcher port = PORT.matcher(terminal.screen());
        assertTrue(port.find());
        return Integer.parseInt(port.group(1));
    }

    /** Waits until the console is left. */
    static void leave(Tmux terminal, int code) {
        terminal.awaitText("code " + code);
        terminal.awaitLastLine("$");
    }

    /** The program's own process. */
    static ProcessHandle java(Tmux terminal) {
        return ProcessHandle.of(Long.parseLong(terminal.format("#{pane_pid}")))
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }
}
