package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import udpchat.cli.pipe.CapturedStreams;
import udpchat.testing.RealTimeTest;

/** What the command line means, and how a failure becomes one line and an exit code. */
class ProgramTest {

    @TempDir
    private Path folder;

    private Programs.Run run(String... arguments) {
        return Programs.run(folder, arguments);
    }

    private static String onlyLine(List<String> lines) {
        assertEquals(1, lines.size(), lines.toString());
        return lines.get(0);
    }

    static Stream<Arguments> badUsage() {
        return Stream.of(
                Arguments.of("udpchat", "Unknown option: '--bogus'", List.of("--bogus")),
                Arguments.of("udpchat", "did you mean --profile?", List.of("--profil", "x")),
                Arguments.of("udpchat", "'--nick'", List.of("--nick")),
                Arguments.of("udpchat", "'blue' is none of auto, always, never", List.of("--color", "blue")),
                Arguments.of("udpchat", "'5x' is not a duration", List.of("--drain", "5x")),
                Arguments.of("udpchat", "'70000'", List.of("--bind", "70000", "listen")),
                Arguments.of("udpchat send", "Missing required parameter: 'PEER'", List.of("send")),
                Arguments.of("udpchat send", "the text is blank", List.of("send", "127.0.0.1:9", " ", "")),
                Arguments.of("udpchat send", "Unknown option: '--drain'", List.of("send", "--drain", "1s", "bob")),
                Arguments.of("udpchat listen", "--count 0: at least 1", List.of("listen", "--count", "0")),
                Arguments.of("udpchat listen", "'1.5' is not a whole number", List.of("listen", "--count", "1.5")),
                Arguments.of("udpchat listen", "'soon'", List.of("listen", "--timeout", "soon")),
                Arguments.of("udpchat peers", "'bob' stands before the command peers", List.of("bob", "peers")),
                Arguments.of("udpchat peers", "'bob'", List.of("peers", "bob")),
                Arguments.of("udpchat bench", "--size 9: from 10 to 1024", List.of("bench", "--size", "9")),
                Arguments.of("udpchat doctor", "--raw: then nothing goes out", List.of("--raw", "doctor")),
                Arguments.of("udpchat bench", "--seconds 0", List.of("bench", "--seconds", "0")),
                Arguments.of("udpchat bench", "'x' is not a whole number", List.of("bench", "--rate", "x")),
                Arguments.of("udpchat completion", "Missing required parameter: 'SHELL'", List.of("completion")),
                Arguments.of("udpchat completion", "'tcsh'", List.of("completion", "tcsh")));
    }

    @ParameterizedTest
    @MethodSource("badUsage")
    void badUsageIsOneLineThatNamesTheHelp(String command, String told, List<String> arguments) {
        Programs.Run run = run(arguments.toArray(String[]::new));
        assertEquals(ExitCode.USAGE, run.code());
        assertEquals(List.of(), run.out());
        String line = onlyLine(run.err());
        assertTrue(line.startsWith("udpchat: "), line);
        assertTrue(line.contains(told), line);
        assertTrue(line.endsWith("; try " + command + " --help"), line);
    }

