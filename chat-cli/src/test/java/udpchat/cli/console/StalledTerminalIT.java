package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import udpchat.cli.terminal.RawPty;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.RealTimeTest;

/** A terminal that takes no output, 200,000 lines for it, and a person who has had enough. */
@Tag("terminal")
@Timeout(120)
class StalledTerminalIT {
    private static final Pattern FLOOD = Pattern.compile("flood (\\d+) longest (\\d+)");

    @TempDir
    Path folder;

    private Path log;

    private RawPty stalled() throws IOException {
        log = folder.resolve("log");
        RawPty terminal = RawPty.start("xterm-256color", ConsoleTerminal.command("log=" + log));
        terminal.readUntil("3 here");
        terminal.type("/flood\r");
        while (!FLOOD.matcher(ConsoleTerminal.read(log)).find()) {
            assertTrue(terminal.process().isAlive());
            Tmux.pause(10);
        }
        Matcher flood = FLOOD.matcher(ConsoleTerminal.read(log));
        assertTrue(flood.find());
        System.out.println(flood.group());
        // A caller waits for the queue's lock and perhaps for the collector, never for the terminal.
        assertTrue(Integer.parseInt(flood.group(2)) < 1_000, flood.group());
        return terminal;
    }

    private static void assertEnds(RawPty terminal, int code) throws Exception {
        long start = System.nanoTime();
        assertTrue(terminal.process().waitFor(4, TimeUnit.SECONDS), "does not end");
        System.out.println("left a stalled terminal in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertEquals(code, terminal.process().exitValue());
    }

    @RealTimeTest
    void controlCLeaves() throws Exception {
        try (RawPty terminal = stalled()) {
            // The key counts once the terminal has been stalled for half a second; a person presses it again.
            for (int i = 0; i < 10 && terminal.process().isAlive(); i++) {
                terminal.type("\u0003");
                terminal.process().waitFor(300, TimeUnit.MILLISECONDS);
            }
            assertEnds(terminal, 0);
        }
    }

    @RealTimeTest
    void terminatedLeaves() throws Exception {
        try (RawPty terminal = stalled()) {
            ConsoleTerminal.signal(terminal.program(), "TERM");
            assertEnds(terminal, 143);
        }
    }

    @RealTimeTest
    void theTerminalGoesAway() throws Exception {
        RawPty terminal = stalled();
        ProcessHandle program = terminal.program();
        terminal.hangUp();
        assertTrue(terminal.process().waitFor(2, TimeUnit.SECONDS));
        assertTrue(ConsoleTerminal.ended(program));
        assertEquals(129, terminal.process().exitValue());
    }

    @RealTimeTest
    void readAgainItSaysWhatIsMissingAndGoesOn() throws Exception {
        try (RawPty terminal = stalled()) {
            assertTrue(residentMegabytes(terminal.program()) < 400);
            terminal.type("still here\r");
            String all = terminal.readUntil("you  still here");
            long shown = Pattern.compile("flood \\d+ 你好").matcher(all).results().count();
            long missing = Pattern.compile("-- ([0-9,]+) lines? not shown --")
                    .matcher(all)
                    .results()
                    .mapToLong(notice -> Long.parseLong(notice.group(1).replace(",", "")))
                    .sum();
            assertEquals(200_000, shown + missing);
            assertTrue(shown < 20_000, shown + " lines were held");
            terminal.type("\u0004");
            terminal.readUntil("-- leaving: QUIT --");
            assertEnds(terminal, 0);
        }
    }

    private static long residentMegabytes(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(Files.readString(status));
        assertTrue(resident.find());
        long megabytes = Long.parseLong(resident.group(1)) / 1024;
        System.out.println("resident after the flood: " + megabytes + " MB");
        return megabytes;
    }
}
