package udpchat.cli.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import udpchat.ChatPeer;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.EventPrinter;
import udpchat.cli.pipe.LineInput;
import udpchat.cli.pipe.PipeSession;
import udpchat.cli.pipe.Sink;
import udpchat.cli.slash.Settings;
import udpchat.cli.slash.SlashExecutor;

/** {@code udpchat [PEER…]} without a terminal, or with {@code --json}. */
final class PipeMode {

    private final UdpChat root;

    PipeMode(UdpChat root) {
        this.root = root;
    }

    int run() throws IOException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Settings settings = new Settings(launch.nick());
        Deliveries deliveries = new Deliveries(sink, sink.json());
        AtomicReference<Optional<SlashExecutor>> executor = new AtomicReference<>(Optional.empty());
        EventPrinter printer = new EventPrinter(
                        sink,
                        launch.clock(),
                        message -> {
                            // Before it is printed: who reads the line may answer it at once.
                            executor.get().ifPresent(e -> e.heard(message));
                            return true;
                        },
                        message -> {},
                        cause -> Launch.exitSoon(ExitCode.FAILURE))
                .changes(contact -> executor.get().ifPresent(e -> e.changed(contact)))
                .deliveries(deliveries::step);
        try (Profile profile = launch.takeProfile();
                ChatPeer peer = launch.resident(profile).listener(printer).start()) {
            launch.closeOnSignal(peer, deliveries);
            launch.eraseOld(peer, profile);
            SlashExecutor commands = new SlashExecutor(
                    peer, PipeSession.view(sink), sink.renderer(), settings, launch.clock(), launch.messages(profile));
            executor.set(Optional.of(commands));
            find(peer, commands, printer);
            printer.ready(sink.renderer().ready(peer.localAddress(), settings.nick(), launch.told(peer.key())));
            launch.portNotice(peer.localAddress()).ifPresent(launch::notice);
            launch.profileNotices(profile).forEach(launch::notice);
            PipeSession.End end =
                    new PipeSession(commands, deliveries).run(new LineInput(sink, launch.clock()), root.drain);
            if (end == PipeSession.End.NOT_IN_TIME) {
                int code = launch.notInTime(peer, deliveries, root.drain);
                if (code != ExitCode.DONE) {
                    return code;
                }
            }
            return end == PipeSession.End.FAILED ? ExitCode.of(deliveries.reasons()) : ExitCode.DONE;
        }
    }

    /** Looks the peers of the command line up: a program that has said that it is ready knows them. */
    private void find(ChatPeer peer, SlashExecutor commands, EventPrinter printer) {
        boolean found = false;
        try {
            for (String name : root.peers) {
                peer.destination(name);
            }
            if (!root.peers.isEmpty()) {
                commands.focus(root.peers.get(0));
            }
            found = true;
        } finally {
            if (!found) {
                printer.abandon();
            }
        }
    }
}
