package udpchat.cli.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import udpchat.cli.config.ConfigFile;
import udpchat.cli.config.Directories;
import udpchat.cli.pipe.CapturedStreams;

/** Runs of the program inside of the test's process. */
final class Programs {

    private Programs() {}

    /** What a run left behind. */
    record Run(int code, List<String> out, List<String> err) {}

    /** Runs it to its end. Not for what ends by a signal, or by itself only when its output is lost. */
    static Run run(CapturedStreams streams, Map<String, String> environment, Path folder, String... arguments) {
        Directories directories = new Directories(folder.resolve("config"), folder.resolve("state"));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("UDPCHAT_NO_DISCOVERY", "true");
        int code = new Program(streams.stdio(), variables, directories).execute(arguments);
        return new Run(code, streams.out(), streams.err());
    }

    static Run run(Path folder, String... arguments) {
        return run(new CapturedStreams(""), Map.of(), folder, arguments);
    }

    /** The program with all its commands, as picocli sees it. */
    static CommandLine commandLine() {
        return commandLine(new Defaults(Map.of(), ConfigFile.empty()));
    }

    /** The same, with values for what is not given. */
    static CommandLine commandLine(Defaults defaults) {
        Program program =
                new Program(new CapturedStreams("").stdio(), Map.of(), new Directories(Path.of("c"), Path.of("s")));
        return new CommandLines(program, List.of(), defaults).commandLine(new UdpChat(program));
    }

    /** The program and each of its commands. */
    static Stream<CommandLine> allCommands(CommandLine program) {
        return Stream.concat(Stream.of(program), program.getSubcommands().values().stream());
    }
}
