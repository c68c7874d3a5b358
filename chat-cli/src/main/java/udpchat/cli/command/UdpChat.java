package udpchat.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import udpchat.cli.config.Profile;
import udpchat.cli.console.FirstPrompt;
import udpchat.cli.console.Terminals;
import udpchat.model.Impairment;

/** The program: with no command, the console, or pipe mode where there is no terminal. Holds the options of all. */
@Command(
        name = "udpchat",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = {
            "Chat over UDP: no server, no account. Also speaks with nc -u and Python.",
            "",
            "Examples:",
            "  udpchat                       open the console; see who is on the local network",
            "  udpchat 192.168.1.9           talk to the udpchat there, port 8089, encrypted",
            "  udpchat raw:192.168.1.9:9000  talk plain text, to nc -u or Python",
            "  udpchat send bob:9000 hello   send one message",
            "  echo hello | udpchat bob      the same from a pipe; --json for programs",
            "  udpchat listen --count 1      wait for one message and print it",
            "  udpchat demo                  try it now, with a built-in second peer",
            ""
        },
        synopsisHeading = "Usage: ",
        customSynopsis = {"udpchat [OPTION…] [PEER…]", "       udpchat [OPTION…] COMMAND …"},
        parameterListHeading = "%n",
        optionListHeading = "%nOptions, also in config.properties and as UDPCHAT_NAME in the environment:%n",
        commandListHeading = "%nCommands, each with its own --help:%n")
public final class UdpChat implements Callable<Integer> {

    /** The commands' names, in the order of the help. */
    static final List<String> COMMANDS = List.of(
            "send",
            "listen",
            "peers",
            "history",
            "search",
            "export",
            "outbox",
            "id",
            "doctor",
            "demo",
            "bench",
            "completion");

    /** The default of {@code --drain}. */
    static final String DRAIN = "5s";

    @Parameters(
            paramLabel = "PEER",
            arity = "0..*",
            description = "A name from the peer list, host:port, [v6]:port, host (port 8089), KEY@host:port or "
                    + "raw:host:port, which gets plain text. "
                    + "The first is the one you talk to.")
    List<String> peers = new ArrayList<>();

    @Option(
            names = "--bind",
            paramLabel = "[HOST:]PORT",
            scope = ScopeType.INHERIT,
            converter = BindAddress.Converter.class,
            description = "Receive here; 0 is any free port. Default: all interfaces, port 8089 or the next free one.")
    BindAddress bind;

    @Option(
            names = "--nick",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Your own name, as peers see it. Default: the user's.")
    String nick;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            defaultValue = Profile.DEFAULT,
            description = "Which identity and peer list to use. Default: ${DEFAULT-VALUE}.")
    String profile;

    @Option(
            names = "--raw",
            scope = ScopeType.INHERIT,
            description = "Plain text only: nothing but what is typed ever leaves.")
    boolean raw;

    @Option(
            names = "--no-discovery",
            scope = ScopeType.INHERIT,
            description = "Look for nobody on the local network, and be found by nobody.")
    boolean noDiscovery;

    @Option(
            names = "--ephemeral",
            scope = ScopeType.INHERIT,
            description =
                    "Keep messages in memory alone: no history, and what is not delivered is forgotten at the end.")
    boolean ephemeral;

    @Option(names = "--no-history", scope = ScopeType.INHERIT, description = "The same as --ephemeral.")
    boolean noHistory;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON object a line, on stdout; no console.")
    boolean json;

    @Option(
            names = "--plain",
            scope = ScopeType.INHERIT,
            description = "Append only: no repaint, no colour, words instead of signs. For screen readers.")
    boolean plain;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            defaultValue = ColorWhen.DEFAULT,
            converter = ColorWhen.Converter.class,
            completionCandidates = ColorWhen.Words.class,
            description = "auto, always or never. Default: ${DEFAULT-VALUE}; NO_COLOR is respected.")
    ColorWhen color;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = DRAIN,
            converter = Durations.Converter.class,
            description = "Pipe mode: wait this long for what is under way when the input ends. "
                    + "Default: ${DEFAULT-VALUE}.")
    Duration drain;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Write every datagram to FILE, for Wireshark.")
    Path pcap;

    @Option(
            names = "--sim",
            paramLabel = "FIGURES",
            scope = ScopeType.INHERIT,
            converter = SimConverter.class,
            description = "Make the network worse, both ways: loss=30,dup=5,reorder=10,delay=50,jitter=20,"
                    + "rate=1mbit,seed=7. Percent, ms.")
    Impairment sim = Impairment.NONE;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the cause of an error; twice: log every datagram.")
    boolean[] verbose = {};

    private final Program program;

    UdpChat(Program program) {
        this.program = program;
    }

    /** The process's entry. */
    public static void main(String[] args) {
        System.exit(Program.ofProcess().execute(args));
    }

    /** Reads {@code --sim}. */
    static final class SimConverter extends OptionConverter<Impairment> {
        SimConverter() {
            super(Impairment::parse);
        }
    }

    /** What this run has to work with. */
    Program program() {
        return program;
    }

    @Override
    public Integer call() throws IOException {
        if (json || !Terminals.interactive()) {
            return new PipeMode(this).run();
        }
        try (FirstPrompt prompt = ConsoleMode.showPrompt(this)) {
            return new ConsoleMode(this, prompt).run();
        }
    }
}
