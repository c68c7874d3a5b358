package udpchat.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import udpchat.ChatPeer;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Sink;
import udpchat.model.PeerKey;

/** {@code udpchat id}. */
@Command(
        name = "id",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Show your own name, profile, key and fingerprint.",
            "",
            "Examples:",
            "  udpchat id",
            "  udpchat id --json",
            "",
            "Whoever is given KEY@host:port reaches you and nobody else.",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class IdCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Override
    public Integer call() throws IOException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Profile profile = launch.profile();
        profile.create();
        PeerKey key = ChatPeer.readKey(profile.identityFile());
        sink.show(sink.renderer().id(launch.nick(), profile.name(), key));
        return ExitCode.DONE;
    }
}
