package udpchat.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.LineInput;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.OwnMessage;
import udpchat.cli.slash.Contacts;
import udpchat.cli.slash.Sending;
import udpchat.model.Contact;

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
            "  dmesg | udpchat send 192.168.1.9:9000",
            "  udpchat send bob -- -v is a text here",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "A plain peer confirms nothing: exit code 0 says that the network took every message.",
            "Exit codes: 0 sent, 1 not sent, 2 usage, 3 not in time, 5 cannot bind, 6 unknown peer."
        })
final class SendCommand implements Callable<Integer> {

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
            description = "Give up after this long. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Override
    public Integer call() throws IOException {
        String text = String.join(" ", words);
        if (!words.isEmpty() && text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "nothing to send: the text is blank");
        }
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Deliveries deliveries = new Deliveries(sink);
        try (ChatPeer peer = launch.oneShot().start()) {
            launch.closeOnSignal(peer, deliveries);
            Contact contact = Contacts.find(peer, to);
            Predicate<String> send = message -> {
                deliveries.awaitRoom(message);
                if (deliveries.isOpen()) {
                    deliveries.follow(new Sending(
                            new OwnMessage(
                                    contact, true, message, launch.clock().instant()),
                            peer.send(contact.address().orElseThrow(), message)));
                }
                return deliveries.isOpen();
            };
            boolean all = words.isEmpty() ? new LineInput(sink, launch.clock()).read(send) : send.test(text);
            if (!deliveries.await(timeout)) {
                return launch.notInTime(peer, deliveries, timeout);
            }
            if (all && deliveries.isOpen() && deliveries.sent() + deliveries.failed() == 0) {
                launch.notice("nothing was sent: the input had no text");
            }
            sayHowMany(launch, contact, deliveries.sent());
            return all && deliveries.failed() == 0 ? ExitCode.DONE : ExitCode.FAILURE;
        }
    }

    private void sayHowMany(Launch launch, Contact contact, long sent) {
        if (sent > 0 && !root.json) {
            String what = sent == 1 ? "sent" : sent + " messages sent";
            launch.notice(what + " to " + contact.displayName() + "; a plain peer confirms nothing");
        }
    }
}
