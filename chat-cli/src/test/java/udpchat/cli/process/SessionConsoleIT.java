package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** Two consoles, each in a terminal of its own, that talk to each other by a session. */
@Tag("terminal")
@NeedsProgram({"tmux", "bash"})
class SessionConsoleIT {

    private static final Pattern NUMBER = Pattern.compile("(?:\\d{5}\\s+){12}");

    @TempDir
    private Path folder;

    private Tmux alice;
    private Tmux bob;
    private int bobsPort;

    @BeforeEach
    void twoConsoles() throws Exception {
        alice = ConsoleShell.open(folder.resolve("alice"));
        bob = ConsoleShell.open(folder.resolve("bob"), "UDPCHAT_NOTIFY_DESKTOP=on");
        Path notifier = Files.writeString(
                folder.resolve("bob/bin/notify-send"),
                "#!/bin/sh\nprintf '%s|' \"$@\" >> '" + folder.resolve("notices") + "'\nexec sleep 60\n");
        assertTrue(notifier.toFile().setExecutable(true));
        bobsPort = ConsoleShell.start(bob, "bob", "");
    }

    @AfterEach
    void close() {
        try {
            alice.close();
        } finally {
            bob.close();
        }
    }

    private static void awaitMatch(Tmux terminal, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        terminal.awaitScreen(pattern, screen -> compiled.matcher(screen).find());
    }

