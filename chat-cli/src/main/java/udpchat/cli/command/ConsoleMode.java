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
import java.util.concurrent.atomic.AtomicBoolean;
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
import udpchat.cli.console.LeaveReason;
import udpchat.cli.console.PlainConsole;
import udpchat.cli.console.Screen;
import udpchat.cli.console.Terminals;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.SafeText;
import udpchat.cli.render.TextOptions;
import udpchat.cli.render.TextRenderer;
import udpchat.cli.slash.ChatView;
import udpchat.cli.slash.CommandTable;
import udpchat.cli.slash.Sending;
import udpchat.cli.slash.Settings;
import udpchat.cli.slash.SlashExecutor;
import udpchat.model.Contact;

/** {@code udpchat [PEER…]} in a terminal. */
final class ConsoleMode {

    /** How long leaving waits for what is under way. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private static final String NO_PEER = "> ";

    private final UdpChat root;
    private final Launch launch;
    private final Settings settings;

    ConsoleMode(UdpChat root) {
        this.root = root;
        this.launch = new Launch(root);
        this.settings = new Settings(launch.nick());
    }

    /** The program's main job: the profile's peer, until the person leaves. */
    int run() throws IOException {
        Profile profile = launch.takeProfile();
        try {
            return run(
                    launch.resident(profile),
                    Optional.of(profile.folder().resolve("history")),
                    peer -> Stream.of(launch.portNotice(peer.localAddress()), launch.profileNotice(profile))
                            .flatMap(Optional::stream)
                            .toList(),
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
     * @param prepare is given the peer once it is bound; what it returns is said first
     * @param peers whom to know from the start; the first is talked to
     * @return the exit code
     */
    int run(
            ChatPeerBuilder builder,
            Optional<Path> history,
            Function<ChatPeer, List<String>> prepare,
            List<String> peers)
            throws IOException {
        CompletableFuture<ChatListener> listening = new CompletableFuture<>();
        // The socket is bound while the terminal is set up: each takes about 100 ms.
        CompletableFuture<ChatPeer> starting = CompletableFuture.supplyAsync(
                () -> builder.listener(event -> listening.join().onEvent(event)).start());
        CompletableFuture<ZoneId> zone = starting.handle((peer, failure) -> ZoneId.systemDefault()); // takes 10 ms, too
        AtomicReference<List<Contact>> known = new AtomicReference<>(List.of());
        AtomicBoolean failed = new AtomicBoolean();
        try (Screen screen = open(history, known)) {
            Renderer renderer = renderer(screen, zone.join());
            AtomicReference<Talk> talking = new AtomicReference<>();
            ChatPeer peer;
            try {
                peer = starting.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            try (ConsoleListener shown = new ConsoleListener(
                    screen,
                    renderer,
                    settings,
                    launch.clock(),
                    System::nanoTime,
                    message -> talking.get().executor.heard(message.from()),
                    () -> talking.get().refresh(),
                    cause -> {
                        failed.set(true);
                        screen.leave(LeaveReason.QUIT);
                    })) {
                Talk talk = new Talk(screen, renderer, peer, known);
                talking.set(talk);
                shown.ready(renderer.ready(peer.localAddress(), settings.nick()));
                listening.complete(shown);
                LeaveReason reason;
                try {
                    prepare.apply(peer).forEach(talk::notice);
                    talk.begin(peers);
                    reason = screen.run(talk::line);
                } finally {
                    screen.onImpatience(() -> Runtime.getRuntime().halt(LeaveReason.INTERRUPTED.exitCode()));
                    peer.close(GOODBYE);
                }
                return failed.get() ? ExitCode.FAILURE : reason.exitCode();
            }
        } finally {
            if (starting.isDone() && !starting.isCompletedExceptionally()) {
                starting.join().close();
            }
        }
    }

    private Screen open(Optional<Path> history, AtomicReference<List<Contact>> known) {
        if (root.plain || !Terminals.canRepaint()) {
            return PlainConsole.open();
        }
        ConsoleSettings console = ConsoleSettings.of(NO_PEER)
                .withColor(color())
                .withCompletion(Completion.of(
                        () -> CommandTable.names()
                                .map(name -> "/" + name)
                                .sorted()
                                .toList(),
                        () -> known.get().stream().map(Contact::displayName).toList(),
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

    /** The talk on one screen, owned by the input thread but for {@link #refresh}. */
    private final class Talk implements ChatView {
        private final Screen screen;
        private final Renderer renderer;
        private final ChatPeer peer;
        private final AtomicReference<List<Contact>> known;
        private final SlashExecutor executor;

        Talk(Screen screen, Renderer renderer, ChatPeer peer, AtomicReference<List<Contact>> known) {
            this.screen = screen;
            this.renderer = renderer;
            this.peer = peer;
            this.known = known;
            this.executor = new SlashExecutor(peer, this, renderer, settings, launch.clock());
        }

        void begin(List<String> peers) {
            refresh();
            for (String name : peers) {
                peer.resolve(name);
            }
            if (!peers.isEmpty()) {
                executor.focus(peers.get(0));
            }
        }

        void line(String line) {
            SlashExecutor.Result result = executor.execute(line);
            for (Sending sending : result.sendings()) {
                // Completed on the event loop, which a screen never holds up.
                sending.delivery().thenAccept(delivery -> screen.reply(renderer.own(sending.message(), delivery)));
            }
            refresh();
            if (result.leave()) {
                screen.leave(LeaveReason.QUIT);
            }
        }

        void notice(String text) {
            screen.reply(renderer.notice(text, launch.clock().instant()));
        }

        /** Who can be completed, and what stands at the right. Any thread; does not wait. */
        void refresh() {
            peer.peers().thenAccept(contacts -> {
                known.set(contacts);
                long here = contacts.stream().filter(c -> c.received() > 0).count();
                String who = executor.current()
                        .map(c -> SafeText.line(c.displayName()) + " [plain] · ")
                        .orElse("");
                screen.setRightPrompt(who + here + " here");
            });
        }

        @Override
        public void show(String rendered) {
            screen.reply(rendered);
        }

        @Override
        public void tell(String rendered) {
            screen.reply(rendered);
        }

        @Override
        public void giveBack(String input) {
            screen.prefill(input);
        }

        @Override
        public void focus(Contact contact) {
            screen.setPrompt(SafeText.line(contact.displayName()) + NO_PEER);
        }

        @Override
        public void clear() {
            screen.clear();
        }
    }
}
