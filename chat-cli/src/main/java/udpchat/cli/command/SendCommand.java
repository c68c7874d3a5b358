package udpchat.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import udpchat.ChatPeer;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.LineInput;
import udpchat.cli.pipe.Sink;
import udpchat.cli.slash.Sending;
import udpchat.cli.slash.Target;
import udpchat.model.Contact;
import udpchat.model.Trust;

/** {@code udpchat send PEER [TEXT…]}. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Send one message, or each line of the input.",
            "",
            "Examples:",
            "  udpchat send bob are you there?",
            "  dmesg | udpchat send 192.168.1.9",
            "  udpchat send --discover bob hello, wherever you are on this network",
            "  udpchat send raw:192.168.1.9:9000 for nc -u and others that talk plain text",
            "  udpchat send bob -- -v is a text here",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit code 0 says that the peer stored every message. A plain peer confirms nothing: for one, 0 says",
            "that the network took it. Plain text goes only to raw:host:port, or with --raw.",
            "Exit codes: 0 delivered, 1 not sent, 2 usage, 3 not in time or no answer, 4 refused or key changed,",
            "5 cannot bind, 6 unknown peer."
        })
final class SendCommand implements Callable<Integer> {

    /** The default of {@code --wait}. */
    private static final Duration FOUND_SOON = Duration.ofSeconds(5);

    @ParentCommand
    private UdpChat root;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PEER", description = "To whom.")
    private String to;

    @Parameters(index = "1..*", paramLabel = "TEXT", description = "The message; without it each line of stdin is one.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.Converter.class,
            description = "Take back what is not delivered after this long. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(names = "--discover", description = "Look for PEER on the local network.")
    private boolean discover;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Durations.Converter.class,
            description = "Look for so long, until PEER is found; stands for --discover, too. Default: 5s.")
    private Duration wait;

    @Override
    public Integer call() throws IOException {
        String text = String.join(" ", words);
        if (!words.isEmpty() && text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "nothing to send: the text is blank");
        }
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Deliveries deliveries = new Deliveries(sink, sink.json());
        Patience patience = new Patience(timeout);
        Lookout lookout = new Lookout();
        boolean look = discover || wait != null;
        try (Profile profile = launch.takeOrLook();
                ChatPeer peer = launch.oneShot(profile, look)
                        .listener(new SendListener(sink, launch.clock(), deliveries, patience, lookout))
                        .start()) {
            launch.closeOnSignal(peer, deliveries);
            if (look) {
                lookout.await(peer, to, wait == null ? FOUND_SOON : wait);
            }
            Target target = Target.find(peer, to);
            Predicate<String> send = message -> {
                deliveries.awaitRoom(message);
                if (deliveries.isOpen()) {
                    deliveries.follow(Sending.send(peer, target, true, message, Optional.empty(), launch.clock()));
                }
                return deliveries.isOpen();
            };
            boolean all = words.isEmpty() ? new LineInput(sink, launch.clock()).read(send) : send.test(text);
            if (!patience.await(deliveries)) {
                int code = launch.notInTime(peer, deliveries, patience.waited());
                if (code != ExitCode.DONE) {
                    return code;
                }
            }
            long done = deliveries.sent() + deliveries.delivered();
            if (all && deliveries.isOpen() && done + deliveries.failed() == 0) {
                launch.notice("nothing was sent: the input had no text");
            }
            if (done > 0 && !root.json) {
                launch.notice(summary(deliveries, peer.contact(target.destination())));
            }
            return all && deliveries.failed() == 0 ? ExitCode.DONE : ExitCode.of(deliveries.reasons());
        }
    }

    private static String summary(Deliveries deliveries, Contact to) {
        List<String> parts = new ArrayList<>();
        long delivered = deliveries.delivered();
        if (delivered > 0) {
            String time =
                    String.format(Locale.ROOT, "%.1f ms", deliveries.slowest().toNanos() / 1e6);
            parts.add(
                    delivered == 1
                            ? "delivered to " + to.displayName() + " in " + time
                            : delivered + " messages delivered to " + to.displayName() + ", the slowest in " + time);
            if (to.trust() == Trust.NEW) {
                parts.add("its key is new here: " + to.key().orElseThrow().fingerprint());
            }
        }
        long sent = deliveries.sent();
        if (sent > 0) {
            parts.add((sent == 1 ? "sent" : sent + " messages sent") + " to " + to.displayName());
            parts.add("a plain peer confirms nothing");
        }
        return String.join("; ", parts);
    }
}
