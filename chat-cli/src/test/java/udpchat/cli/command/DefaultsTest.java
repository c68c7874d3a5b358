package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import udpchat.cli.config.ConfigFile;

/** Flag before environment before file, for every option of every command. */
class DefaultsTest {

    @TempDir
    private Path folder;

    private ConfigFile file(String text) throws IOException {
        Path file = folder.resolve("config.properties");
        Files.writeString(file, text);
        return ConfigFile.read(file);
    }

    private static CommandLine parse(Defaults defaults, String... arguments) {
        CommandLine line = Programs.commandLine(defaults);
        line.parseArgs(arguments);
        return line;
    }

    private static Object value(CommandLine line, String option) {
        return line.getCommandSpec().findOption(option).getValue();
    }

    private static Object value(CommandLine line, String command, String option) {
        return value(line.getSubcommands().get(command), option);
    }

    @Test
    void flagBeatsEnvironmentBeatsFileBeatsTheDefault() throws IOException {
        ConfigFile file = file("profile=file\n");
        Map<String, String> environment = Map.of("UDPCHAT_PROFILE", "environment");
        Defaults none = new Defaults(Map.of(), ConfigFile.empty());
        assertEquals("default", value(parse(none), "--profile"));
        assertEquals("file", value(parse(new Defaults(Map.of(), file)), "--profile"));
        assertEquals("environment", value(parse(new Defaults(environment, file)), "--profile"));
        assertEquals("flag", value(parse(new Defaults(environment, file), "--profile", "flag"), "--profile"));
    }

    @Test
    void anOptionOfACommandHasTheCommandsName() throws IOException {
        Defaults defaults = new Defaults(
                Map.of("UDPCHAT_LISTEN_TIMEOUT", "1m"), file("send.timeout=3s\nlisten.count=7\nlisten.timeout=9s\n"));
        CommandLine line = parse(defaults, "listen");
        assertEquals(Duration.ofMinutes(1), value(line, "listen", "--timeout"));
        assertEquals(7L, value(line, "listen", "--count"));
        assertEquals(Duration.ofSeconds(3), value(parse(defaults, "send", "bob"), "send", "--timeout"));
    }

    /** What all commands share has one name, wherever it is given. */
    @Test
    void anInheritedOptionIsThatOfTheProgram() throws IOException {
        Defaults defaults = new Defaults(Map.of("UDPCHAT_SEND_NICK", "no"), file("nick=carol\n"));
        assertEquals("carol", value(parse(defaults, "send", "bob"), "--nick"));
        assertEquals("dave", value(parse(defaults, "send", "--nick", "dave", "bob"), "--nick"));
        assertEquals("dave", value(parse(defaults, "--nick", "dave", "send", "bob"), "--nick"));
    }

    @Test
    void anEmptyVariableIsAsGoodAsNone() throws IOException {
        assertEquals("file", value(parse(new Defaults(Map.of("UDPCHAT_NICK", ""), file("nick=file\n"))), "--nick"));
    }

    @Test
    void flagsAreTrueOrFalse() throws IOException {
        assertEquals(true, value(parse(new Defaults(Map.of(), file("json=true\n"))), "--json"));
        assertEquals(false, value(parse(new Defaults(Map.of("UDPCHAT_JSON", "false"), file("json=true\n"))), "--json"));
        assertEquals(true, value(parse(new Defaults(Map.of("UDPCHAT_JSON", "false"), file("")), "--json"), "--json"));
        assertTrue(new Defaults(Map.of(), file("json=true\n")).isTrue("json"));
        assertFalse(new Defaults(Map.of("UDPCHAT_JSON", "false"), file("json=true\n")).isTrue("json"));
        assertFalse(new Defaults(Map.of(), ConfigFile.empty()).isTrue("json"));
    }

    @Test
    void keysThatAreNoOptionAreTold() throws IOException {
        for (String line : List.of("nik=b", "help=true", "version=true", "send.nick=c", "timeout=3s", "Nick=d")) {
            Files.createDirectories(folder.resolve("config"));
            Files.writeString(folder.resolve("config/config.properties"), line + "\nnick=a\nsend.timeout=3s\n");
            Programs.Run run = Programs.run(folder, "id");
            assertEquals(ExitCode.USAGE, run.code(), line);
            String key = line.substring(0, line.indexOf('='));
            assertTrue(run.err().get(0).contains("there is no option '" + key + "'"), run.err()::toString);
        }
    }

    @Test
    void whereAValueComesFrom() throws IOException {
        ConfigFile file = file("send.timeout=soon\n");
        assertEquals(
                Optional.of(folder.resolve("config.properties").toString()),
                new Defaults(Map.of(), file).origin("send.timeout"));
        assertEquals(
                Optional.of("UDPCHAT_SEND_TIMEOUT"),
                new Defaults(Map.of("UDPCHAT_SEND_TIMEOUT", "x"), file).origin("send.timeout"));
        assertEquals(Optional.empty(), new Defaults(Map.of(), ConfigFile.empty()).origin("send.timeout"));
    }

    /** No two options answer to one name. */
    @Test
    void everyKeyIsOfOneOption() {
        List<String> keys = Programs.allCommands(Programs.commandLine())
                .map(CommandLine::getCommandSpec)
                .map(CommandSpec::options)
                .flatMap(List::stream)
                .filter(option -> !option.inherited() && CommandLines.isConfigurable(option))
                .map(CommandLines::key)
                .toList();
        assertEquals(keys.stream().distinct().toList(), keys);
        assertTrue(keys.contains("bench.seconds"), keys.toString());
    }
}
