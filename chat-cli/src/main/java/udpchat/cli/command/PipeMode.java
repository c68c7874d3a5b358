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
        Deliveries deliveries = new Deliveries(sink);
        AtomicReference<Optional<SlashExecutor>> executor = new AtomicReference<>(Optional.empty());
        EventPrinter printer = new EventPrinter(
                sink,
                launch.clock(),
                message -> true,
                message -> executor.get().ifPresent(e -> e.heard(message.from())),
                cause -> Launch.exitSoon(ExitCode.FAILURE));
        Profile profile = launch.takeProfile();
        try (ChatPeer peer = launch.resident(profile).listener(printer).start()) {
            launch.closeOnSignal(peer, deliveries);
            SlashExecutor commands =
                    new SlashExecutor(peer, PipeSession.view(sink), sink.renderer(), settings, launch.clock());
            executor.set(Optional.of(commands));
            printer.ready(sink.renderer().ready(peer.localAddress(), settings.nick()));
            launch.portNotice(peer.localAddress()).ifPresent(text -> notice(sink, launch, text));
            launch.profileNotice(profile).ifPresent(text -> notice(sink, launch, text));
            if (!root.peers.isEmpty()) {
                for (String name : root.peers) {
                    peer.resolve(name);
                }
                commands.focus(root.peers.get(0));
            }
            boolean all = new PipeSession(commands, deliveries).run(new LineInput(sink, launch.clock()), root.drain);
            return all ? ExitCode.DONE : ExitCode.FAILURE;
        } finally {
            profile.close();
        }
    }

    private static void notice(Sink sink, Launch launch, String text) {
        sink.tell(sink.renderer().notice(text, launch.clock().instant()));
    }
}
