package udpchat.cli.slash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import udpchat.ChatPeer;
import udpchat.cli.process.PlainSocket;
import udpchat.cli.render.JsonRenderer;
import udpchat.cli.slash.SlashExecutor.Result;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.testing.RealTimeTest;

/** What each command does, with a peer on loopback and bare sockets as the others. */
class SlashExecutorTest {

    private final Recording view = new Recording();
    private final LinkedBlockingQueue<ChatMessage> arrived = new LinkedBlockingQueue<>();
    private ChatPeer peer;
    private PlainSocket other;
    private SlashExecutor executor;

    /** What was shown; as JSON, in which a test can read codes. */
    private static final class Recording implements ChatView {
        private final List<String> shown = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private final List<String> givenBack = new ArrayList<>();
        private Optional<Contact> focus = Optional.empty();
        private int cleared;

        @Override
        public void show(String rendered) {
            shown.add(rendered);
        }

        @Override
        public void tell(String rendered) {
            told.add(rendered);
        }

        @Override
        public void giveBack(String input) {
            givenBack.add(input);
        }

        @Override
        public void focus(Contact contact) {
            focus = Optional.of(contact);
        }

        @Override
        public void clear() {
            cleared++;
        }
    }

    @BeforeEach
    void start() throws Exception {
        peer = ChatPeer.builder()
                .rawOnly(true)
                .deliveryEvents(false)
                .nick("alice")
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .listener(event -> {
                    if (event instanceof ChatEvent.MessageReceived received) {
                        arrived.add(received.message());
                    }
                })
                .start();
        other = new PlainSocket();
        executor = new SlashExecutor(
                peer, view, new JsonRenderer(), new Settings("alice"), () -> Instant.ofEpochSecond(1));
    }

    @AfterEach
    void stop() {
        peer.close();
        other.close();
    }

    /** Does it, and sees what it started through. */
    private Result execute(String input) {
        view.shown.clear();
        view.told.clear();
        view.givenBack.clear();
        Result result = executor.execute(input);
        for (Sending sending : result.sendings()) {
            assertInstanceOf(Delivery.Sent.class, sending.delivery().join());
        }
        return result;
    }

    private void assertDone(String input) {
        Result result = execute(input);
        assertTrue(result.done(), () -> input + ": " + view.told);
        assertFalse(result.leave(), input);
        assertEquals(List.of(), view.givenBack);
    }

    /** It is told why, what was typed comes back, and nothing is sent. */
    private String assertRefused(String code, String input) {
        String why = assertFails(code, input);
        assertEquals(List.of(input), view.givenBack);
        return why;
    }

    /** Likewise; it comes back when it is known to whom it is to go. */
    private String assertForNobody(String input) {
        String why = assertFails("no_peer", input);
        assertEquals(List.of(), view.givenBack);
        return why;
    }

    private String assertFails(String code, String input) {
        Result result = execute(input);
        assertFalse(result.done(), input);
        assertEquals(List.of(), result.sendings());
        assertEquals(1, view.told.size(), view.told.toString());
        assertTrue(view.told.get(0).contains("\"event\":\"error\",\"code\":\"" + code + "\""), view.told.get(0));
        return view.told.get(0);
    }

    private void assertNotice(String text, String input) {
        assertDone(input);
        assertEquals(1, view.told.size(), view.told.toString());
        assertTrue(view.told.get(0).contains("\"event\":\"notice\",\"text\":\"" + text), view.told.get(0));
    }

    /** The other one writes, and we have it. */
    private void hear(PlainSocket from, String text) throws Exception {
        from.send(peer.localAddress().port(), text);
        ChatMessage message = arrived.poll(60, TimeUnit.SECONDS);
        assertEquals(text, message.text());
        executor.heard(message);
    }

