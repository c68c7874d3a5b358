package udpchat.cli.slash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import udpchat.ChatPeer;
import udpchat.ChatPeerBuilder;
import udpchat.cli.process.PlainSocket;
import udpchat.cli.render.JsonRenderer;
import udpchat.cli.slash.SlashExecutor.Result;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerState;
import udpchat.model.Trust;
import udpchat.testing.RealTimeTest;

/** What each command does between peers with keys, on loopback. */
class SecureCommandsTest {

    private static final long PATIENCE_SECONDS = 60;

    private final Recording view = new Recording();
    private final LinkedBlockingQueue<ChatMessage> atBob = new LinkedBlockingQueue<>();
    private final List<ChatEvent.KeyChanged> changes = new CopyOnWriteArrayList<>();
    private ChatPeer alice;
    private ChatPeer bob;
    private SlashExecutor executor;

    /** What was shown and told; as JSON, in which a test can read codes. */
    private static final class Recording implements ChatView {
        private final List<String> lines = new ArrayList<>();
        private Optional<Contact> focus = Optional.empty();

        @Override
        public synchronized void show(String rendered) {
            lines.add(rendered);
        }

        @Override
        public synchronized void tell(String rendered) {
            lines.add(rendered);
        }

        @Override
        public synchronized void focus(Contact contact) {
            focus = Optional.of(contact);
        }

        synchronized String take() {
            String all = String.join("\n", lines);
            lines.clear();
            return all;
        }

        synchronized Contact focus() {
            return focus.orElseThrow();
        }
    }

    private static ChatPeerBuilder onLoopback(String nick) {
        return ChatPeer.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .nick(nick);
    }

    @BeforeEach
    void start() {
        alice = onLoopback("alice").listener(this::atAlice).start();
        bob = onLoopback("bob")
                .listener(event -> {
                    if (event instanceof ChatEvent.MessageReceived received) {
                        atBob.add(received.message());
                    }
                })
                .start();
        executor = new SlashExecutor(
                alice, view, new JsonRenderer(), new Settings("alice"), () -> Instant.ofEpochSecond(1));
    }

    private void atAlice(ChatEvent event) {
        SlashExecutor ready = executor;
        if (event instanceof ChatEvent.PeerChanged changed && ready != null) {
            ready.changed(changed.contact());
        } else if (event instanceof ChatEvent.MessageReceived received && ready != null) {
            ready.heard(received.message());
        } else if (event instanceof ChatEvent.KeyChanged changed) {
            changes.add(changed);
        }
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
    }

    private Result execute(String input) {
        view.take();
        return executor.execute(input);
    }

    private String done(String input) {
        Result result = execute(input);
        String told = view.take();
        assertTrue(result.done(), () -> input + ": " + told);
        return told;
    }

    private String refused(String input) {
        Result result = execute(input);
        String told = view.take();
        assertFalse(result.done(), input);
        assertEquals(List.of(), result.sendings());
        return told;
    }

