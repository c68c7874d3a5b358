package udpchat.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import udpchat.ChatPeer;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.EventPrinter;
import udpchat.cli.pipe.Sink;
import udpchat.cli.slash.Target;
import udpchat.model.ChatMessage;
import udpchat.model.PeerKey;

/** {@code udpchat listen}. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Print what arrives. Ignores its own input.",
            "",
            "Examples:",
            "  udpchat listen --bind 127.0.0.1:9000",
            "  udpchat listen --count 1 --timeout 30s --json",
            "  udpchat listen --echo",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "A message is FROM, a TAB and the text on one line; --json gives every character.",
            "Exit codes: 0 done, 1 failure, 2 usage, 3 --count not reached before --timeout, 5 cannot bind."
        })
final class ListenCommand implements Callable<Integer> {

    /** As inetd does: an echo that answers small services can be made to talk with another echo for ever. */
    private static final int FIRST_ECHOED_PORT = 1024;

    @ParentCommand
    private UdpChat root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--count", paramLabel = "N", converter = WholeNumber.class, description = "Leave after N messages.")
    private Long count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.Converter.class,
            description = "Leave after this long.")
    private Duration timeout;

    @Option(names = "--discover", description = "Be found by peers on the local network.")
    private boolean discover;

    @Option(names = "--echo", description = "Send messages back to where they came from.")
    private boolean echo;

    private final EchoLimit echoes = new EchoLimit();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count " + count + ": at least 1");
        }
        long wanted = count == null ? Long.MAX_VALUE : count;
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        String nick = launch.nick();
        Deliveries deliveries = new Deliveries(sink, false);
        AtomicReference<ChatPeer> started = new AtomicReference<>();
        CountDownLatch end = new CountDownLatch(1);
        AtomicLong printed = new AtomicLong();
        EventPrinter printer = new EventPrinter(
                sink,
                launch.clock(),
                message -> printed.get() < wanted,
                message -> {
                    if (echo) {
                        echo(started.get(), message);
                    }
                    if (printed.incrementAndGet() == wanted) {
                        end.countDown();
                    }
                },
                cause -> end.countDown());
        try (Profile profile = launch.takeOrLook();
                ChatPeer peer = launch.listening(profile, discover)
                        .deliveryEvents(false)
                        .listener(printer)
                        .start()) {
            launch.closeOnSignal(peer, deliveries);
            started.set(peer);
            printer.ready(sink.renderer().ready(peer.localAddress(), nick, launch.told(peer.key())));
            launch.portNotice(peer.localAddress()).ifPresent(launch::notice);
            launch.profileNotices(profile).forEach(launch::notice);
            if (timeout == null) {
                end.await();
            } else if (!end.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return count == null ? ExitCode.DONE : ExitCode.NOT_IN_TIME;
            }
            return printed.get() >= wanted ? ExitCode.DONE : ExitCode.FAILURE;
        }
    }

    private void echo(ChatPeer peer, ChatMessage message) {
        boolean plain = message.key().isEmpty();
        // Whoever is behind unverified text, its address is that of a peer which never gets plain text.
        if (message.unverified()
                || message.text().isEmpty()
                || (plain && message.from().port() < FIRST_ECHOED_PORT)) {
            return;
        }
        String who = message.key().map(PeerKey::text).orElseGet(message.from()::toString);
        if (!echoes.admit(who, System.nanoTime())) {
            return;
        }
        peer.send(Target.answerTo(message), message.text(), message.action());
    }
}
