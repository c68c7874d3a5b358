package udpchat.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import udpchat.cli.render.SafeText;

/**
 * Reads any command line by picocli and does what it says. All that concerns picocli is here and in the commands: it is
 * loaded only where {@link MainArguments} do not do.
 */
final class CommandLines implements IDefaultValueProvider {

    private static final List<String> NOT_CONFIGURABLE = List.of("help", "version");

    private final Program program;
    private final List<String> arguments;
    private final Defaults defaults;

    CommandLines(Program program, List<String> arguments, Defaults defaults) {
        this.program = program;
        this.arguments = arguments;
        this.defaults = defaults;
    }

    /**
     * Runs it.
     *
     * @param broken why the configuration could not be read, if so
     * @return the exit code
     */
    int execute(Optional<IOException> broken) {
        UdpChat root = new UdpChat(program);
        CommandLine line = commandLine(root, this::isWanted);
        line.setExecutionStrategy(parsed -> {
            program.setGiven(option -> isGiven(parsed, option));
            if (!helpAsked(parsed)) {
                checkOrder(parsed, root);
                if (broken.isPresent()) {
                    return program.fail(broken.get(), root);
                }
                checkConfiguration(line);
                checkLocale(line);
            }
            Program.setLogging(root);
            return new CommandLine.RunLast().execute(parsed);
        });
        return line.execute(arguments.toArray(String[]::new));
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && !option.inherited() && isConfigurable(option)
                ? defaults.value(key(option)).orElse(null)
                : null;
    }

    /**
     * To read the annotations of all commands takes as long as to start Java: only those that the arguments name are
     * looked at, unless all are to be listed.
     */
    private boolean isWanted(String command) {
        return arguments.contains(command) || arguments.contains("completion") || isHelpWanted();
    }

    private boolean isHelpWanted() {
        return arguments.contains("-h") || arguments.contains("--help");
    }

    /** Every command as picocli sees it. */
    CommandLine commandLine(UdpChat root) {
        return commandLine(root, name -> true);
    }

    private CommandLine commandLine(UdpChat root, Predicate<String> wanted) {
        CommandLine line = new CommandLine(root);
        for (String name : UdpChat.COMMANDS) {
            if (wanted.test(name)) {
                CommandLine sub = new CommandLine(command(name));
                sub.getCommandSpec().versionProvider(line.getCommandSpec().versionProvider());
                line.addSubcommand(sub);
            }
        }
        // These settings reach the commands that are there by now.
        return line.setDefaultValueProvider(this)
                .setExpandAtFiles(false)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(isHelpWanted()) // it runs stty at once
                .setUsageHelpLongOptionsMaxWidth(24)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new LinesTo(program.stdio()::out), true))
                .setErr(new PrintWriter(new LinesTo(program.stdio()::err), true))
                .setParameterExceptionHandler((e, args) -> badUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) ->
                        e instanceof ParameterException usage ? badUsage(usage) : program.fail(e, root));
    }

    private static Object command(String name) {
        return switch (name) {
            case "send" -> new SendCommand();
            case "listen" -> new ListenCommand();
            case "peers" -> new PeersCommand();
            case "history" -> new HistoryCommand();
            case "search" -> new SearchCommand();
            case "export" -> new ExportCommand();
            case "outbox" -> new OutboxCommand();
            case "id" -> new IdCommand();
            case "demo" -> new DemoCommand();
            case "bench" -> new BenchCommand();
            case "doctor" -> new DoctorCommand();
            case "completion" -> new CompletionCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void checkConfiguration(CommandLine line) {
        if (defaults.file().keys().isEmpty()) {
            return;
        }
        List<String> known = new ArrayList<>();
        collectKeys(commandLine(new UdpChat(program)).getCommandSpec(), known);
        for (String key : defaults.file().keys()) {
            if (!known.contains(key) && !Launch.SETTINGS.contains(key)) {
                throw new ParameterException(line, defaults.file() + ": there is no option '" + key + "'");
            }
        }
    }

    /** A command takes its own peers: what stands before it would be forgotten without a word. */
    private static void checkOrder(ParseResult parsed, UdpChat root) {
        if (parsed.hasSubcommand() && !root.peers.isEmpty()) {
            CommandLine command = parsed.subcommand().commandSpec().commandLine();
            throw new ParameterException(
                    command,
                    "'" + SafeText.line(root.peers.get(0)) + "' stands before the command " + command.getCommandName());
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

    /** Whether the option stands among the arguments, with its value or before it. */
    private boolean stands(String name) {
        return arguments.stream()
                .takeWhile(arg -> !arg.equals("--"))
                .anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "="));
    }

    private int badUsage(ParameterException e) {
        String why = e.getMessage() == null ? "wrong usage" : e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            why += near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
        }
        if (e.getArgSpec() instanceof OptionSpec option
                && Arrays.stream(option.names()).noneMatch(this::stands)) {
            why += defaults.origin(key(option))
                    .map(origin -> " (from " + origin + ")")
                    .orElse("");
        }
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        boolean json = stands("--json") || defaults.isTrue("json");
        program.report("usage", why + "; try " + name + " --help", json);
        return ExitCode.USAGE;
    }

    private static boolean isGiven(ParseResult parsed, String option) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (each.hasMatchedOption(option)) {
                return true;
            }
        }
        return false;
    }

    private static boolean helpAsked(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (each.isUsageHelpRequested() || each.isVersionHelpRequested()) {
                return true;
            }
        }
        return false;
    }

    private static void collectKeys(CommandSpec command, List<String> keys) {
        for (OptionSpec option : command.options()) {
            if (!option.inherited() && isConfigurable(option)) {
                keys.add(key(option));
            }
        }
        command.subcommands().values().forEach(sub -> collectKeys(sub.getCommandSpec(), keys));
    }

    static boolean isConfigurable(OptionSpec option) {
        return !NOT_CONFIGURABLE.contains(bare(option));
    }

    /** The option's name in the configuration. */
    static String key(OptionSpec option) {
        CommandSpec command = option.command();
        return command.parent() == null ? bare(option) : command.name() + "." + bare(option);
    }

    private static String bare(OptionSpec option) {
        String name = option.longestName();
        return name.substring(name.startsWith("--") ? 2 : 1);
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
