package udpchat.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import udpchat.ChatException;
import udpchat.ChatHistory;
import udpchat.ChatPeer;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.Sink;
import udpchat.model.Contact;
import udpchat.model.PeerKey;

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
            "  udpchat peers --wait 1s    who is on the local network now",
            "  udpchat peers --json",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class PeersCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Durations.Converter.class,
            description = "Look for so long who is on the local network; without it nobody is asked.")
    private Duration wait;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        List<Contact> contacts =
                wait == null ? ChatPeer.readPeers(launch.profile().peersFile()) : look(launch, sink);
        contacts = counted(launch, contacts).stream()
                .filter(contact -> !contact.isPast())
                .toList();
        if (contacts.isEmpty() && !root.json) {
            launch.notice(
                    wait == null
                            ? "no peers in profile '" + launch.profile().name()
                                    + "' yet; /add NAME PEER adds one, --wait 1s looks for some"
                            : "nobody was found within " + wait.toMillis()
                                    + " ms; 'udpchat doctor' says what may be why");
        }
        sink.show(sink.renderer().peers(contacts, launch.clock().instant()));
        return ExitCode.DONE;
    }

    /** With what is unread of them in the profile's messages, which another program may hold. */
    private static List<Contact> counted(Launch launch, List<Contact> contacts) {
        Map<PeerKey, Long> unread;
        try (ChatHistory history = launch.history()) {
            unread = history.unread();
        } catch (ChatException e) {
            return contacts; // whoever wants to see the messages is told why they cannot be read
        }
        return contacts.stream()
                .map(each -> each.key().map(unread::get).map(each::withUnread).orElse(each))
                .toList();
    }

    /** Those of the list, and those who are here now. */
    private List<Contact> look(Launch launch, Sink sink) throws IOException, InterruptedException {
        try (Profile profile = launch.takeOrLook();
                ChatPeer peer = launch.oneShot(profile, true).start()) {
            launch.closeOnSignal(peer, new Deliveries(sink, false));
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            return peer.peers().join();
        }
    }
}
