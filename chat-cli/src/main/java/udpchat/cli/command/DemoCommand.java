package udpchat.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import udpchat.ChatPeer;
import udpchat.ChatPeerBuilder;
import udpchat.cli.console.FirstPrompt;
import udpchat.cli.console.Terminals;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.TextOptions;
import udpchat.cli.render.TextRenderer;
import udpchat.cli.slash.Sending;
import udpchat.cli.slash.Target;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.PeerSpec;

/** {@code udpchat demo}: two peers in this process, on loopback, with no files. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Try it now: a second peer, bob, is built in.",
            "",
            "In a terminal you talk to him; without one a short talk is played and printed.",
            "Both are on loopback, and nothing is kept.",
            "",
            "Examples:",
            "  udpchat demo",
            "  udpchat demo --json | head",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class DemoCommand implements Callable<Integer> {

    /** What the first says, and what the second answers to it. */
    private static final List<String[]> TALK = List.of(
            new String[] {"你好! are you there?", "yes – 👋 reading you on loopback"},
            new String[] {
                "can anybody else read this?", "no: only whoever has my key; /verify bob makes sure that I have"
            },
            new String[] {"bye", "bye"});

    /** The same with {@code --raw}. */
    private static final List<String[]> PLAIN_TALK = List.of(
            TALK.get(0),
            new String[] {"is that plain UTF-8?", "one datagram a message: nc -u and Python read it, too"},
            TALK.get(2));

    private static final long ANSWER_SECONDS = 5;

    @ParentCommand
    private UdpChat root;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return !root.json && Terminals.interactive() ? console() : play();
    }

    /** The console, and a peer that answers whatever is said. */
    private int console() throws IOException {
        try (FirstPrompt prompt = ConsoleMode.showPrompt(root);
                Bob bob = new Bob(root.raw)) {
            return new ConsoleMode(root, prompt)
                    .run(
                            onLoopback(root.raw).nick(new Launch(root).nick()),
                            Optional.empty(),
                            Optional.empty(),
                            peer -> {
                                peer.addContact("bob", bob.spec());
                                return List.of("bob is built in; say something, or /help; /quit leaves");
                            },
                            List.of("bob"));
        }
    }

    /** A talk between two peers, each line of which has crossed a socket. */
    private int play() throws InterruptedException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Renderer renderer = root.json
                ? sink.renderer()
                : new TextRenderer(new TextOptions(false, root.plain, ZoneId.systemDefault(), () -> 0));
        BlockingQueue<ChatMessage> atAlice = new ArrayBlockingQueue<>(16);
        try (Bob bob = new Bob(root.raw);
                ChatPeer alice = onLoopback(root.raw)
                        .nick("alice")
                        .listener(event -> {
                            if (event instanceof ChatEvent.MessageReceived received) {
                                atAlice.add(received.message());
                            }
                        })
                        .start()) {
            alice.addContact("bob", bob.spec());
            sink.show(renderer.ready(alice.localAddress(), "alice", launch.told(alice.key())));
            for (String[] lines : root.raw ? PLAIN_TALK : TALK) {
                Sending sending = Sending.send(
                        alice, Target.find(alice, "bob"), false, lines[0], Optional.empty(), launch.clock());
                Delivery delivery = sending.delivery().join();
                sink.show(renderer.own(sending.message(), delivery));
                ChatMessage answer = atAlice.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
                if (answer == null) {
                    sink.tell(renderer.error(
                            "no_answer",
                            "no answer on loopback within " + ANSWER_SECONDS + " s: does a firewall filter it?",
                            launch.clock().instant()));
                    return ExitCode.FAILURE;
                }
                sink.show(renderer.message(answer));
            }
            return ExitCode.DONE;
        }
    }

    /** With a key for this run alone. */
    private static ChatPeerBuilder onLoopback(boolean raw) {
        return ChatPeer.builder()
                .rawOnly(raw)
                .deliveryEvents(false)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** The built-in second peer. */
    private static final class Bob implements AutoCloseable {
        private final ChatPeer peer;
        private final boolean raw;

        Bob(boolean raw) {
            this.raw = raw;
            BlockingQueue<ChatPeer> self = new ArrayBlockingQueue<>(1);
            ChatPeer started = onLoopback(raw)
                    .nick("bob")
                    .listener(event -> {
                        if (event instanceof ChatEvent.MessageReceived received) {
                            answer(self.peek(), received.message());
                        }
                    })
                    .start();
            self.add(started);
            peer = started;
        }

        PeerSpec spec() {
            return raw ? PeerSpec.of(peer.localAddress()) : PeerSpec.of(peer.key(), peer.localAddress());
        }

        private void answer(ChatPeer self, ChatMessage message) {
            String answer = (raw ? PLAIN_TALK : TALK)
                    .stream()
                            .filter(lines -> lines[0].equals(message.text()))
                            .map(lines -> lines[1])
                            .findFirst()
                            .orElseGet(() -> "you said: " + message.text());
            self.send(Target.answerTo(message), answer);
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
