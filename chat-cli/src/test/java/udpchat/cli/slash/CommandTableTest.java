package udpchat.cli.slash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTableTest {

    @Test
    void everyNameIsThereOnceAndLowerCase() {
        Set<String> seen = new HashSet<>();
        for (CommandInfo info : CommandTable.ALL) {
            for (String name : info.allNames().toList()) {
                assertTrue(seen.add(name), name);
                assertTrue(name.matches("[a-z]+|\\?"), name);
                assertEquals(Optional.of(info), CommandTable.find(name));
            }
        }
    }

    @Test
    void onlyTheLastArgumentTakesTheRestAndNothingRequiredFollowsAnOptionalOne() {
        for (CommandInfo info : CommandTable.ALL) {
            boolean optional = false;
            for (int i = 0; i < info.arguments().size(); i++) {
                Argument argument = info.arguments().get(i);
                assertTrue(!optional || argument.optional(), info.usage());
                assertTrue(!argument.kind().takesRest() || i == info.arguments().size() - 1, info.usage());
                optional = argument.optional();
            }
        }
    }

    @Test
    void everyCommandCanBeGiven() {
        for (CommandInfo info : CommandTable.ALL) {
            StringBuilder line = new StringBuilder("/" + info.name());
            info.arguments().forEach(argument -> line.append(argument.kind() == Argument.Kind.YES ? " yes" : " bob"));
            SlashCommand command = SlashParser.parse(line.toString());
            assertFalse(command instanceof SlashCommand.Invalid, () -> line + ": " + command);
            String name = info.name().equals("back") ? "away" : info.name();
            assertEquals(name, command.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void helpListsEveryCommandByTask() {
        List<String> lines = HelpText.all().lines().toList();
        for (CommandInfo info : CommandTable.ALL) {
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line -> line.startsWith("  " + info.usage() + " ") && line.endsWith(info.summary()))
                            .count(),
                    info.usage());
        }
        for (Task task : Task.values()) {
            assertTrue(lines.contains(task.title()));
        }
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), HelpText.all());
    }

    @Test
    void helpExplainsOne() {
        String help = "/peers\n  list who is here and who is known\n  also /who /w /names /list";
        assertEquals(Optional.of(help), HelpText.of("peers"));
        assertEquals(Optional.of(help), HelpText.of("/w"));
        assertEquals(Optional.empty(), HelpText.of("nothing"));
        assertEquals(
                "no command /peerz; did you mean /peers? To send it as text, begin with //", HelpText.unknown("peerz"));
        assertEquals("no help for //x", HelpText.unknown("//x"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',abc,3",
        "abc,abc,0",
        "abc,acb,1",
        "abc,ab,1",
        "abc,xabc,1",
        "abc,axc,1",
        "kitten,sitting,3",
        "ca,abc,3"
    })
    void editDistance(String a, String b, int distance) {
        assertEquals(distance, Nearest.distance(a, b));
        assertEquals(distance, Nearest.distance(b, a));
    }

    @Test
    void nearestIsNearOrNothing() {
        assertEquals(Optional.of("rename"), Nearest.of("ren", CommandTable.names()));
        assertEquals(Optional.of("remove"), Nearest.of("remvoe", CommandTable.names()));
        assertEquals(Optional.empty(), Nearest.of("zzzzzz", CommandTable.names()));
        assertEquals(Optional.empty(), Nearest.of("x".repeat(100_000), CommandTable.names()));
        assertNotEquals(Optional.of("w"), Nearest.of("v", CommandTable.names()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/peers", "/to bob", "/add bob 192.0.2.1:9", "/NICK alice", "/?"})
    void mayBeKeptOnDisk(String input) {
        assertTrue(CommandTable.isWithoutText(input));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/msg bob secret",
                "/m bob secret",
                "/r secret",
                "/me x",
                "/all x",
                "//x",
                "x",
                "/mgs bob x",
                "/to\nx",
                ""
            })
    void mayHoldAMessageAndIsNotKept(String input) {
        assertFalse(CommandTable.isWithoutText(input));
    }
}
