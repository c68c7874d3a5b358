package udpchat.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import udpchat.ChatPeer;
import udpchat.cli.pipe.Sink;
import udpchat.model.Contact;

/** {@code udpchat peers}. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "List the peers that are known: name, address, state, last heard, trust, key.",
            "",
            "Examples:",
            "  udpchat peers",
            "  udpchat peers --json",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class PeersCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Override
    public Integer call() {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        List<Contact> contacts = ChatPeer.readPeers(launch.profile().peersFile());
        if (contacts.isEmpty() && !root.json) {
            launch.notice("no peers in profile '" + launch.profile().name() + "' yet; /add NAME PEER adds one");
        }
        sink.show(sink.renderer().peers(contacts, launch.clock().instant()));
        return ExitCode.DONE;
    }
}
