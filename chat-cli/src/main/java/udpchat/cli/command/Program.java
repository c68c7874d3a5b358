package udpchat.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import udpchat.ChatException;
import udpchat.cli.config.ConfigFile;
import udpchat.cli.config.Directories;
import udpchat.cli.pipe.Sink;
import udpchat.cli.pipe.Stdio;
import udpchat.cli.render.JsonRenderer;
import udpchat.cli.render.PipeRenderer;
import udpchat.cli.render.SafeText;
import udpchat.cli.slash.SlashExecutor;

/**
 * One run of the program: the command line, the configuration, the process's streams, and the one place where a failure
 * becomes a message and an exit code.
 */
final class Program {

    private final Stdio stdio;
    private final Map<String, String> environment;
    private final Directories directories;
    private final InstantSource clock = InstantSource.system();
    private List<String> arguments = List.of();
    private Defaults defaults;
    private Optional<ParseResult> given = Optional.empty();

    private Program(Stdio stdio, Map<String, String> environment, Directories directories) {
        this.stdio = stdio;
        this.environment = environment;
        this.directories = directories;
        this.defaults = new Defaults(environment, ConfigFile.empty());
    }

    static Program ofProcess() {
        return new Program(Stdio.ofProcess(), System.getenv(), Directories.ofUser());
    }

    Stdio stdio() {
        return stdio;
    }

    Map<String, String> environment() {
        return environment;
    }

    Directories directories() {
        return directories;
    }

    InstantSource clock() {
        return clock;
    }

