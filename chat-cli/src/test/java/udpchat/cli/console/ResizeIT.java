package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import udpchat.cli.terminal.Tmux;
import udpchat.testing.RealTimeTest;

/** A window that changes its size while messages arrive: nothing torn, lost or doubled. */
@Tag("terminal")
class ResizeIT {
    private static final int[][] SIZES = {{60, 24}, {60, 8}, {42, 8}, {100, 30}, {42, 30}, {80, 6}, {80, 24}, {100, 12}
    };

    @RealTimeTest
    void underTraffic() {
        String typed = "half 你好 typed";
        try (Tmux terminal = ConsoleTerminal.open(100, 30, "rate=20")) {
            terminal.type(typed);
            ConsoleTerminal.awaitInput(terminal, typed);
            for (int[] size : SIZES) {
                int seen = ConsoleTerminal.numbers(terminal).size();
                terminal.resize(size[0], size[1]);
                terminal.await(
                        "traffic", () -> ConsoleTerminal.numbers(terminal).size() > seen + 5);
                ConsoleTerminal.awaitInput(terminal, typed);
            }
            // Drawn just when the terminal wraps anew, a copy of the line stays behind; the terminal tells too late.
            int copies = terminal.everything().split("bob> ", -1).length - 2;
            assertTrue(copies <= SIZES.length / 2, () -> copies + " copies:\n" + terminal.everything());
            List<Integer> numbers = ConsoleTerminal.numbers(terminal);
            assertEquals(
                    IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers, () -> terminal.everything());
        }
    }

    @RealTimeTest
    void quickly() {
        try (Tmux terminal = ConsoleTerminal.open(100, 30, "rate=20")) {
            terminal.type("half");
            for (int i = 0; i < 40; i++) {
                terminal.resize(100 - i, 30 - i / 2);
            }
            int seen = ConsoleTerminal.numbers(terminal).size();
            terminal.await("traffic", () -> ConsoleTerminal.numbers(terminal).size() > seen + 20);
            ConsoleTerminal.awaitInput(terminal, "half");
            List<Integer> numbers = ConsoleTerminal.numbers(terminal);
            assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers, terminal::everything);
        }
    }
}