    @RealTimeTest
    void aTextNeedsSomebodyToGoTo() throws Exception {
        assertForNobody("hello");
        assertForNobody("/me waves");
        assertNotice("you are talking to nobody", "/to");
        assertTrue(execute("/to " + other.address()).done());
        assertEquals(List.of("/me waves"), view.givenBack);
        assertDone("/to " + other.address());
        assertEquals(other.address(), view.focus.orElseThrow().displayName());
        assertEquals(other.address(), executor.current().orElseThrow().displayName());
        Result result = execute("hello 你好");
        assertFalse(result.sendings().get(0).message().aside());
        assertEquals("hello 你好", other.receive());
        assertNotice("you are talking to " + other.address(), "/to");
        assertDone("//quit");
        assertEquals("/quit", other.receive());
        assertDone("/me waves");
        assertEquals("* alice waves", other.receive());
    }

    @RealTimeTest
    void aMessageAsideLeavesTheFocus() throws Exception {
        try (PlainSocket third = new PlainSocket()) {
            assertDone("/to " + other.address());
            for (String input : List.of("/msg " + third.address() + " psst", third.address() + " psst")) {
                Result result = execute(input);
                assertTrue(result.sendings().get(0).message().aside(), input);
                assertEquals("psst", third.receive());
            }
            assertFalse(execute("/msg " + other.address() + " not aside")
                    .sendings()
                    .get(0)
                    .message()
                    .aside());
            assertEquals("not aside", other.receive());
            assertEquals(other.address(), executor.current().orElseThrow().displayName());
        }
    }

    @RealTimeTest
    void anAnswerGoesToWhoeverWroteLast() throws Exception {
        assertRefused("no_peer", "/reply hello");
        try (PlainSocket third = new PlainSocket()) {
            hear(third, "one");
            hear(other, "two");
            assertDone("/reply to the second");
            assertEquals("to the second", other.receive());
            hear(third, "three");
            assertDone("/r to the first");
            assertEquals("to the first", third.receive());
        }
    }

    @RealTimeTest
    void allAreThoseWhoWroteAndAreNotIgnored() throws Exception {
        assertRefused("no_peer", "/all anybody?");
        try (PlainSocket second = new PlainSocket();
                PlainSocket ignored = new PlainSocket();
                PlainSocket silent = new PlainSocket()) {
            assertDone("/msg " + silent.address() + " hello");
            hear(other, "here");
            hear(second, "here, too");
            hear(ignored, "and I");
            assertNotice(ignored.address() + " is ignored", "/ignore " + ignored.address());
            assertEquals(2, execute("/all to you").sendings().size());
            assertEquals("to you", other.receive());
            assertEquals("to you", second.receive());
            assertNotice(ignored.address() + " is heard again", "/unignore " + ignored.address());
            assertEquals(3, execute("/all again").sendings().size());
            assertEquals("again", ignored.receive(), "nothing of what was said before");
        }
    }

    @RealTimeTest
    void namesComeAndGoAndTheFocusFollows() throws Exception {
        assertDone("/to " + other.address());
        assertNotice("bob is " + other.address(), "/add bob " + other.address());
        assertEquals("bob", view.focus.orElseThrow().displayName());
        assertNotice("you are talking to bob · " + other.address(), "/to");
        assertDone("/msg BOB by name");
        assertEquals("by name", other.receive());
        assertRefused("invalid", "/add Bob 127.0.0.1:9");
        assertNotice("bob is now robert", "/rename bob robert");
        assertEquals("robert", view.focus.orElseThrow().displayName());
        assertRefused("unknown_peer", "/msg nosuch.invalid hello");
        assertNotice("robert is off the list", "/remove robert");
        assertEquals(other.address(), view.focus.orElseThrow().displayName());
        assertRefused("invalid", "/remove robert");
        assertRefused("invalid", "/rename nobody somebody");
        assertDone("still the same one");
        assertEquals("still the same one", other.receive());
    }

