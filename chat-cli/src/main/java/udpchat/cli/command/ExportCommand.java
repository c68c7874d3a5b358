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
import udpchat.cli.render.PipeRenderer;
import udpchat.cli.render.Renderer;
import udpchat.model.Contact;
import udpchat.model.PeerKey;

/** {@code udpchat export [PEER]}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Print the whole history, in the form of the command history.",
            "",
            "Examples:",
            "  udpchat export --json > messages.jsonl",
            "  udpchat export bob --text > bob.tsv",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PEER", description = "With whom; all without it.")
    private String peer;

    @Option(names = "--text", description = "Lines of text, also where json is set in config.properties.")
    private boolean text;

    @Override
    public Integer call() throws IOException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Map<PeerKey, Contact> contacts = launch.contacts();
        Renderer renderer = text ? new PipeRenderer() : sink.renderer();
        Renderer.Self self = launch.self();
        Instant now = launch.clock().instant();
        try (ChatHistory history = launch.history()) {
            ChatHistory.Range range = new ChatHistory.Range(
                    Optional.ofNullable(peer).map(name -> KnownKeys.find(contacts, name)),
                    Optional.empty(),
                    Optional.empty());
            history.each(
                    range,
                    each -> sink.show(renderer.history(
                            each, contacts.computeIfAbsent(each.peer(), Contact::unknown), self, now)));
        }
        return ExitCode.DONE;
    }
}