    /** Sends it, and sees that it arrives. */
    private ChatMessage deliver(String input) throws Exception {
        Result result = execute(input);
        assertTrue(result.done(), view::take);
        Delivery delivery = result.sendings().get(0).delivery().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertInstanceOf(Delivery.Delivered.class, delivery);
        return atBob.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "in time");
            Thread.onSpinWait();
        }
    }

    @RealTimeTest
    void anAddressBecomesTheOneWhoIsThere() throws Exception {
        done("/to " + bob.localAddress());
        assertEquals(bob.localAddress().toString(), view.focus().displayName());
        assertEquals("你好", deliver("你好").text());
        await(() -> view.focus().displayName().equals("bob"));
        assertEquals(bob.key(), executor.current().orElseThrow().key().orElseThrow());
        assertFalse(execute("/msg bob by name").sendings().get(0).message().aside());
        ChatMessage action = deliver("/me waves");
        action = action.text().equals("by name") ? atBob.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) : action;
        assertEquals("waves", action.text());
        assertTrue(action.action());
        assertTrue(done("/peers").contains("\"name\":\"bob\""));
        String whois = done("/whois bob");
        assertTrue(whois.contains("\"key\":\"" + bob.key() + "\"") && whois.contains("\"state\":\"up\""), whois);
        assertTrue(done("/ping bob").contains("\"event\":\"ping\""));
        String status = done("/status");
        assertTrue(status.startsWith("{\"v\":1,\"event\":\"session\",\"name\":\"bob\""), status);
        assertTrue(status.contains("\n{\"v\":1,\"event\":\"status\""), status);
        assertEquals("to all", deliver("/all to all").text());
        assertTrue(refused("/raw").contains("it never gets plain text"));
        assertTrue(refused("/raw bob").contains("it never gets plain text"));
    }

    @RealTimeTest
    void anotherOneOfTheSameNameIsToldApart() throws Exception {
        done("/to " + bob.localAddress());
        deliver("hello");
        await(() -> view.focus().displayName().equals("bob"));
        executor.named(alice.peers().join());
        assertEquals("bob", view.focus().displayName());
        try (ChatPeer other = onLoopback("bob").start()) {
            other.send(other.destination(alice.localAddress().toString()), "it is me")
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            await(() -> alice.peers().join().stream()
                    .anyMatch(c -> c.name().equals("bob#" + other.key().tag())));
            executor.named(alice.peers().join());
            assertEquals("bob#" + bob.key().tag(), view.focus().displayName());
            assertEquals("still to you", deliver("still to you").text());
        }
    }

    @RealTimeTest
    void anAnswerGoesToTheKeyThatWrote() throws Exception {
        bob.send(bob.destination(alice.localAddress().toString()), "are you there?")
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        await(() -> executor.execute("/reply yes").done());
        assertEquals("yes", atBob.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).text());
    }

    @RealTimeTest
    void aNameKeepsTheKey() throws Exception {
        deliver("/msg " + bob.localAddress() + " hello");
        await(() -> alice.peers().join().stream().anyMatch(c -> c.name().equals("bob")));
        assertTrue(done("/add robert bob").contains(bob.key() + "@" + bob.localAddress()));
        assertEquals("by name", deliver("/msg robert by name").text());
        assertTrue(refused("/msg bob hello").contains("unknown_peer"), "the name that we gave counts");
        done("/ignore robert");
        assertInstanceOf(
                Delivery.Failed.class,
                execute("/msg robert x").sendings().get(0).delivery().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        done("/unignore robert");
        assertEquals("again", deliver("/msg robert again").text());
    }

    @RealTimeTest
    void whoIsHereCanBeTalkedToAndRenamed() throws Exception {
        assertFalse(refused("hello").contains("bob"));
        deliver("/msg " + bob.localAddress() + " hello");
        await(() -> alice.peers().join().stream().anyMatch(c -> c.name().equals("bob")));
        assertTrue(refused("hello").contains("to whom? /to bob first"));
        assertTrue(done("/peers").matches("(?s).*\"state\":\"up\".*\"since\":\\d+,\"rtt_ms\":[\\d.]+.*"));
        assertTrue(done("/rename bob robert").contains("bob is now robert"));
        assertEquals("by name", deliver("/msg robert by name").text());
        assertEquals(
                Optional.of(bob.key()),
                alice.contact(alice.destination("robert")).key());
        assertTrue(done("/rename robert bobby").contains("robert is now bobby"));
        assertTrue(refused("/rename nobody x").contains("no peer is called 'nobody'"));
    }

    @RealTimeTest
    void onlyWhatWasComparedIsVerified() throws Exception {
        assertTrue(refused("/verify 127.0.0.1:9").contains("has no key"));
        deliver("/msg " + bob.localAddress() + " hello");
        await(() -> alice.peers().join().stream().anyMatch(c -> c.name().equals("bob")));
        assertTrue(refused("/verify bob yes").contains("compare the safety number first"));
        String page = done("/verify bob");
        assertTrue(page.contains("\"number\":\"" + bob.safetyNumber(alice.key()) + "\""), page);
        assertTrue(done("/verify bob yes").contains("bob is verified"));
        assertEquals(Trust.VERIFIED, alice.contact(alice.destination("bob")).trust());
        assertTrue(refused("/trust bob").contains("did not change"));
    }

    @RealTimeTest
    void awayAndNickAreSeenByOthers() throws Exception {
        deliver("/msg " + bob.localAddress() + " hello");
        done("/away");
        await(() -> bob.peers().join().stream().anyMatch(Contact::away));
        done("/back");
        await(() -> bob.peers().join().stream().noneMatch(Contact::away));
        done("/nick carol");
        await(() -> bob.peers().join().stream().anyMatch(c -> c.name().equals("carol")));
    }

    @RealTimeTest
    void aPlainPeerIsHeldUntilAPersonSaysSo() throws Exception {
        try (PlainSocket other = new PlainSocket()) {
            done("/to " + other.address());
            Result first = execute("first");
            Result second = execute("second");
            await(() -> alice.contact(alice.destination(other.address())).state() == PeerState.SILENT);
            assertFalse(first.sendings().get(0).delivery().isDone());
            assertTrue(done("/raw").contains("2 messages that waited go now"));
            for (Result each : List.of(first, second)) {
                assertInstanceOf(
                        Delivery.Sent.class, each.sendings().get(0).delivery().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            List<String> typed = new ArrayList<>();
            while (typed.size() < 2) {
                String text = other.receive();
                if (!text.isBlank()) {
                    typed.add(text);
                }
            }
            assertEquals(List.of("first", "second"), typed);
            execute("/me waves");
            assertEquals("* alice waves", other.receive());
        }
        assertTrue(refused("/ping 127.0.0.1:9").contains("\"code\":\"no_answer\""));
    }

    /** Bob is gone, and somebody with another key is where he was. */
    @RealTimeTest
    void anotherKeyIsNotWrittenToUntilItIsAccepted(@TempDir Path folder) throws Exception {
        PeerAddress address = bob.localAddress();
        done("/add bob " + address);
        deliver("/msg bob hello");
        bob.close();
        try (ChatPeer other = ChatPeer.builder()
                .bind(address.toSocketAddress())
                .nick("bob")
                .identityFile(folder.resolve("identity"))
                .listener(event -> {
                    if (event instanceof ChatEvent.MessageReceived received) {
                        atBob.add(received.message());
                    }
                })
                .start()) {
            await(() -> alice.contact(alice.destination("bob")).state() == PeerState.OFFLINE);
            Delivery waiting =
                    execute("/msg bob a secret").sendings().get(0).delivery().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(
                    Delivery.Reason.KEY_CHANGED,
                    assertInstanceOf(Delivery.Failed.class, waiting).reason());
            await(() -> !changes.isEmpty());
            assertEquals(other.key(), changes.get(0).found());
            Delivery blocked =
                    execute("/msg bob another").sendings().get(0).delivery().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertInstanceOf(Delivery.Failed.class, blocked);
            done("/to bob");
            String accepted = done("/trust bob");
            assertTrue(accepted.contains(other.key().fingerprint()), accepted);
            assertEquals(other.key(), executor.current().orElseThrow().key().orElseThrow());
            assertEquals("bob", view.focus().displayName());
            assertEquals("hello again", deliver("hello again").text(), "and nothing of what was said before");
        }
    }
}