    @RealTimeTest
    void whatIsAskedForIsShown() throws Exception {
        hear(other, "hello");
        assertDone("/peers");
        assertTrue(view.shown.get(0).contains(other.address()), view.shown.toString());
        assertDone("/whois " + other.address());
        assertTrue(view.shown.get(0).contains("\"received\":1"), view.shown.toString());
        assertDone("/status");
        assertTrue(view.shown.get(0).contains("\"datagrams_in\":1"), view.shown.toString());
        assertDone("/id");
        assertTrue(view.shown.get(0).contains("you are alice · " + peer.localAddress()), view.shown.toString());
        assertTrue(view.shown.get(0).contains(peer.key().text()), view.shown.toString());
        assertTrue(view.shown.get(0).contains(peer.key().fingerprint()), view.shown.toString());
        assertDone("/help");
        assertTrue(view.shown.get(0).contains("/msg PEER TEXT"), view.shown.toString());
        assertDone("/help msg");
        assertTrue(view.shown.get(0).contains("/msg PEER TEXT"), view.shown.toString());
        assertRefused("invalid", "/help nonsense");
        assertDone("/clear");
        assertEquals(1, view.cleared);
    }

    @RealTimeTest
    void settings() {
        assertNotice("nick = carol", "/nick carol");
        assertNotice("nick = carol", "/set nick");
        assertNotice("bell = on", "/set bell on");
        assertRefused("invalid", "/set bell loud");
        assertRefused("invalid", "/set colour red");
        assertRefused("invalid", "/nick you");
        assertDone("/set");
        assertEquals(3, view.told.size(), view.told.toString());
    }

    @RealTimeTest
    void rawIsPlainTextFromNowOn() {
        assertRefused("no_peer", "/raw");
        assertNotice(other.address() + " gets plain text from now on", "/raw " + other.address());
        assertDone("/to " + other.address());
        assertNotice(other.address() + " gets plain text from now on", "/raw");
    }

    @RealTimeTest
    void whatIsNoCommandIsNeverSent() {
        assertDone("/to " + other.address());
        assertTrue(assertRefused("invalid", "/mgs bob hello").contains("did you mean /msg?"));
        assertTrue(assertRefused("invalid", "/msg").contains("PEER is missing"));
        assertTrue(assertRefused("invalid", "/peers now").contains("too much"));
        assertRefused("invalid", "/to 127.0.0.1:0");
        assertRefused("invalid", "/to 127.0.0.1:70000");
        assertRefused("invalid", "/add a b 127.0.0.1:9");
    }

    @RealTimeTest
    void leavingIsAskedForByQuitAlone() {
        for (String input : List.of("/quit", "/exit", "/BYE")) {
            assertTrue(execute(input).leave(), input);
        }
        assertTrue(execute(" ").done());
        assertForNobody("quit");
    }

    /** By a signal, or by the network: each answer still comes, and says so. */
    @RealTimeTest
    void aPeerThatIsClosed() {
        assertDone("/to " + other.address());
        peer.close();
        assertRefused("closed", "/peers");
        assertRefused("closed", "/status");
        assertRefused("closed", "/all text");
        view.givenBack.clear();
        Delivery delivery =
                executor.execute("late").sendings().get(0).delivery().join();
        assertEquals(
                Delivery.Reason.CLOSED,
                assertInstanceOf(Delivery.Failed.class, delivery).reason());
    }

    /** Nothing that can be typed ends the console. */
    @RealTimeTest
    void neverThrows() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        hear(other, "hello");
        List<String> words = new ArrayList<>(List.of(
                other.address(),
                "127.0.0.1:0",
                "[::1]:9",
                "[::1",
                "raw:127.0.0.1:9",
                "bob",
                "alice",
                "you",
                "-1",
                "你好",
                "\u001b[2J",
                "\u202e",
                "\ud800",
                "a\nb",
                "bell",
                "nick",
                "on",
                "",
                "//",
                ":",
                "@",
                "1.2.3.4.5",
                "x".repeat(300)));
        CommandTable.names().map(name -> "/" + name).forEach(words::add);
        for (int i = 0; i < 2000; i++) {
            StringBuilder input = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                input.append(words.get(random.nextInt(words.size()))).append(random.nextInt(8) == 0 ? "\n" : " ");
            }
            try {
                executor.execute(input.toString());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": '" + input + "'", e);
            }
        }
    }
}
