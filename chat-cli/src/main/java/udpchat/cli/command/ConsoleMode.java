package udpchat.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import udpchat.ChatListener;
import udpchat.ChatPeer;
import udpchat.ChatPeerBuilder;
import udpchat.cli.config.Profile;
import udpchat.cli.console.Completion;
import udpchat.cli.console.Console;
import udpchat.cli.console.ConsoleListener;
import udpchat.cli.console.ConsoleSettings;
import udpchat.cli.console.FirstPrompt;
import udpchat.cli.console.LeaveReason;
import udpchat.cli.console.PlainConsole;
import udpchat.cli.console.Screen;
import udpchat.cli.console.Terminals;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.TextOptions;
import udpchat.cli.render.TextRenderer;
import udpchat.cli.slash.CommandTable;
import udpchat.cli.slash.Settings;

/** {@code udpchat [PEER…]} in a terminal. */
final class ConsoleMode {

    /** How long leaving waits for what is under way. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final UdpChat root;
    private final Launch launch;
    private final Settings settings;
    private final FirstPrompt firstPrompt;

    /** @param firstPrompt what {@link #showPrompt} gave; stays the caller's to close */
    ConsoleMode(UdpChat root, FirstPrompt firstPrompt) {
        this.root = root;
        this.firstPrompt = firstPrompt;
        this.launch = new Launch(root);
        this.settings = new Settings(
                launch.nick(), launch.isOn(Launch.NOTIFY_BELL, false), launch.isOn(Launch.NOTIFY_DESKTOP, false));
    }

    /** The first thing to do, since all else takes longer. */
    static FirstPrompt showPrompt(UdpChat root) {
        return repaints(root) ? FirstPrompt.show(ConsoleTalk.NO_PEER) : FirstPrompt.none();
    }

    private static boolean repaints(UdpChat root) {
        return !root.plain && Terminals.canRepaint();
    }

    /** The program's main job: the profile's peer, until the person leaves. */
    int run() throws IOException {
        Profile profile = launch.takeProfile();
        try {
            return run(
                    launch.resident(profile).deliveryEvents(true),
                    Optional.of(profile.folder().resolve("history")),
                    launch.messages(profile),
                    peer -> {
                        launch.eraseOld(peer, profile);
                        return Stream.concat(
                                        launch.portNotice(peer.localAddress()).stream(),
                                        launch.profileNotices(profile).stream())
                                .toList();
                    },
                    root.peers);
        } finally {
            profile.close();
        }
    }

    /**
     * Talks until the person leaves.
     *
     * @param builder makes the peer
     * @param history where slash commands are kept across runs
     * @param messages where the peer keeps messages; empty where that is in memory
     * @param prepare is given the peer once it is bound; what it returns is said first
     * @param peers whom to know from the start; the first is talked to
     * @return the exit code
     */
    int run(
            ChatPeerBuilder builder,
            Optional<Path> history,
            Optional<Path> messages,
            Function<ChatPeer, List<String>> prepare,
            List<String> peers)
            throws IOException {
        CompletableFuture<ChatListener> listening = new CompletableFuture<>();
        // The socket is bound while the terminal is set up: each takes about 100 ms.
        CompletableFuture<ChatPeer> starting = CompletableFuture.supplyAsync(
                () -> builder.listener(event -> listening.join().onEvent(event)).start());
        CompletableFuture<ZoneId> zone = starting.handle((peer, failure) -> ZoneId.systemDefault()); // takes 10 ms, too
        AtomicReference<ConsoleTalk> talking = new AtomicReference<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(ConsoleMode::timerThread);
        try (Screen screen = open(history, talking)) {
            Renderer renderer = renderer(screen, zone.join());
            ChatPeer peer;
            try {
                peer = starting.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            ConsoleTalk talk =
                    new ConsoleTalk(screen, renderer, peer, settings, launch.clock(), timer, root.sim, messages);
            talking.set(talk);
            try (ConsoleListener shown =
                    new ConsoleListener(screen, renderer, settings, launch.clock(), System::nanoTime, timer, talk)) {
                firstPrompt.close();
                shown.ready(renderer.ready(peer.localAddress(), settings.nick(), launch.told(peer.key())));
                listening.complete(shown);
                LeaveReason reason;
                try {
                    prepare.apply(peer).forEach(talk::notice);
                    talk.begin(peers);
                    reason = screen.run(talk::line);
                } finally {
                    screen.onImpatience(() -> Runtime.getRuntime().halt(LeaveReason.INTERRUPTED.exitCode()));
                    peer.close(GOODBYE);
                    talk.end();
                }
                return talk.isBroken() ? ExitCode.FAILURE : reason.exitCode();
            }
        } finally {
            timer.shutdownNow();
            if (starting.isDone() && !starting.isCompletedExceptionally()) {
                starting.join().close();
            }
        }
    }

    private static Thread timerThread(Runnable task) {
        Thread thread = new Thread(task, "console-timer");
        thread.setDaemon(true);
        return thread;
    }

    private Screen open(Optional<Path> history, AtomicReference<ConsoleTalk> talking) {
        if (!repaints(root)) {
            return PlainConsole.open();
        }
        ConsoleSettings console = ConsoleSettings.of(ConsoleTalk.NO_PEER)
                .withColor(color())
                .withCompletion(Completion.of(
                        () -> CommandTable.names()
                                .map(name -> "/" + name)
                                .sorted()
                                .toList(),
                        () -> Optional.ofNullable(talking.get())
                                .map(ConsoleTalk::names)
                                .orElse(List.of()),
                        Set.of()));
        try {
            return Console.open(
                    history.isPresent() ? console.withHistory(history.get(), CommandTable::isWithoutText) : console);
        } catch (IOException e) {
            return PlainConsole.open();
        }
    }

    private boolean color() {
        return root.color.isOn(Terminals.stdoutIsTerminal(), launch.environment("NO_COLOR"));
    }

    private Renderer renderer(Screen screen, ZoneId zone) {
        boolean words = screen instanceof PlainConsole;
        return new TextRenderer(new TextOptions(!words && color(), words, zone, words ? () -> 0 : screen::columns));
    }
}