    /**
     * Runs it.
     *
     * @return the exit code
     */
    int execute(String[] args) {
        arguments = List.of(args);
        stdio.onOutputLost(this::tellOutputLost);
        UdpChat root = new UdpChat(this);
        CommandLine line = commandLine(root);
        Optional<IOException> unreadable = Optional.empty();
        try {
            defaults = new Defaults(environment, ConfigFile.read(directories.configFile()));
        } catch (IOException e) {
            unreadable = Optional.of(e);
        }
        line.setDefaultValueProvider(defaults);
        Optional<IOException> broken = unreadable;
        line.setExecutionStrategy(parsed -> {
            quietLogging(root);
            given = Optional.of(parsed);
            if (!helpAsked(parsed)) {
                if (broken.isPresent()) {
                    return fail(broken.get(), root);
                }
                checkConfiguration(line);
                checkLocale(line);
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        int code = line.execute(args);
        return code != ExitCode.DONE
                ? code
                : stdio.outputLost().map(Program::exitCode).orElse(code);
    }

    /** Whether this option stood on the command line, rather than in the environment or the configuration. */
    boolean isGiven(String option) {
        for (ParseResult each = given.orElse(null); each != null; each = each.subcommand()) {
            if (each.hasMatchedOption(option)) {
                return true;
            }
        }
        return false;
    }

    /** The exit code where nobody takes our output any more: a reader who has seen enough, as {@code head}, is fine. */
    static int exitCode(IOException outputLost) {
        return Stdio.isClosedByReader(outputLost) ? ExitCode.DONE : ExitCode.FAILURE;
    }

    /** Is told once. */
    void tellOutputLost(IOException e) {
        if (!Stdio.isClosedByReader(e)) {
            stdio.err(
                    new PipeRenderer().error("output", "cannot write the output: " + e.getMessage(), clock.instant()));
        }
    }

    private void checkConfiguration(CommandLine line) {
        List<String> unknown = defaults.unknownKeys(line);
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    line, directories.configFile() + ": there is no option '" + unknown.get(0) + "'");
        }
    }

    /** What Java could not read of an argument must not go out as question marks. */
    private void checkLocale(CommandLine line) {
        String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
        for (String arg : arguments) {
            if (!charset.equalsIgnoreCase("UTF-8") && arg.indexOf('\uFFFD') >= 0) {
                throw new ParameterException(
                        line,
                        "the locale (" + charset + ") cannot carry '" + SafeText.line(arg)
                                + "'; set LC_ALL=C.UTF-8, or send it through stdin");
            }
        }
    }

    /** The commands as picocli sees them, for completion and the manual page, too. */
    CommandLine commandLine(UdpChat root) {
        CommandLine line = new CommandLine(root)
                .setExpandAtFiles(false)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpLongOptionsMaxWidth(24)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new LinesTo(stdio::out), true))
                .setErr(new PrintWriter(new LinesTo(stdio::err), true))
                .setParameterExceptionHandler((e, args) -> badUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> fail(e, root));
        return line;
    }

    /** Whether the option stands among the arguments, with its value or before it. */
    private boolean stands(String name) {
        return arguments.stream()
                .takeWhile(arg -> !arg.equals("--"))
                .anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "="));
    }

    private static boolean helpAsked(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (each.isUsageHelpRequested() || each.isVersionHelpRequested()) {
                return true;
            }
        }
        return false;
    }

    private int badUsage(ParameterException e) {
        String why = e.getMessage() == null ? "wrong usage" : e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            why += near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
        }
        if (e.getArgSpec() instanceof OptionSpec option
                && Arrays.stream(option.names()).noneMatch(this::stands)) {
            why += defaults.origin(option)
                    .map(origin -> " (from " + origin + ")")
                    .orElse("");
        }
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        boolean json = stands("--json") || defaults.isTrue("json");
        report("usage", why + "; try " + name + " --help", json);
        return ExitCode.USAGE;
    }

    private int fail(Exception e, UdpChat root) {
        if (e instanceof ParameterException usage) {
            return badUsage(usage);
        }
        String code = "internal";
        int exit = ExitCode.FAILURE;
        String text = "unexpected: " + e + "; -v shows where";
        if (e instanceof ChatException chat) {
            code = SlashExecutor.code(chat.kind());
            exit = exitCode(chat.kind());
            text = (chat.kind() == ChatException.Kind.BIND && root.bind != null ? "--bind " : "") + chat.getMessage();
        } else if (e instanceof IOException io) {
            code = "file";
            text = ChatException.ofFile(io).getMessage();
        }
        report(code, text, root.json);
        if (root.verbose.length > 0) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            stdio.err(trace.toString().strip());
        }
        return exit;
    }

    private static int exitCode(ChatException.Kind kind) {
        return switch (kind) {
            case BIND -> ExitCode.CANNOT_BIND;
            case UNKNOWN_PEER -> ExitCode.UNKNOWN_PEER;
            case INVALID -> ExitCode.USAGE;
            case FILE -> ExitCode.FAILURE;
        };
    }

    /** What is fatal goes to stderr in any case, for whoever reads the log of a program that reads our JSON. */
    void report(String code, String text, boolean json) {
        stdio.err(new PipeRenderer().error(code, text, clock.instant()));
        if (json) {
            stdio.out(new JsonRenderer().error(code, text, clock.instant()));
        }
    }

    /** The sink of a command that has no console. */
    Sink sink(UdpChat root) {
        return new Sink(stdio, root.json ? new JsonRenderer() : new PipeRenderer(), root.json);
    }

    /** Libraries do not write on a person's terminal, unless asked with -v -v. */
    private static void quietLogging(UdpChat root) {
        Level level = root.verbose.length > 1 ? Level.ALL : Level.OFF;
        Logger logger = Logger.getLogger("");
        logger.setLevel(level);
        for (var handler : logger.getHandlers()) {
            handler.setLevel(level);
        }
    }

    /** Gives whole lines on, as they come from a {@link PrintWriter}. */
    private static final class LinesTo extends Writer {
        private final Consumer<String> lines;
        private final StringBuilder pending = new StringBuilder();

        LinesTo(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            pending.append(buffer, offset, length);
        }

        @Override
        public void flush() {
            if (!pending.isEmpty()) {
                String text = pending.toString();
                pending.setLength(0);
                lines.accept(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
