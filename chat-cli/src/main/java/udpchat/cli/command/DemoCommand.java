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
import udpchat.cli.console.Terminals;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.OwnMessage;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.TextOptions;
import udpchat.cli.render.TextRenderer;
import udpchat.cli.slash.Contacts;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
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
            new String[] {"is that plain UTF-8?", "one datagram a message: nc -u and Python read it, too"},
            new String[] {"bye", "bye"});

    private static final long ANSWER_SECONDS = 5;

    @ParentCommand
    private UdpChat root;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return !root.json && Terminals.interactive() ? console() : play();
    }

    /** The console, and a peer that answers whatever is said. */
    private int console() throws IOException {
        try (Bob bob = new Bob()) {
            return new ConsoleMode(root)
                    .run(
                            onLoopback(),
                            Optional.empty(),
                            peer -> {
                                peer.addContact("bob", PeerSpec.of(bob.address()));
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
        try (Bob bob = new Bob();
                ChatPeer alice = onLoopback()
                        .listener(event -> {
                            if (event instanceof ChatEvent.MessageReceived received) {
                                atAlice.add(received.message());
                            }
                        })
                        .start()) {
            alice.addContact("bob", PeerSpec.of(bob.address()));
            Contact contact = Contacts.find(alice, "bob");
            sink.show(renderer.ready(alice.localAddress(), "alice"));
            for (String[] lines : TALK) {
                Delivery delivery = alice.send(bob.address(), lines[0]).join();
                sink.show(renderer.own(
                        new OwnMessage(contact, false, lines[0], launch.clock().instant()), delivery));
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

    private static ChatPeerBuilder onLoopback() {
        return ChatPeer.builder()
                .rawOnly(true)
                .deliveryEvents(false)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** The built-in second peer. */
    private static final class Bob implements AutoCloseable {
        private final ChatPeer peer;

        Bob() {
            BlockingQueue<ChatPeer> self = new ArrayBlockingQueue<>(1);
            ChatPeer started = onLoopback()
                    .listener(event -> {
                        if (event instanceof ChatEvent.MessageReceived received) {
                            answer(self.peek(), received.message());
                        }
                    })
                    .start();
            self.add(started);
            peer = started;
        }

        PeerAddress address() {
            return peer.localAddress();
        }

        private static void answer(ChatPeer self, ChatMessage message) {
            String answer = TALK.stream()
                    .filter(lines -> lines[0].equals(message.text()))
                    .map(lines -> lines[1])
                    .findFirst()
                    .orElseGet(() -> "you said: " + message.text());
            self.send(message.from(), answer);
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
