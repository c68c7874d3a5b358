package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import udpchat.cli.render.TextOptions;
import udpchat.cli.render.TextRenderer;
import udpchat.cli.slash.Settings;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Presence;
import udpchat.model.Trust;

/** What a person sees of what happens; the clock is the test's. */
class ConsoleListenerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();

    private static Contact peer(int number, String name, PeerState state, boolean named) {
        PeerKey key = new PeerKey(String.format("%064x", number + 1));
        PeerAddress at = PeerAddress.of(new InetSocketAddress("192.0.2.1", 1024 + number));
        return new Contact(
                named ? Optional.of(name) : Optional.empty(),
                PeerSpec.of(key, at),
                Optional.of(key),
                Optional.of(name),
                name,
                state,
                Trust.NEW,
                false,
                List.of(at),
                false,
                Optional.of(NOON),
                0,
                0,
                Presence.UNKNOWN.with(Presence.Stay.LASTING),
                0);
    }

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private boolean open;
    private int notified;

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private ConsoleListener listener(Settings settings) {
        return new ConsoleListener(
                new FakeScreen(shown::add),
                new TextRenderer(new TextOptions(false, false, ZoneOffset.UTC, () -> 0)),
                settings,
                () -> NOON,
                nanos::get,
                timer,
                new ConsoleListener.Reactions() {
                    @Override
                    public void heard(ChatMessage message) {}

                    @Override
                    public boolean isOpen(ChatMessage message) {
                        return open;
                    }

                    @Override
                    public void notify(ChatMessage message) {
                        notified++;
                    }

                    @Override
                    public void shown(ChatMessage message) {}

                    @Override
                    public void read(MessageId id) {}

                    @Override
                    public void changed(Contact contact) {}

                    @Override
                    public void broken(String cause) {}
                });
    }

    /** Of another talk, or with one's nick in it; and only where it is on. */
    @Test
    void theBellRingsForWhatOneMayNotSee() {
        ConsoleListener rings = listener(new Settings("me", true, true));
        rings.ready("ready");
        ChatMessage plain =
                new ChatMessage(PeerAddress.of(new InetSocketAddress("192.0.2.1", 9)), Optional.empty(), "hello", NOON);
        ChatMessage named = new ChatMessage(plain.from(), Optional.empty(), "Me: hello", NOON);
        rings.onEvent(new ChatEvent.MessageReceived(plain));
        open = true;
        rings.onEvent(new ChatEvent.MessageReceived(plain));
        rings.onEvent(new ChatEvent.MessageReceived(named));
        assertEquals(List.of(false, true, false, true), rung());
        assertEquals(2, notified);
        rings.close();
        shown.clear();
        open = false;
        ConsoleListener quiet = listener(new Settings("me"));
        quiet.ready("ready");
        quiet.onEvent(new ChatEvent.MessageReceived(named));
        assertEquals(List.of(false, false), rung());
        assertEquals(2, notified);
        quiet.close();
    }

    private List<Boolean> rung() {
        return shown.stream().map(text -> text.startsWith("\u0007")).toList();
    }

    @Test
    void aNewKeyIsShownBeforeItsFirstWordAlsoInACrowd() {
        ConsoleListener listener = listener(new Settings("me"));
        listener.ready("ready");
        int crowd = 2 * ConsoleListener.STRANGERS_LINES;
        for (int i = 0; i < crowd; i++) {
            listener.onEvent(new ChatEvent.PeerChanged(peer(i, "fake" + i, PeerState.UP, false)));
        }
        shown.clear();
        listener.onEvent(new ChatEvent.MessageReceived(message(crowd - 1, "fake" + (crowd - 1), "one")));
        listener.onEvent(new ChatEvent.MessageReceived(message(crowd - 1, "fake" + (crowd - 1), "two")));
        listener.onEvent(new ChatEvent.MessageReceived(message(0, "fake0", "three")));
        listener.close();
        assertEquals(4, shown.stream().filter(line -> line.contains("fake")).count(), shown.toString());
        assertTrue(shown.get(0).contains("fake" + (crowd - 1) + " is here"), shown.get(0));
        assertTrue(shown.get(0).contains("new key"), shown.get(0));
        assertTrue(shown.get(1).endsWith("one"), shown.get(1));
        assertTrue(shown.get(2).endsWith("two"), shown.get(2));
        assertTrue(shown.get(3).endsWith("three"), "of the first ones it was told: " + shown.get(3));
    }

    private static ChatMessage message(int number, String name, String text) {
        Contact from = peer(number, name, PeerState.UP, false);
        return new ChatMessage(
                Optional.empty(),
                from.address().orElseThrow(),
                Optional.empty(),
                from.key(),
                name,
                Trust.NEW,
                false,
                text,
                false,
                Optional.empty(),
                NOON,
                false);
    }

    /** A hundred come each second, and go; a friend comes and goes among them. */
    @Test
    void tenThousandStrangersDoNotFillTheScreenNorHideAFriend() {
        ConsoleListener listener = listener(new Settings("me"));
        listener.ready("ready");
        for (int i = 0; i < 10_000; i++) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
            listener.onEvent(new ChatEvent.PeerChanged(peer(i, "fake" + i, PeerState.UP, false)));
            if (i >= 1_000) {
                listener.onEvent(
                        new ChatEvent.PeerChanged(peer(i - 1_000, "fake" + (i - 1_000), PeerState.OFFLINE, false)));
            }
            if (i % 5_000 == 100) {
                PeerState state = i < 5_000 ? PeerState.UP : PeerState.OFFLINE;
                listener.onEvent(new ChatEvent.PeerChanged(peer(20_000, "friend", state, true)));
            }
        }
        nanos.addAndGet(ConsoleListener.STRANGERS_NANOS);
        listener.close();
        assertTrue(shown.get(2).contains("fake1 is here"), shown.get(2));
        assertEquals(
                1,
                shown.stream().filter(line -> line.contains("friend is here")).count());
        assertEquals(
                1,
                shown.stream()
                        .filter(line -> line.contains("friend is offline"))
                        .count());
        int windows = 10_000 / 100 / 10 + 1;
        int lines = windows * (ConsoleListener.STRANGERS_LINES + 1) + 3;
        assertTrue(shown.size() <= lines, shown.size() + " lines");
        long hidden = shown.stream()
                .filter(line -> line.endsWith("more lines from peers without a name here not shown --"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(3, line.indexOf(" more")).replace(",", "")))
                .sum();
        long told = shown.stream().filter(line -> line.contains("fake")).count();
        // Who was told of a moment ago is not told of again so soon.
        assertTrue(hidden + told >= 10_000, hidden + " hidden, " + told + " told");
    }
}
