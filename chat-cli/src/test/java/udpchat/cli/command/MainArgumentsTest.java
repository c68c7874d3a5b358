package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import udpchat.cli.config.ConfigFile;

/** What is read without picocli is read as picocli would, and nothing is that picocli would refuse. */
class MainArgumentsTest {

    private static final Defaults NOTHING_SET = new Defaults(Map.of(), ConfigFile.empty());

    private static final List<String> WORDS = List.of(
            "--bind=0",
            "--bind",
            "127.0.0.1:0",
            "[::1]:9000",
            "99999",
            "--nick",
            "--nick=a=b",
            "--nick=",
            "alice",
            "--profile",
            "work",
            "--raw",
            "--no-discovery",
            "--json",
            "--json=false",
            "--plain",
            "--color",
            "never",
            "--color=purple",
            "--drain",
            "500ms",
            "--pcap",
            "x.pcap",
            "--sim",
            "loss=30,delay=20",
            "--sim=loss=x",
            "-v",
            "-vv",
            "--verbose",
            "--",
            "-",
            "",
            "send",
            "demo",
            "-h",
            "--bin",
            "'quoted word'",
            "$HOME",
            "@file",
            "\uFFFD");

    private final Program program = Program.ofProcess();

    @TempDir
    Path folder;

    @Test
    void knowsEveryOptionOfTheProgram() {
        List<String> values = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        for (OptionSpec option :
                new CommandLine(new UdpChat(program)).getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                (option.arity().max() == 0 ? flags : values)
                        .add(option.longestName().substring(2));
            }
        }
        assertEquals(
                values.stream().sorted().toList(),
                MainArguments.VALUES.stream().sorted().toList());
        assertEquals(
                flags.stream().sorted().toList(),
                MainArguments.FLAGS.stream().sorted().toList());
    }

    @Test
    void knowsTheNamesOfTheCommands() {
        CommandLine all = commandLines(List.of(), NOTHING_SET).commandLine(new UdpChat(program));
        assertEquals(UdpChat.COMMANDS, List.copyOf(all.getSubcommands().keySet()));
        for (String command : UdpChat.COMMANDS) {
            assertFalse(MainArguments.read(new UdpChat(program), List.of("--json", command), NOTHING_SET), command);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "bob 127.0.0.1:9000 [::1]:9000",
                "--bind 127.0.0.1:0",
                "--bind=[::1]:0 --json",
                "bob --nick alice carol --raw",
                "--nick a=b --profile=work --color never --drain 1.5s --pcap out/x.pcap --plain",
                "-v --verbose -v"
            })
    void readsWhatIsWrittenThePlainWay(String line) {
        assertTrue(sameAsPicocli(words(line), NOTHING_SET), line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "send bob x",
                "--nick send",
                "--nick -x",
                "--nick",
                "--bind 70000",
                "--color=purple",
                "--drain soon",
                "--sim loss=101",
                "--json --json",
                "--json=true",
                "--nick=",
                "-- bob",
                "-vv",
                "--unknown"
            })
    void leavesTheRestToPicocli(String line) {
        assertFalse(MainArguments.read(new UdpChat(program), words(line), NOTHING_SET), line);
    }

    static Stream<Map<String, String>> settings() {
        return Stream.of(
                Map.of("nick", "alice", "bind", "127.0.0.1:0"),
                Map.of("json", "true", "verbose", "true", "drain", "2s"),
                Map.of("profile", "work", "color", "always", "pcap", "x.pcap", "raw", "true", "no-discovery", "true"),
                Map.of("sim", "loss=5"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void takesWhatIsNotGivenFromTheEnvironmentAndTheConfiguration(Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) -> environment.put(Defaults.variable(key), value));
        ConfigFile file = configuration(settings);
        for (Defaults defaults : List.of(
                new Defaults(environment, ConfigFile.empty()),
                new Defaults(Map.of(), file),
                new Defaults(Map.of("UDPCHAT_NICK", "bob", "UDPCHAT_PLAIN", ""), file))) {
            assertTrue(sameAsPicocli(List.of(), defaults), defaults::toString);
            assertTrue(sameAsPicocli(List.of("--nick=carol", "--drain", "9s"), defaults), defaults::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nikc=x",
                "send.timeout=5s",
                "bind=70000",
                "nick=${user.home}",
                "json=false",
                "color=",
                "help=true"
            })
    void leavesAnUnusualConfigurationToPicocli(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("config.properties"), line);
        assertFalse(MainArguments.read(new UdpChat(program), List.of(), new Defaults(Map.of(), ConfigFile.read(file))));
    }

    @Test
    void neverAcceptsWhatPicocliRefusesOrReadsOtherwise() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Defaults> defaults = List.of(
                NOTHING_SET,
                new Defaults(Map.of("UDPCHAT_JSON", "true", "UDPCHAT_NICK", "zoe"), ConfigFile.empty()),
                new Defaults(Map.of(), configuration(Map.of("verbose", "true", "bind", "0", "color", "never"))));
        int accepted = 0;
        for (int i = 0; i < 1000; i++) {
            List<String> line = random.ints(random.nextInt(5), 0, WORDS.size())
                    .mapToObj(WORDS::get)
                    .toList();
            accepted += sameAsPicocli(line, defaults.get(i % defaults.size())) ? 1 : 0;
        }
        assertTrue(accepted > 30, accepted + " accepted, seed " + seed);
    }

    /** Whether it is read without picocli; if so, picocli must read the same. */
    private boolean sameAsPicocli(List<String> line, Defaults defaults) {
        UdpChat root = new UdpChat(program);
        if (!MainArguments.read(root, line, defaults)) {
            return false;
        }
        UdpChat expected = new UdpChat(program);
        CommandLine.ParseResult parsed =
                commandLines(line, defaults).commandLine(expected).parseArgs(line.toArray(String[]::new));
        assertFalse(
                parsed.hasSubcommand() || parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested(),
                line::toString);
        assertEquals(fields(expected), fields(root), line::toString);
        return true;
    }

    private CommandLines commandLines(List<String> line, Defaults defaults) {
        return new CommandLines(program, line, defaults);
    }

    private static List<Object> fields(UdpChat root) {
        return Arrays.asList(
                root.peers,
                root.bind,
                root.nick,
                root.profile,
                root.raw,
                root.noDiscovery,
                root.json,
                root.plain,
                root.color,
                root.drain,
                root.pcap,
                root.sim,
                Arrays.toString(root.verbose));
    }

    private ConfigFile configuration(Map<String, String> settings) throws IOException {
        List<String> lines = settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
        return ConfigFile.read(Files.write(folder.resolve("config.properties"), lines));
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }
}
