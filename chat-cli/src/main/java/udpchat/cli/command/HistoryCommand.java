package udpchat.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import udpchat.ChatHistory;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.Renderer;
import udpchat.model.Contact;
import udpchat.model.PeerKey;

/** {@code udpchat history [PEER]}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Print what was said, the newest last: time, from, to, state, text.",
            "",
            "Examples:",
            "  udpchat history",
            "  udpchat history bob --since 2026-11-28 --limit 1000",
            "  udpchat history --since 2h --json",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "A TIME is 2026-11-28, 2026-11-28T10:42:00Z, or how long ago: 90m, 2h, 7d."})
final class HistoryCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PEER", description = "With whom; all without it.")
    private String peer;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PointInTime.Converter.class,
            description = "Nothing before.")
    private PointInTime since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PointInTime.Converter.class,
            description = "Nothing from then on.")
    private PointInTime until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            converter = WholeNumber.class,
            description = "So many of the newest. Default: ${DEFAULT-VALUE}.")
    private Long limit;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            converter = PointInTime.Converter.class,
            description = "Nothing older; as history.keep=90d in config.properties it is erased when udpchat starts.")
    private PointInTime keep;

    @Override
    public Integer call() throws IOException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Map<PeerKey, Contact> contacts = launch.contacts();
        Renderer.Self self = launch.self();
        Instant now = launch.clock().instant();
        try (ChatHistory history = launch.history()) {
            Optional<Instant> from = Optional.ofNullable(since)
                    .or(() -> Optional.ofNullable(keep))
                    .map(each -> each.at(now));
            ChatHistory.Range range = new ChatHistory.Range(
                    Optional.ofNullable(peer).map(name -> KnownKeys.find(contacts, name)),
                    from,
                    Optional.ofNullable(until).map(each -> each.at(now)));
            history.newest(range, (int) Math.min(limit, Integer.MAX_VALUE))
                    .forEach(each -> sink.show(sink.renderer()
                            .history(each, contacts.computeIfAbsent(each.peer(), Contact::unknown), self, now)));
        }
        return ExitCode.DONE;
    }
}
