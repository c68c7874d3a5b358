package udpchat.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** {@code udpchat search WORDS}. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Print the messages that have all these words, in the form of the command history.",
            "",
            "Examples:",
            "  udpchat search holiday photos",
            "  udpchat search --json meeting",
            "",
            "The beginning of a word is enough, and of a long one any part; in scripts without spaces, any",
            "characters that follow each other.",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class SearchCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "WORDS", description = "What to look for.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            converter = WholeNumber.class,
            description = "So many of the newest. Default: ${DEFAULT-VALUE}.")
    private Long limit;

    @Override
    public Integer call() throws IOException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Map<PeerKey, Contact> contacts = launch.contacts();
        Renderer.Self self = launch.self();
        Instant now = launch.clock().instant();
        try (ChatHistory history = launch.history()) {
            ChatHistory.Found found = history.search(String.join(" ", words), (int) Math.min(limit, Integer.MAX_VALUE));
            found.messages()
                    .forEach(each -> sink.show(sink.renderer()
                            .history(each, contacts.computeIfAbsent(each.peer(), Contact::unknown), self, now)));
            if (found.unindexed() > 0) {
                launch.notice(found.unindexed() + " of the newest messages are not in the index yet");
            }
        }
        return ExitCode.DONE;
    }
}
