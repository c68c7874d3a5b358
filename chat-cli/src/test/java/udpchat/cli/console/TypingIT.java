package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.RealTimeTest;

/** Typing, editing and pasting in a real terminal. */
@Tag("terminal")
class TypingIT {

    @RealTimeTest
    void aHalfTypedLineStaysWholeAtTwentyMessagesASecond() {
        String text = "0123456789 你好 abcdefghijklmnop!?";
        assertEquals(32, text.length());
        try (Tmux terminal = ConsoleTerminal.open("rate=20")) {
            for (int end = 1; end <= text.length(); end++) {
                terminal.type(text.substring(end - 1, end));
                ConsoleTerminal.awaitInput(terminal, text.substring(0, end).strip());
            }
            int seen = ConsoleTerminal.numbers(terminal).size();
            terminal.await(
                    "20 more messages", () -> ConsoleTerminal.numbers(terminal).size() > seen + 20);
            assertEquals(text, ConsoleTerminal.input(terminal));
            terminal.keys("Enter");
            terminal.awaitText("you  " + text);
            List<Integer> numbers = ConsoleTerminal.numbers(terminal);
            assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers, terminal::everything);
        }
    }

    @RealTimeTest
    void wideCharactersAndEmojiAreEditedInTheRightColumn() {
        try (Tmux terminal = ConsoleTerminal.open("rate=20")) {
            terminal.type("你好👋x");
            terminal.keys("Left", "Left", "Left");
            terminal.type("-");
            ConsoleTerminal.awaitInput(terminal, "你-好👋x");
            terminal.keys("End", "BSpace", "BSpace", "C-a");
            terminal.type("é");
            ConsoleTerminal.awaitInput(terminal, "é你-好");
            terminal.await(
                    "cursor behind é", () -> terminal.format("#{cursor_x}").equals("6"));
        }
    }

    @RealTimeTest
    void altEnterMakesALineAndEnterSendsAll() {
        try (Tmux terminal = ConsoleTerminal.open()) {
            terminal.type("one");
            terminal.keys("M-Enter");
            terminal.type("two");
            terminal.awaitLastLine("two");
            terminal.keys("Enter");
            terminal.awaitText("you  one\ntwo\nbob> ");
            assertFalse(terminal.screen().contains("bob> one"), terminal::screen);
        }
    }

    @RealTimeTest
    void aPasteOfThreeLinesIsOneMessageAndIsNotSentByItself(@TempDir Path folder) {
        Path log = folder.resolve("log");
        try (Tmux terminal = ConsoleTerminal.open("rate=20", "log=" + log)) {
            terminal.paste("one\n  two 你好\nthree!!\n");
            terminal.awaitLastLine("three!!");
            assertEquals("", ConsoleTerminal.read(log));
            terminal.keys("Enter");
            terminal.awaitText("you  one\n  two 你好\nthree!!\n");
            String whole = "one\n  two 你好\nthree!!";
            assertEquals("line " + whole.length() + " " + whole.hashCode() + "\n", ConsoleTerminal.read(log));
        }
    }

    @RealTimeTest
    void twoPastesAtOnceAreEachTakenOnce() {
        try (Tmux terminal = ConsoleTerminal.open()) {
            terminal.type("\u001b[200~ab\u001b[201~\u001b[200~cd\u001b[201~e");
            ConsoleTerminal.awaitInput(terminal, "abcde");
            terminal.keys("Enter");
            terminal.awaitText("you  abcde\n");
        }
    }

    @RealTimeTest
    void aHugePasteIsAMarkAndArrivesWhole(@TempDir Path folder) {
        Path log = folder.resolve("log");
        try (Tmux terminal = ConsoleTerminal.open("rate=20", "log=" + log)) {
            int number = 0;
            for (int size : new int[] {100_000, 1 << 20}) {
                String text = "0123456789 你好 abc\n".repeat(size / 18 + 1).substring(0, size);
                text = Pastes.normalize(text);
                terminal.type("see ");
                long start = System.nanoTime();
                terminal.paste(text);
                String mark = String.format("[pasted %d: %,d characters", ++number, text.length());
                terminal.awaitText(mark);
                long shown = (System.nanoTime() - start) / 1_000_000;
                terminal.keys("Enter");
                String line = "line " + (4 + text.length()) + " " + ("see " + text).hashCode() + "\n";
                terminal.await("the line", () -> ConsoleTerminal.read(log).endsWith(line));
                System.out.println("paste of " + size + " characters: shown after " + shown + " ms");
                assertTrue(shown < 10_000, "shown after " + shown + " ms");
            }
        }
    }

    @RealTimeTest
    void withoutBracketsALongTextStillArrives(@TempDir Path folder) {
        Path log = folder.resolve("log");
        try (Tmux terminal = ConsoleTerminal.open("log=" + log)) {
            String text = "0123456789".repeat(2_000);
            long start = System.nanoTime();
            for (int at = 0; at < text.length(); at += 1_000) {
                terminal.type(text.substring(at, at + 1_000));
            }
            terminal.keys("Enter");
            terminal.await(
                    "the line",
                    () -> ConsoleTerminal.read(log).equals("line " + text.length() + " " + text.hashCode() + "\n"));
            System.out.println("20,000 keys: " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
    }

    @RealTimeTest
    void exclamationMarksQuotesAndBackslashesAreText() {
        try (Tmux terminal = ConsoleTerminal.open()) {
            terminal.line("first");
            terminal.awaitText("you  first");
            terminal.line("!! don't \\n \"x !1 !f");
            terminal.awaitText("you  !! don't \\n \"x !1 !f\n");
        }
    }

    @RealTimeTest
    void tabCompletesCommandsPeersAndPaths(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("report.txt"), "");
        Files.createDirectory(folder.resolve("pictures"));
        try (Tmux terminal = ConsoleTerminal.open(150, 24)) {
            terminal.type("/he");
            terminal.keys("Tab");
            ConsoleTerminal.awaitInput(terminal, "/help");
            terminal.keys("C-u");
            terminal.type("/ping al");
            terminal.keys("Tab");
            ConsoleTerminal.awaitInput(terminal, "/ping alice");
            terminal.keys("C-u");
            terminal.type("/ping bo");
            terminal.keys("Tab");
            ConsoleTerminal.awaitInputLine(terminal, "/ping bob");
            terminal.keys("C-u");
            terminal.type("/send " + folder + "/re");
            terminal.keys("Tab");
            ConsoleTerminal.awaitInputLine(terminal, "/send " + folder + "/report.txt");
            terminal.keys("C-u");
            terminal.type("/send " + folder + "/pi");
            terminal.keys("Tab");
            terminal.type("x");
            ConsoleTerminal.awaitInputLine(terminal, "/send " + folder + "/pictures/x");
            terminal.keys("C-u");
            terminal.type("/p");
            terminal.keys("Tab");
            terminal.awaitScreen("both commands", screen -> screen.contains("/peers") && screen.contains("/ping"));
        }
    }

    @RealTimeTest
    void controlRFindsAndOnlyCommandsStayInTheFile(@TempDir Path folder) {
        Path history = folder.resolve("history");
        try (Tmux terminal = ConsoleTerminal.open("history=" + history)) {
            terminal.line("a secret message");
            terminal.line("/ping alice");
            terminal.line("/msg alice secret");
            terminal.awaitText("you  /msg alice secret");
            terminal.keys("C-r");
            terminal.type("secret m");
            terminal.awaitText("bck-i-search: secret m_");
            terminal.keys("Enter");
            terminal.await("sent again", () -> terminal.screen().split("you  a secret message", -1).length == 3);
            terminal.keys("C-r");
            terminal.type("ping");
            terminal.awaitText("bck-i-search: ping_");
            terminal.keys("C-c");
            terminal.awaitScreen("search over", screen -> !screen.contains("i-search"));
            terminal.keys("C-c", "C-c");
            terminal.await("end", terminal::dead);
        }
        assertEquals("/ping alice\n", ConsoleTerminal.read(history));
        try (Tmux terminal = ConsoleTerminal.open("history=" + history)) {
            terminal.keys("Up");
            ConsoleTerminal.awaitInput(terminal, "/ping alice");
        }
    }

    @RealTimeTest
    void aLineThatTheHandlerRefusesCanBeEdited() {
        try (Tmux terminal = ConsoleTerminal.open("rate=20")) {
            terminal.line("/fail");
            terminal.awaitText("-- not done: no such peer --");
            ConsoleTerminal.awaitInput(terminal, "/fail");
            terminal.keys("BSpace");
            ConsoleTerminal.awaitInput(terminal, "/fai");
        }
    }

    @RealTimeTest
    void theCLocaleChangesNothing() {
        try (Tmux terminal = Tmux.start(80, 24, "C", ConsoleTerminal.command("rate=20"))) {
            ConsoleTerminal.awaitPrompt(terminal);
            terminal.line("你好 👋");
            terminal.awaitText("you  你好 👋");
            terminal.awaitText("你好，世界！今天天气很好");
        }
    }

    @RealTimeTest
    void whatIsTypedBeforeTheStartIsKept() {
        try (Tmux terminal = Tmux.start(80, 24, "C.UTF-8", ConsoleTerminal.command("sleep=1000"))) {
            terminal.type("early 你好");
            ConsoleTerminal.awaitPrompt(terminal);
            ConsoleTerminal.awaitInput(terminal, "early 你好");
            terminal.keys("Enter");
            terminal.awaitText("you  early 你好");
        }
    }
}