    @ParameterizedTest
    @MethodSource("badUsage")
    void asJsonItIsAnEventToo(String command, String told, List<String> arguments) {
        List<String> json = new ArrayList<>(List.of("--json"));
        json.addAll(arguments);
        Programs.Run run = run(json.toArray(String[]::new));
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(
                onlyLine(run.out()).startsWith("{\"v\":1,\"event\":\"error\",\"code\":\"usage\""),
                () -> run.out().get(0));
        onlyLine(run.err());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(ExitCode.USAGE, "invalid", "'a b': a name has no spaces", List.of("--nick", "a b", "id")),
                Arguments.of(
                        ExitCode.USAGE, "invalid", "'../x' is not a profile name", List.of("--profile", "../x", "id")),
                Arguments.of(ExitCode.USAGE, "invalid", "'70000'", List.of("send", "127.0.0.1:70000", "x")),
                Arguments.of(
                        ExitCode.CANNOT_BIND,
                        "bind",
                        "--bind 192.0.2.1:0: not an address of this machine",
                        List.of("listen", "--bind", "192.0.2.1:0")),
                Arguments.of(
                        ExitCode.FAILURE,
                        "file",
                        "no such file or folder",
                        List.of("listen", "--bind", "127.0.0.1:0", "--pcap", "/nowhere/x")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsOneLineAndItsExitCode(int code, String json, String told, List<String> arguments) {
        Programs.Run run = run(arguments.toArray(String[]::new));
        assertEquals(code, run.code(), run.err().toString());
        String line = onlyLine(run.err());
        assertTrue(line.startsWith("udpchat: ") && line.contains(told), line);
        List<String> asJson = new ArrayList<>(List.of("--json"));
        asJson.addAll(arguments);
        Programs.Run again = run(asJson.toArray(String[]::new));
        assertEquals(code, again.code());
        assertTrue(
                onlyLine(again.out()).contains("\"code\":\"" + json + "\""),
                () -> again.out().get(0));
    }

    @Test
    void filesThatAreBrokenAreAFailureButNotForHelp() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Path config = folder.resolve("config").resolve("config.properties");
        Files.writeString(config, "nick=\\u00g0\n");
        assertEquals(ExitCode.FAILURE, run("id").code());
        assertTrue(onlyLine(run("id").err()).startsWith("udpchat: " + config + ": a backslash"));
        assertEquals(ExitCode.DONE, run("id", "--help").code());
        Files.writeString(config, "nik=x\n");
        assertEquals(ExitCode.USAGE, run("id").code());
        assertTrue(onlyLine(run("id").err()).contains("there is no option 'nik'"));
        assertEquals(ExitCode.DONE, run("--help").code());
        Files.writeString(config, "send.timeout=soon\n");
        String line = onlyLine(run("send", "127.0.0.1:9", "x").err());
        assertTrue(line.contains("'soon'") && line.contains("(from " + config + ")"), line);
        assertEquals(ExitCode.DONE, run("id").code(), "of another command");
        Files.delete(config);
        Files.createDirectories(folder.resolve("state/default"));
        Files.writeString(folder.resolve("state/default/peers"), "nonsense\n");
        assertEquals(ExitCode.FAILURE, run("peers").code());
    }

    /** What nobody thought of is still one line, and the cause only where it was asked for. */
    @RealTimeTest
    void ourOwnFaultHasItsTraceOnlyWithV() {
        InputStream faulty = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a fault");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                throw new IllegalStateException("a fault");
            }
        };
        Programs.Run run = Programs.run(new CapturedStreams(faulty), Map.of(), folder, "send", "127.0.0.1:9");
        assertEquals(ExitCode.FAILURE, run.code());
        assertEquals(
                "udpchat: unexpected: java.lang.IllegalStateException: a fault; -v shows where", onlyLine(run.err()));
        Programs.Run traced = Programs.run(new CapturedStreams(faulty), Map.of(), folder, "send", "-v", "127.0.0.1:9");
        assertEquals(ExitCode.FAILURE, traced.code());
        assertTrue(traced.err().size() > 3, traced.err().toString());
        assertTrue(
                traced.err().stream().anyMatch(line -> line.contains("LineInput.java")),
                traced.err().toString());
    }

    @RealTimeTest
    void anInputThatCannotBeReadIsAFailure() {
        CapturedStreams streams = new CapturedStreams(CapturedStreams.failing("Is a directory"));
        Programs.Run run = Programs.run(streams, Map.of(), folder, "send", "127.0.0.1:9");
        assertEquals(ExitCode.FAILURE, run.code());
        assertEquals("udpchat: the input cannot be read: Is a directory", onlyLine(run.err()));
    }

    @RealTimeTest
    void anInputWithoutTextIsToldAndNoFailure() {
        Programs.Run run = run("send", "127.0.0.1:9");
        assertEquals(ExitCode.DONE, run.code());
        assertEquals("udpchat: nothing was sent: the input had no text", onlyLine(run.err()));
        Programs.Run blank = Programs.run(new CapturedStreams(" \n\n"), Map.of(), folder, "send", "127.0.0.1:9");
        assertEquals(ExitCode.DONE, blank.code());
        assertEquals(
                List.of("udpchat: 2 blank lines were not sent", "udpchat: nothing was sent: the input had no text"),
                blank.err());
    }

    /** A person who asks for help sees first what to type. */
    @Test
    void helpShowsExamplesBeforeTheOptions() {
        List<String> names = new ArrayList<>(UdpChat.COMMANDS);
        names.add("");
        for (String name : names) {
            String[] arguments = name.isEmpty() ? new String[] {"--help"} : new String[] {name, "--help"};
            Programs.Run run = run(arguments);
            assertEquals(ExitCode.DONE, run.code(), name);
            assertEquals(List.of(), run.err(), name);
            int examples = run.out().indexOf("Examples:");
            String usage = ("Usage: udpchat " + name).strip();
            int synopsis = run.out().stream()
                    .map(line -> line.startsWith(usage))
                    .toList()
                    .indexOf(true);
            assertTrue(examples > 0 && examples < synopsis, () -> name + ": " + run.out());
            assertTrue(run.out().get(examples + 1).startsWith("  udpchat") || name.equals("completion"), name);
            assertFalse(run.out().stream().anyMatch(line -> line.length() > 100), () -> name + ": " + run.out());
        }
    }

    @Test
    void theVersionIsOneLine() {
        for (String[] arguments : new String[][] {{"--version"}, {"-V"}, {"send", "--version"}}) {
            Programs.Run run = run(arguments);
            assertEquals(ExitCode.DONE, run.code());
            assertEquals("udpchat " + Version.text(), onlyLine(run.out()));
            assertTrue(Version.text().matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), Version.text());
        }
    }

    @Test
    void optionsOfAllCommandsStandBeforeOrBehindTheCommand() {
        for (String[] arguments :
                new String[][] {{"--nick", "erin", "id"}, {"id", "--nick", "erin"}, {"id", "--nick=erin"}}) {
            assertTrue(
                    run(arguments).out().contains("nick\terin"),
                    List.of(arguments).toString());
        }
        assertTrue(onlyLine(run("--json", "id").out()).startsWith("{\"v\":1,\"event\":\"id\""));
        assertTrue(onlyLine(run("id", "--json").out()).startsWith("{\"v\":1,\"event\":\"id\""));
    }

    @Test
    void messagesAndOptionsAreToldApart() {
        assertEquals(ExitCode.USAGE, run("send", "127.0.0.1:9", "-x").code(), "a slip is not sent");
        assertEquals(ExitCode.DONE, run("send", "raw:127.0.0.1:9", "--", "-x").code());
        assertEquals(ExitCode.DONE, run("send", "raw:127.0.0.1:9", "@nofile").code());
    }
}