    private static void awaitInput(Tmux terminal, String pattern) {
        terminal.await(pattern, () -> terminal.lastLine().matches(pattern));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String safetyNumber(Tmux terminal) {
        Matcher number = NUMBER.matcher(terminal.screen());
        assertTrue(number.find(), terminal::screen);
        return number.group().replaceAll("\\s+", " ");
    }

    private void meet() {
        int port = ConsoleShell.start(alice, "alice", "127.0.0.1:" + bobsPort);
        alice.line("你好 bob");
        bob.awaitText("alice  你好 bob");
        awaitMatch(
                bob,
                "-- alice is here · 127\\.0\\.0\\.1:" + port + " · new key [0-9a-f]{4} [0-9a-f]{4}… · /verify alice");
        awaitMatch(alice, "-- bob is here · 127\\.0\\.0\\.1:" + bobsPort + " · new key ");
        // Keys are agreed on first: on a slow machine the line is printed before that is done.
        awaitMatch(alice, "✓ +you +你好 bob|-- 1 delivered --");
    }

    /** Says this and that until one is delivered before its line is printed. */
    private void awaitMark() {
        for (int i = 1; !alice.screen().contains("✓"); i++) {
            assertTrue(i <= 20, alice::screen);
            alice.line("mark " + i);
            bob.awaitText("mark " + i);
            awaitMatch(alice, "you +mark " + i);
        }
        awaitMatch(alice, "✓ +you +(?:你好 bob|mark)");
    }

    @RealTimeTest
    void aFirstTalk() throws Exception {
        meet();
        awaitMark();
        awaitInput(alice, "bob> +bob ● [0-9.]+ ms · 1 here");
        bob.type("/msg al");
        awaitInput(bob, "> /msg al .*");
        bob.keys("Tab");
        awaitInput(bob, "> /msg alice .*");
        bob.type("yes – 👋");
        bob.keys("Enter");
        alice.awaitText("bob  yes – 👋");
        awaitMatch(bob, "you.* yes – 👋");

        alice.line("/ping bob");
        awaitMatch(alice, "-- bob answered in [0-9.]+ m?s --");
        alice.line("/status");
        awaitMatch(alice, "datagrams in +[1-9]");
        awaitMatch(alice, "bob +127\\.0\\.0\\.1:" + bobsPort);
        alice.line("/verify bob");
        alice.awaitText("If it is the same on both screens");
        bob.line("/verify alice");
        bob.awaitText("If it is the same on both screens");
        assertEquals(safetyNumber(alice), safetyNumber(bob));
        alice.line("/verify bob yes");
        alice.awaitText("bob is verified");

        alice.line("/quit");
        ConsoleShell.leave(alice, 0);
        bob.awaitText("-- alice is offline --");
        awaitInput(bob, "> +0 here");
        bob.line("/quit");
        ConsoleShell.leave(bob, 0);
    }

    /** What is shown in the talk that is open is read; what is not is counted, also by the next program. */
    @RealTimeTest
    void whatIsReadIsToldAndWhatIsNotIsCounted() throws Exception {
        meet();
        awaitInput(bob, "> +1 unread from alice · 1 here");
        Path notices = folder.resolve("notices");
        bob.await("a notice", () -> Files.exists(notices) && read(notices).endsWith("wrote|"));
        assertEquals("--app-name=udpchat|--|udpchat|alice wrote|", read(notices));
        assertFalse(alice.screen().contains("✓✓"), alice::screen);
        bob.line("/to alice");
        awaitInput(bob, "alice> +alice ● [0-9.]+ ms · 1 here");
        awaitInput(alice, "bob> +bob ● [0-9.]+ ms ✓✓ · 1 here");
        alice.line("and this?");
        bob.awaitText("alice  and this?");
        ProcessHandle console = ConsoleShell.java(bob);
        bob.await(
                "the end of a notifier that takes long",
                () -> console.children().findAny().isEmpty());
        awaitInput(alice, "bob> +bob ● [0-9.]+ ms ✓✓ · 1 here");
        bob.line("/away");
        awaitInput(alice, "bob> +bob ● away ✓✓ · 1 here");
        alice.line("not seen");
        bob.awaitText("alice  not seen");
        awaitInput(bob, "alice> +alice ● .*1 unread from alice.*");
        awaitInput(alice, "bob> +bob ● away · 1 here");
        assertEquals("--app-name=udpchat|--|udpchat|alice wrote|", read(notices), "none of the talk that is open");
        bob.line("/quit");
        ConsoleShell.leave(bob, 0);
        bob.line("clear; udpchat peers | cut -f 2,9 | tr '\\t' ' '");
        awaitMatch(bob, "127\\.0\\.0\\.1:\\d+ 1\\n");
        alice.line("/history");
        awaitMatch(alice, "✓✓ you → bob +and this[?]\\n.*✓ +you → bob +not seen");
        alice.line("/quit");
        ConsoleShell.leave(alice, 0);
    }

    @RealTimeTest
    void aPeerThatDiesIsSaidNotToAnswerAndNothingIsCalledDelivered() throws Exception {
        meet();
        ConsoleShell.java(bob).destroyForcibly();
        alice.line("into the void");
        awaitMatch(alice, "… +you +into the void");
        awaitInput(alice, "bob> +bob .*1 unsent.*");
        awaitMatch(alice, "-- bob does not answer --");
        awaitInput(alice, "bob> +bob ◌ no answer · 1 unsent · 0 here");
        assertFalse(
                Pattern.compile("✓ +you +into the void").matcher(alice.screen()).find(), alice::screen);
        alice.line("/quit");
        alice.awaitText("1 message waits for it, kept to be sent when you are back");
        ConsoleShell.leave(alice, 0);
    }

    /** The key that the name stands for is one that nobody has: whoever answers there has another. */
    @RealTimeTest
    void aChangedKeyIsLoudAndAPersonDecides() throws Exception {
        ConsoleShell.start(alice, "alice", "");
        alice.line("/add bob " + "3f".repeat(32) + "@127.0.0.1:" + bobsPort);
        alice.awaitText("bob is 3f3f");
        alice.line("/to bob");
        awaitInput(alice, "bob> .*");
        alice.line("for bob alone");
        alice.awaitText("THE KEY OF bob CHANGED");
        for (String part : new String[] {"known key", "answers now", "/trust bob"}) {
            alice.awaitText(part);
        }
        awaitMatch(alice, "✗.*for bob alone|not delivered.*another key");
        alice.line("still for bob alone");
        awaitMatch(alice, "✗.*still for bob alone");
        alice.line("/trust bob");
        alice.awaitText("from now on");
        alice.line("accepted");
        bob.awaitText("accepted");
        awaitMatch(alice, "✓ +you +accepted|-- 1 delivered --");
        assertFalse(bob.everything().contains("for bob alone"), bob::everything);
        alice.keys("C-d");
        ConsoleShell.leave(alice, 0);
    }
}
