package udpchat.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import udpchat.ChatException;
import udpchat.cli.config.ConfigFile;
import udpchat.cli.config.Directories;
import udpchat.cli.pipe.Sink;
import udpchat.cli.pipe.Stdio;
import udpchat.cli.render.JsonRenderer;
import udpchat.cli.render.PipeRenderer;
import udpchat.cli.slash.Nearest;
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
    private Predicate<String> given = option -> false;
    private Defaults defaults = new Defaults(Map.of(), ConfigFile.empty());

    Program(Stdio stdio, Map<String, String> environment, Directories directories) {
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
        stdio.onOutputLost(this::tellOutputLost);
        int code = run(List.of(args));
        return code != ExitCode.DONE
                ? code
                : stdio.outputLost().map(Program::exitCode).orElse(code);
    }

    private int run(List<String> arguments) {
        Defaults defaults;
        try {
            defaults = new Defaults(environment, ConfigFile.read(directories.configFile()));
        } catch (IOException e) {
            return new CommandLines(this, arguments, new Defaults(environment, ConfigFile.empty()))
                    .execute(Optional.of(e));
        }
        this.defaults = defaults;
        UdpChat root = new UdpChat(this);
        if (!MainArguments.read(root, arguments, defaults)) {
            return new CommandLines(this, arguments, defaults).execute(Optional.empty());
        }
        setLogging(root);
        try {
            return root.call();
        } catch (IOException | RuntimeException e) {
            return fail(e, root);
        }
    }

    /** Tells which options stood on the command line, rather than in the environment or the configuration. */
    void setGiven(Predicate<String> options) {
        given = options;
    }

    /** What the environment or the configuration says. */
    Optional<String> configured(String key) {
        return defaults.value(key);
    }

    boolean isGiven(String option) {
        return given.test(option);
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

    /** Says what went wrong, and how the process ends. */
    int fail(Exception e, UdpChat root) {
        String code = "internal";
        int exit = ExitCode.FAILURE;
        String text = "unexpected: " + e + "; -v shows where";
        if (e instanceof ChatException chat) {
            code = SlashExecutor.code(chat.kind());
            exit = exitCode(chat.kind());
            text = (chat.kind() == ChatException.Kind.BIND && root.bind != null ? "--bind " : "")
                    + chat.getMessage()
                    + meant(chat, root);
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

    /** {@code udpchat sned} is a peer of that name: where there is none, a command may have been meant. */
    private static String meant(ChatException e, UdpChat root) {
        String first = root.peers.isEmpty() ? "" : root.peers.get(0);
        if (e.kind() != ChatException.Kind.UNKNOWN_PEER
                || first.isEmpty()
                || !e.getMessage().startsWith("'" + first + "'")) {
            return "";
        }
        Stream<String> names = Stream.concat(UdpChat.COMMANDS.stream(), Stream.of("help"));
        return Nearest.of(first.toLowerCase(Locale.ROOT), names)
                .map(name -> "; did you mean " + (name.equals("help") ? "--help?" : "the command " + name + "?"))
                .orElse("");
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
    static void setLogging(UdpChat root) {
        if (root.verbose.length > 1) {
            LibraryLogging.all();
        } else {
            LibraryLogging.off();
        }
    }
}
