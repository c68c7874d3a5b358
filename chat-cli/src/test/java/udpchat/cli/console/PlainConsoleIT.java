package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import udpchat.cli.terminal.RawPty;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.RealTimeTest;

/** The plain console in terminals. */
@Tag("terminal")
class PlainConsoleIT {

    @RealTimeTest
    @Timeout(60)
    void nothingButTextIsEverWritten() throws Exception {
        try (RawPty terminal = RawPty.start("dumb", ConsoleTerminal.command("plain", "rate=20"))) {
            String all = terminal.readUntil("#20");
            terminal.type("hello 你好\n");
            all += terminal.readUntil("you  hello 你好");
            terminal.type("\u0004");
            all += terminal.readUntil("-- leaving: QUIT --");
            assertTrue(all.replace("^[", "").chars().noneMatch(c -> c < ' ' && c != '\r' && c != '\n'), all);
            assertTrue(terminal.process().waitFor(5, TimeUnit.SECONDS));
        }
    }

    @RealTimeTest
    void theTerminalStaysAsItWasAndControlCLeaves(@TempDir Path folder) throws Exception {
        try (Tmux terminal = Tmux.start(80, 24, "C", ConsoleTerminal.command("plain", "sleep=1000"))) {
            terminal.await(
                    "program", () -> terminal.format("#{pane_current_command}").equals("java"));
            // The last thing that tmux does to a new terminal, perhaps after the program has begun.
            terminal.await("terminal", () -> terminal.stty().contains(" iutf8"));
            String before = terminal.stty();
            terminal.awaitText("-- ready --");
            terminal.line("你好");
            terminal.awaitText("you  你好");
            assertEquals(before, terminal.stty());
            terminal.keys("C-c");
            terminal.awaitText("-- leaving: QUIT --");
            terminal.await("end", terminal::dead);
            assertFalse(terminal.screen().contains("not done"), terminal::screen);
        }
    }
}
