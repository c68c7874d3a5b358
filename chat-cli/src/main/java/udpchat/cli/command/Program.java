package udpchat.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
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

    private Program(Stdio stdio, Map<String, String> environment, Directories directories) {
        this.stdio = stdio;
        this.environment = environment;
        this.directories = directories;
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
        ConfigFile file = null;
        IOException broken = null;
        try {
            file = ConfigFile.read(directories.configFile());
        } catch (IOException e) {
            broken = e;
        }
        UdpChat root = new UdpChat(this);
        CommandLine line = commandLine(root);
        Optional<IOException> unreadable = Optional.ofNullable(broken);
        if (file != null) {
            line.setDefaultValueProvider(new Defaults(environment, file));
        }
        Defaults defaults = file == null ? null : new Defaults(environment, file);
        line.setExecutionStrategy(parsed -> {
            quietLogging(root);
            if (!helpAsked(parsed)) {
                if (unreadable.isPresent()) {
                    throw ChatException.ofFile(unreadable.get());
                }
                List<String> unknown = defaults.unknownKeys(line);
                if (!unknown.isEmpty()) {
                    throw new ParameterException(
                            line, directories.configFile() + ": there is no option '" + unknown.get(0) + "'");
                }
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line.execute(args);
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
                .setParameterExceptionHandler(
                        (e, args) -> badUsage(e, List.of(args).contains("--json")))
                .setExecutionExceptionHandler((e, command, parsed) -> fail(e, root));
        return line;
    }

    private static boolean helpAsked(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (each.isUsageHelpRequested() || each.isVersionHelpRequested()) {
                return true;
            }
        }
        return false;
    }

    private int badUsage(ParameterException e, boolean json) {
        String why = e.getMessage() == null ? "wrong usage" : e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            why += near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
        }
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        report("usage", why + "; try " + name + " --help", json);
        return ExitCode.USAGE;
    }

    private int fail(Exception e, UdpChat root) throws Exception {
        if (e instanceof ParameterException usage) {
            return badUsage(usage, root.json);
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
    private void report(String code, String text, boolean json) {
        if (json) {
            stdio.out(new JsonRenderer().error(code, text, clock.instant()));
        }
        stdio.err(new PipeRenderer().error(code, text, clock.instant()));
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
