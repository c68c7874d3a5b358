package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import udpchat.cli.render.OwnMessage;
import udpchat.cli.render.TextOptions;
import udpchat.cli.render.TextRenderer;
import udpchat.cli.slash.Sending;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Trust;

/** Timelines of lines and their marks; the timer is the test's own. */
class OwnLinesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:42:07Z");
    private static final PeerAddress AT = PeerAddress.of(new InetSocketAddress("10.0.0.5", 9000));
    private static final PeerKey KEY = new PeerKey("0123456789abcdef".repeat(4));
    private static final Delivery DELIVERED = new Delivery.Delivered(Duration.ofMillis(1));

    private final List<String> screen = new ArrayList<>();
    private final Timer timer = new Timer();
    private final OwnLines lines = new OwnLines(
            new FakeScreen(screen::add),
            new TextRenderer(new TextOptions(false, false, ZoneOffset.UTC, () -> 0)),
            () -> NOW,
            () -> timer.now,
            timer,
            () -> {});

    /** Runs what is due when the test says that it is so late. */
    private static final class Timer extends ScheduledThreadPoolExecutor {
        private record Task(long due, Runnable body) {}

        private final List<Task> tasks = new ArrayList<>();
        private long now;

        Timer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable body, long delay, TimeUnit unit) {
            tasks.add(new Task(now + unit.toNanos(delay), body));
            return null;
        }

        void advance(long millis) {
            long end = now + millis * 1_000_000;
            while (true) {
                Optional<Task> next =
                        tasks.stream().filter(task -> task.due <= end).min((a, b) -> Long.compare(a.due, b.due));
                if (next.isEmpty()) {
                    now = end;
                    return;
                }
                tasks.remove(next.get());
                now = next.get().due;
                next.get().body.run();
            }
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static Contact carol() {
        return new Contact(
                Optional.empty(),
                PeerSpec.of(KEY, AT),
                Optional.of(KEY),
                Optional.of("carol"),
                "carol",
                PeerState.UP,
                Trust.PINNED,
                false,
                List.of(AT),
                false,
                Optional.empty(),
                0,
                0);
    }

    private int said;

    private CompletableFuture<Delivery> say(String text) {
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        OwnMessage message = new OwnMessage(id(++said), carol(), false, text, Optional.empty(), NOW);
        lines.add(new Sending(message, delivery));
        return delivery;
    }

    private static Delivery failed(String why) {
        return new Delivery.Failed(Delivery.Reason.TIMED_OUT, why);
    }

    private void assertScreen(String... expected) {
        assertEquals(List.of(expected), screen);
    }

    @Test
    void aLineIsHeldUntilItsDelivery() {
        CompletableFuture<Delivery> yes = say("yes");
        timer.advance(OwnLines.HOLD_MILLIS - 1);
        assertScreen();
        assertEquals(1, lines.unsettled());
        yes.complete(DELIVERED);
        assertScreen("10:42 ✓  you  yes");
        assertEquals(0, lines.unsettled());
        timer.advance(1000);
        assertScreen("10:42 ✓  you  yes");
    }

    @Test
    void butNotForLongAndThenWhatComesIsALineOfItsOwn() {
        CompletableFuture<Delivery> yes = say("yes");
        timer.advance(OwnLines.HOLD_MILLIS);
        assertScreen("10:42 …  you  yes");
        yes.complete(DELIVERED);
        timer.advance(OwnLines.GATHER_MILLIS);
        assertScreen("10:42 …  you  yes", "10:42  -- 1 delivered --");
    }

    @Test
    void whatComesLateTogetherIsOneLineAKind() {
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            all.add(say("line " + i));
        }
        timer.advance(OwnLines.HOLD_MILLIS);
        assertEquals(9, screen.size());
        screen.clear();
        for (int i = 0; i < 7; i++) {
            all.get(i).complete(DELIVERED);
        }
        all.get(7).complete(failed("gone"));
        all.get(8).complete(failed("gone"));
        timer.advance(OwnLines.GATHER_MILLIS);
        assertScreen("10:42  -- 7 delivered --", "10:42 ✗  2 not delivered: gone");
        assertEquals(0, lines.unsettled());
    }

    @Test
    void whatIsReadAtOnceIsNoLineAndWhatIsReadLaterIs() {
        say("one").complete(DELIVERED);
        assertFalse(lines.isRead(carol()));
        timer.advance(OwnLines.READ_AT_ONCE_MILLIS);
        lines.read(id(1));
        assertTrue(lines.isRead(carol()));
        say("two").complete(DELIVERED);
        assertFalse(lines.isRead(carol()), "not the last one");
        say("three").complete(DELIVERED);
        timer.advance(OwnLines.READ_AT_ONCE_MILLIS + 1);
        lines.read(id(2));
        assertFalse(lines.isRead(carol()));
        lines.read(id(3));
        assertTrue(lines.isRead(carol()));
        timer.advance(OwnLines.GATHER_MILLIS);
        assertScreen("10:42 ✓  you  one", "10:42 ✓  you  two", "10:42 ✓  you  three", "10:42  -- 2 read --");
        lines.read(id(3));
        lines.read(id(99));
        timer.advance(OwnLines.GATHER_MILLIS);
        assertEquals(4, screen.size(), "each once, and nothing of what was never said");
    }

    private static MessageId id(int number) {
        return new MessageId(0, number);
    }

    @Test
    void linesKeepTheOrderInWhichTheyWereTyped() {
        CompletableFuture<Delivery> one = say("one");
        CompletableFuture<Delivery> two = say("two");
        two.complete(failed("gone"));
        assertScreen();
        one.complete(DELIVERED);
        assertScreen("10:42 ✓  you  one", "10:42 ✗  you  two\n" + " ".repeat(14) + "not delivered: gone");
    }

    @Test
    void anAnswerComesAfterWhatItAnswers() {
        say("question");
        say("more");
        lines.before(message(Optional.of(new PeerKey("f".repeat(64)))));
        assertScreen();
        lines.before(message(Optional.of(KEY)));
        assertScreen("10:42 …  you  question", "10:42 …  you  more");
        lines.before(message(Optional.of(KEY)));
        assertEquals(2, screen.size());
    }

    private static ChatMessage message(Optional<PeerKey> key) {
        return new ChatMessage(
                Optional.of(new MessageId(0, 2)),
                AT,
                Optional.empty(),
                key,
                "carol",
                Trust.PINNED,
                false,
                "answer",
                false,
                Optional.empty(),
                NOW,
                false);
    }

    @Test
    void leavingLeavesNothingUnsaid() {
        CompletableFuture<Delivery> late = say("late");
        timer.advance(OwnLines.HOLD_MILLIS);
        say("held");
        late.complete(failed("this peer is closed"));
        lines.close();
        assertScreen(
                "10:42 …  you  late", "10:42 …  you  held", "10:42 ✗  1 not delivered: this peer is closed · late");
        assertTrue(timer.tasks.size() > 0, "and the timer may still come");
        timer.advance(1000);
        assertEquals(3, screen.size());
    }
}
