package udpchat.cli.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import udpchat.ChatHistory;
import udpchat.cli.pipe.Sink;
import udpchat.model.Contact;
import udpchat.model.HistoryMessage;
import udpchat.model.PeerKey;
import udpchat.model.WaitingMessage;

/** {@code udpchat outbox}. */
@Command(
        name = "outbox",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "List your messages that were not delivered yet: id, to, time, text.",
            "",
            "Examples:",
            "  udpchat outbox",
            "  udpchat outbox --json",
            "",
            "They are sent by themselves when you and the peer are both there, for seven days. /cancel in the",
            "console takes one back.",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class OutboxCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Override
    public Integer call() {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Map<PeerKey, Contact> contacts = launch.contacts();
        Instant now = launch.clock().instant();
        List<HistoryMessage> waiting;
        try (ChatHistory history = launch.history()) {
            waiting = history.outbox();
        }
        if (waiting.isEmpty() && !root.json) {
            launch.notice("nothing waits to be sent");
        }
        for (HistoryMessage each : waiting) {
            Contact to = contacts.computeIfAbsent(each.peer(), Contact::unknown);
            WaitingMessage message = new WaitingMessage(each.id(), to, each.text(), each.action(), each.at());
            sink.show(sink.renderer().waiting(message, each.id().toString(), now));
        }
        return ExitCode.DONE;
    }
}
