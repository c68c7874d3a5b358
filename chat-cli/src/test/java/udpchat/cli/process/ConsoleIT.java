package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** The whole program in a real terminal, started from a shell as a person does, with bare sockets as the others. */
@Tag("terminal")
@NeedsProgram({"tmux", "bash"})
class ConsoleIT {

    @TempDir
    private Path folder;

    private Tmux shell(String... environment) throws IOException {
        return ConsoleShell.open(folder, environment);
    }

    /** Starts the console and gives the port it is bound to. */
    private static int start(Tmux terminal, String arguments) {
        return ConsoleShell.start(terminal, "alice", arguments);
    }

    private static void leave(Tmux terminal, int code) {
        ConsoleShell.leave(terminal, code);
    }

    @RealTimeTest
    void talksBothWaysWhileALineIsTyped() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            int port = start(terminal, other.raw());
            terminal.type("half 你");
            for (int i = 1; i <= 20; i++) {
                other.send(port, "number " + i + " 你好");
            }
            terminal.awaitText("number 20 你好");
            terminal.type("好 typed");
            terminal.await("the line", () -> terminal.lastLine().contains("> half 你好 typed"));
            terminal.keys("Enter");
            assertEquals("half 你好 typed", other.receive());
            terminal.awaitText("you  half 你好 typed");
            for (int i = 1; i <= 20; i++) {
                assertTrue(terminal.screen().contains("number " + i + " 你好"), terminal::screen);
            }
            terminal.line("/quit");
            leave(terminal, 0);
        }
    }

    /** What cannot be done is told in a line, and comes back to be mended. */
    @RealTimeTest
    void whatWasTypedIsNotLost() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            start(terminal, "");
            for (String[] each : new String[][] {
                {"/mgs bob hello", "did you mean /msg?"},
                {"/msg nosuch.invalid hello", "no host of that name"},
                {"/add bob 127.0.0.1:70000", "70000"},
                {"/msg", "PEER is missing"}
            }) {
                terminal.line(each[0]);
                terminal.awaitText(each[1]);
                terminal.await(
                        each[0] + " is back",
                        () -> terminal.lastLine()
                                .replaceAll(" +[0-9]+ here$", "")
                                .endsWith("> " + each[0]));
                terminal.keys("C-u");
                terminal.await("an empty line", () -> terminal.lastLine().matches("> +0 here"));
            }
            terminal.line("   ");
            terminal.line("hello");
            terminal.awaitText("to whom?");
            terminal.line("/to " + other.raw());
            terminal.await("hello is back", () -> terminal.lastLine().startsWith(other.address() + "> hello"));
            terminal.keys("Enter");
            assertEquals("hello", other.receive(), "and nothing before it");
            terminal.keys("C-d");
            leave(terminal, 0);
        }
    }

    @RealTimeTest
    void whatAPeerSendsIsOnlyText() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            int port = start(terminal, other.raw());
            String title = terminal.format("#{pane_title}");
            other.send(port, "\u001b]0;owned\u0007\u001b]2;owned\u001b\\");
            other.send(port, "\u001b[2J\u001b[1;1Hclear\u001b[31mred\u009b7minverse");
            other.send(port, "\u202eright to left\u2066\u200b");
            other.send(port, "\rspoofed\b\b\u007f");
            other.send(port, new byte[0]);
            other.send(port, new byte[] {'c', 'a', 'f', (byte) 0xe9});
            other.send(port, "\u001b[?1049h\u001b[?2004h\u001bc");
            other.send(port, "the last one");
            terminal.awaitText("the last one");
            String screen = terminal.screen();
            for (String visible : List.of(
                    "^[]0;owned^G", "^[[2J", "clear^[[31mred", "<U+202E>right", "^Mspoofed^H^H", "caf\\xE9", "^[c")) {
                assertTrue(screen.contains(visible), visible + " in\n" + screen);
            }
            assertTrue(screen.startsWith("$ udpchat"), "nothing was cleared:\n" + screen);
            assertEquals(title, terminal.format("#{pane_title}"));
            assertEquals("0", terminal.format("#{alternate_on}"));
            terminal.keys("C-c");
            leave(terminal, 0);
        }
    }

    @RealTimeTest
    void colourIsForTerminalsThatWantIt() throws Exception {
        for (String[] each : new String[][] {
            {"", "LC_ALL=C.UTF-8", "true"},
            {"", "NO_COLOR=1", "false"},
            {"--color always", "NO_COLOR=1", "true"},
            {"--color never", "LC_ALL=C.UTF-8", "false"},
            {"--plain", "LC_ALL=C.UTF-8", "false"}
        }) {
            try (Tmux terminal = shell(each[1]);
                    PlainSocket other = new PlainSocket()) {
                terminal.line("udpchat --nick alice --bind 127.0.0.1:0 " + each[0] + "; echo code $?");
                terminal.awaitText("127.0.0.1:");
                Matcher port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)(?: ·|,)").matcher("");
                terminal.await(
                        "the address", () -> port.reset(terminal.screen()).find());
                other.send(Integer.parseInt(port.group(1)), "hello in which colour");
                terminal.awaitText("hello in which colour");
                boolean colour = terminal.screenWithColors().contains("\u001b[");
                assertEquals(Boolean.parseBoolean(each[2]), colour, List.of(each) + "\n" + terminal.screenWithColors());
                terminal.keys("C-d");
                leave(terminal, 0);
            }
        }
    }

    /** The same in the C locale, in a dumb terminal, and with the output in a pipe. */
    @RealTimeTest
    void poorTerminals() throws Exception {
        try (Tmux terminal = shell("LC_ALL=C");
                PlainSocket other = new PlainSocket()) {
            int port = start(terminal, other.raw());
            terminal.line("你好 é");
            assertEquals("你好 é", other.receive());
            other.send(port, "回答");
            terminal.awaitText("回答");
            terminal.keys("C-d");
            leave(terminal, 0);
        }
        try (Tmux terminal = shell("TERM=dumb");
                PlainSocket other = new PlainSocket()) {
            terminal.line("udpchat --bind 127.0.0.1:0 " + other.raw() + "; echo code $?");
            terminal.awaitText(", listening on 127.0.0.1:");
            terminal.line("hello");
            assertEquals("hello", other.receive());
            terminal.awaitScreen( // on a slow machine the line comes before its mark
                    "what was said, as sent",
                    screen -> screen.contains("you (sent): hello")
                            || (screen.contains("you (not delivered yet): hello")
                                    && screen.contains("notice: 1 sent as plain text")));
            terminal.keys("C-d");
            leave(terminal, 0);
        }
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            terminal.line("udpchat --bind 127.0.0.1:0 " + other.raw() + " | cat; echo code ${PIPESTATUS[0]}");
            terminal.awaitText("udpchat: listening on 127.0.0.1:");
            terminal.line("hello");
            assertEquals("hello", other.receive());
            terminal.keys("C-d");
            leave(terminal, 0);
            terminal.line("clear; echo piped | udpchat --bind 127.0.0.1:0 " + other.raw() + "; echo \"end $?\"");
            assertEquals("piped", other.receive());
            terminal.awaitText("end 0");
        }
    }

    @RealTimeTest
    void whatCannotStartSaysSoAndLeavesTheTerminalAlone() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            String[][] failures = {
                {"--bind " + other.address(), "5", "udpchat: --bind " + other.address() + ": the port is taken"},
                {"--bind 127.0.0.1:0 nosuch.invalid", "6", "udpchat: 'nosuch.invalid': no alias and no host"},
                {"--bind 70000", "2", "udpchat: Invalid value for option '--bind': '70000'"},
                {"--nick a/b", "2", "udpchat: --nick: 'a/b'"}
            };
            for (String[] each : failures) {
                terminal.line("clear; udpchat " + each[0] + "; echo code $?; cat -v");
                terminal.awaitScreen(each[2], screen -> screen.contains(each[2]) && screen.contains("code " + each[1]));
                terminal.await(
                        "cat", () -> terminal.format("#{pane_current_command}").equals("cat"));
                assertFalse(terminal.screen().contains("\n>"), () -> "a prompt is left:\n" + terminal.screen());
                terminal.paste("pasted");
                terminal.awaitText("pasted");
                assertFalse(terminal.screen().contains("200~"), terminal::screen);
                assertTrue(
                        terminal.stty().contains(" icanon") && terminal.stty().contains(" echo "), terminal::stty);
                terminal.keys("C-c");
                terminal.awaitLastLine("$");
            }
        }
    }

    @RealTimeTest
    void onlyCommandsWithoutTextAreKeptInTheHistory() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            start(terminal, other.raw());
            terminal.line("a secret text");
            terminal.line("/msg " + other.raw() + " a secret aside");
            terminal.line("/whois " + other.raw());
            terminal.awaitText("given as");
            terminal.keys("C-d");
            leave(terminal, 0);
            List<String> kept = Files.readAllLines(folder.resolve("STATE/udpchat/default/history"));
            assertTrue(kept.stream().anyMatch(line -> line.contains("/whois")), kept.toString());
            assertTrue(kept.stream().noneMatch(line -> line.contains("secret")), kept.toString());
        }
    }

    @RealTimeTest
    void stoppedAndContinuedItHasMissedNothing() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            int port = start(terminal, other.raw());
            terminal.type("half");
            terminal.await("half", () -> terminal.lastLine().contains("> half"));
            terminal.keys("C-z");
            terminal.awaitText("Stopped");
            other.send(port, "while it was stopped");
            terminal.line("echo in the shell");
            terminal.awaitText("\nin the shell");
            terminal.line("fg");
            terminal.awaitText("while it was stopped");
            terminal.await("half", () -> terminal.lastLine().contains("> half"));
            terminal.type(" and whole");
            terminal.keys("Enter");
            assertEquals("half and whole", other.receive());
            terminal.keys("C-d");
            terminal.awaitLastLine("$");
        }
    }

    @RealTimeTest
    void whatIsTypedBeforeItIsReadyIsKept() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            terminal.type("udpchat --bind 127.0.0.1:0 " + other.raw() + "\nahead of it\n");
            assertEquals("ahead of it", other.receive());
            terminal.keys("C-d");
            terminal.awaitLastLine("$");
        }
    }

    /** The first prompt stands before the editor and the socket are there: what is typed behind it is neither lost nor doubled. */
    @RealTimeTest
    void whatIsTypedBehindTheFirstPromptIsKept() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket()) {
            terminal.line("clear; udpchat --bind 127.0.0.1:0 " + other.raw());
            terminal.await("a prompt", () -> terminal.lastLine().endsWith(">"));
            terminal.type("early 你好");
            terminal.await(
                    "the editor's prompt",
                    () -> terminal.lastLine().startsWith(other.raw() + "> early 你好")
                            || terminal.lastLine().startsWith(other.address() + "> early 你好"));
            assertEquals(1, terminal.screen().split("early", -1).length - 1, terminal::screen);
            terminal.keys("Enter");
            assertEquals("early 你好", other.receive());
            terminal.keys("C-d");
            terminal.awaitLastLine("$");
        }
    }

    /** 200,000 datagrams: some are shown, the others counted, and a person can still type. */
    @RealTimeTest
    void aFloodIsShownInPartAndCounted() throws Exception {
        try (Tmux terminal = shell();
                PlainSocket other = new PlainSocket();
                PlainSocket friend = new PlainSocket()) {
            int port = start(terminal, friend.raw());
            byte[] flood = "flood, a line of chat as people write it".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 200_000; i++) {
                other.send(port, flood);
            }
            terminal.await("a friend's message, which the kernel drops while its buffer is full", () -> {
                tell(friend, port, "from a friend");
                return terminal.screen().contains("from a friend");
            });
            terminal.line("still here");
            assertEquals("still here", friend.receive());
            terminal.await(
                    "the count of the rest",
                    () -> terminal.everything().contains(" more lines from " + other.address() + " not shown"));
            long resident = resident(terminal);
            System.out.println("console after the flood: VmHWM " + resident / 1024 + " MiB");
            assertTrue(resident < 400 * 1024, resident + " KiB resident");
            terminal.keys("C-c");
            leave(terminal, 0);
        }
    }

    /** Not even where it had no chance to clear up. */
    @RealTimeTest
    void killedItLeavesNoNativeLibraryBehind() throws Exception {
        Set<Path> before = nativeLibraries();
        try (Tmux terminal = shell()) {
            start(terminal, "");
            ConsoleShell.java(terminal).destroyForcibly();
            terminal.awaitText("Killed");
        }
        assertEquals(before, nativeLibraries());
    }

    private static Set<Path> nativeLibraries() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().contains("jlinenative"))
                    .collect(Collectors.toSet());
        }
    }

    private static void tell(PlainSocket from, int port, String text) {
        try {
            from.send(port, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long resident(Tmux terminal) throws IOException {
        String status = Files.readString(
                Path.of("/proc", Long.toString(ConsoleShell.java(terminal).pid()), "status"));
        Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
        assertTrue(peak.find(), status);
        return Long.parseLong(peak.group(1));
    }

    @RealTimeTest
    void theDemoAnswers() throws Exception {
        try (Tmux terminal = shell()) {
            terminal.line("udpchat demo; echo code $?");
            terminal.awaitText("bob is built in");
            terminal.line("are you real?");
            terminal.awaitText("you said: are you real?");
            terminal.line("/quit");
            leave(terminal, 0);
            assertFalse(Files.exists(folder.resolve("STATE")), "keeps nothing");
        }
    }
}
