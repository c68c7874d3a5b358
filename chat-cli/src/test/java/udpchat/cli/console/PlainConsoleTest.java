package udpchat.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import udpchat.testing.RealTimeTest;

@Timeout(30)
class PlainConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @RealTimeTest
    void readsLinesPrintsTextsAndEndsWithTheInput() {
        List<String> lines = new ArrayList<>();
        LeaveReason reason;
        try (PlainConsole console = new PlainConsole(new ByteArrayInputStream("你好\n \r\nlast".getBytes(UTF_8)), out)) {
            console.setPrompt("bob> ");
            console.setRightPrompt("here");
            console.print("a\u001b[2Jb");
            reason = console.run(line -> {
                lines.add(line);
                console.reply("you  " + line);
            });
            console.print("bye");
        }
        assertEquals(LeaveReason.QUIT, reason);
        assertEquals(List.of("你好", "last"), lines);
        assertEquals("a^[[2Jb\nyou  你好\nyou  last\nbye\n", out.toString(UTF_8));
    }

    @RealTimeTest
    void whatTheHandlerRefusesIsShownAgain() {
        try (PlainConsole console = new PlainConsole(new ByteArrayInputStream("/foo\n".getBytes(UTF_8)), out)) {
            console.run(line -> {
                throw new IllegalArgumentException("no such command");
            });
        }
        assertEquals("-- not done: no such command --\n-- you typed: /foo --\n", out.toString(UTF_8));
    }

    @RealTimeTest
    void leavesWhenAskedThoughNothingIsTyped() throws IOException {
        PipedInputStream silent = new PipedInputStream(new PipedOutputStream());
        try (PlainConsole console = new PlainConsole(silent, out)) {
            new Thread(() -> console.leave(LeaveReason.TERMINATED)).start();
            assertEquals(LeaveReason.TERMINATED, console.run(line -> {}));
            console.leave(LeaveReason.QUIT);
        }
    }
}
