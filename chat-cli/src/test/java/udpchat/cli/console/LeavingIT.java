package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.RealTimeTest;

/** Every way out gives the terminal back as it was, and soon. */
@Tag("terminal")
class LeavingIT {

    @TempDir
    Path folder;

    /** Settings that differ from the usual ones must be the same afterwards too. */
    private static void unusualSettings(Tmux terminal) {
        terminal.line("stty -ixon -echok -imaxbel kill ^X; clear");
        terminal.awaitLastLine("$");
    }

    private Tmux openInShell(String... arguments) throws IOException {
        return ConsoleTerminal.openInShell(folder, arguments);
    }

    /** Asserts that the shell has its terminal back: attributes, and no bracketed paste or keypad mode. */
    private static void assertGivenBack(Tmux terminal, String before) {
        terminal.awaitLastLine("$");
        // The shell's own line editor changes attributes while it reads; a command sees what was left to it.
        terminal.line("clear; cat -v");
        awaitCat(terminal);
        terminal.paste("pasted");
        terminal.keys("Up");
        terminal.awaitText("pasted");
        terminal.awaitText("^[[A");
        assertFalse(terminal.screen().contains("200~"), terminal::screen);
        assertEquals(before, terminal.stty());
        terminal.keys("C-c");
    }

    private static void awaitCat(Tmux terminal) {
        terminal.await("cat", () -> terminal.format("#{pane_current_command}").equals("cat"));
        terminal.awaitScreen("empty screen", String::isEmpty);
    }

    /** Attributes as a command sees them, before the console was started. */
    private static String attributes(Tmux terminal) {
        terminal.line("clear; cat");
        awaitCat(terminal);
        String attributes = terminal.stty();
        terminal.keys("C-c");
        terminal.awaitText("$");
        return attributes;
    }

    private static void start(Tmux terminal, Path folder) {
        terminal.line("clear; sh " + folder.resolve("demo") + "; echo \"code $?\"");
        ConsoleTerminal.awaitPrompt(terminal);
    }

    /** Starts the demo in a shell, does what is said, and looks at the shell's terminal afterwards. */
    private void leaves(int code, ThrowingConsumer how) throws IOException {
        try (Tmux terminal = openInShell("rate=20")) {
            terminal.keys("C-d");
            terminal.awaitLastLine("$");
            unusualSettings(terminal);
            String before = attributes(terminal);
            start(terminal, folder);
            assertFalse(before.equals(terminal.stty()));
            how.accept(terminal);
            terminal.awaitText("code " + code);
            assertFalse(terminal.screen().contains("bob>"), terminal::screen);
            assertGivenBack(terminal, before);
        }
    }

    @FunctionalInterface
    private interface ThrowingConsumer {
        void accept(Tmux terminal) throws IOException;
    }

    private static ProcessHandle demo(Tmux terminal) {
        return ConsoleTerminal.process(terminal)
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    @RealTimeTest
    void controlDOnAnEmptyLine() throws IOException {
        leaves(0, terminal -> {
            terminal.type("x");
            terminal.keys("C-d");
            ConsoleTerminal.awaitInput(terminal, "x");
            terminal.keys("BSpace");
            ConsoleTerminal.awaitInput(terminal, "");
            terminal.keys("C-d");
        });
    }

    @RealTimeTest
    void controlCClearsTheLineThenLeaves() throws IOException {
        leaves(0, terminal -> {
            terminal.type("half");
            ConsoleTerminal.awaitInput(terminal, "half");
            terminal.keys("C-c");
            ConsoleTerminal.awaitInput(terminal, "");
            terminal.keys("C-c");
        });
    }

    @RealTimeTest
    void aCommand() throws IOException {
        leaves(0, terminal -> terminal.line("/quit"));
    }

    @RealTimeTest
    void terminated() throws IOException {
        leaves(143, terminal -> {
            terminal.type("half");
            // What was not read yet when the signal came is the shell's.
            ConsoleTerminal.awaitInput(terminal, "half");
            ConsoleTerminal.signal(demo(terminal), "TERM");
        });
    }

    @RealTimeTest
    void hungUp() throws IOException {
        leaves(129, terminal -> ConsoleTerminal.signal(demo(terminal), "HUP"));
    }

    @RealTimeTest
    void interruptedFromOutside() throws IOException {
        leaves(130, terminal -> ConsoleTerminal.signal(demo(terminal), "INT"));
    }

    @RealTimeTest
    void aSecondControlCDoesNotWait() throws IOException {
        try (Tmux terminal = openInShell("slow=60000")) {
            terminal.keys("C-c");
            terminal.awaitText("-- leaving: QUIT --");
            terminal.keys("C-c");
            terminal.await("shell", () -> terminal.lastLine().endsWith("$"));
            terminal.line("echo code $?");
            terminal.awaitText("code 99");
        }
    }

    @RealTimeTest
    void theTerminalIsClosed() throws Exception {
        Tmux terminal = ConsoleTerminal.open("rate=20");
        ProcessHandle process = ConsoleTerminal.process(terminal);
        try {
            assertTrue(process.isAlive());
            terminal.killPane();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (!ConsoleTerminal.ended(process) && System.nanoTime() - end < 0) {
                Tmux.pause(10);
            }
            assertTrue(ConsoleTerminal.ended(process));
        } finally {
            process.destroyForcibly();
            terminal.close();
        }
    }

    @RealTimeTest
    void controlZStopsAndFgGoesOn() throws IOException {
        try (Tmux terminal = openInShell("rate=20")) {
            terminal.keys("C-d");
            terminal.awaitLastLine("$");
            String before = attributes(terminal);
            for (int i = 0; i < 2; i++) {
                if (i == 0) {
                    start(terminal, folder);
                    terminal.type("half 你好");
                }
                ConsoleTerminal.awaitInput(terminal, "half 你好");
                terminal.keys("C-z");
                terminal.awaitText("Stopped");
                assertGivenBack(terminal, before);
                terminal.awaitText("$");
                terminal.line("clear; fg");
            }
            ConsoleTerminal.awaitInput(terminal, "half 你好");
            terminal.keys("Enter");
            terminal.awaitText("you  half 你好");
            terminal.keys("C-c");
            terminal.awaitLastLine("$");
        }
    }

    @RealTimeTest
    void aLineOfSeveralRowsIsDrawnOnceAfterFg() throws IOException {
        try (Tmux terminal = openInShell()) {
            terminal.type("one");
            terminal.keys("M-Enter");
            terminal.type("two");
            terminal.awaitLastLine("two");
            terminal.keys("C-z");
            terminal.awaitText("Stopped");
            terminal.line("clear; fg");
            terminal.awaitLastLine("two");
            terminal.type("!");
            terminal.awaitLastLine("two!");
            assertEquals(2, terminal.screen().split("bob> one", -1).length, terminal::screen);
        }
    }

    @RealTimeTest
    void stoppedAndContinuedFromOutside() throws Exception {
        try (Tmux terminal = openInShell()) {
            terminal.type("half");
            ConsoleTerminal.awaitInput(terminal, "half");
            ConsoleTerminal.signal(demo(terminal), "STOP");
            terminal.awaitText("Stopped");
            terminal.line("clear; fg");
            ConsoleTerminal.awaitInput(terminal, "half");
            terminal.type("!");
            ConsoleTerminal.awaitInput(terminal, "half!");
        }
    }
}
