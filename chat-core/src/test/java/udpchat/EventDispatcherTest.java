package udpchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.PeerAddress;
import udpchat.testing.RealTimeTest;

class EventDispatcherTest {

    private static final ChatEvent CLOSED = new ChatEvent.Closed(Optional.empty());
    private static final PeerAddress BOB = new PeerAddress(InetAddress.getLoopbackAddress(), 9001);

    private final BlockingQueue<ChatEvent> told = new LinkedBlockingQueue<>();

    @RealTimeTest
    void inOrderAndThenTheThreadIsGone() {
        EventDispatcher dispatcher = new EventDispatcher(told::add);
        dispatcher.start();
        List<ChatEvent> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ChatEvent event = new ChatEvent.Trouble("t" + i);
            expected.add(event);
            dispatcher.offer(event);
        }
        dispatcher.offer(CLOSED);
        expected.add(CLOSED);
        dispatcher.awaitEnd(10_000);
        assertEquals(expected, new ArrayList<>(told));
        assertEquals(0, dispatcher.missed());
    }

    @Test
    void atTheCapNothingIsMissedAndOneBeyondIs() {
        EventDispatcher dispatcher = new EventDispatcher(told::add);
        for (int i = 0; i < EventDispatcher.MAX_EVENTS; i++) {
            dispatcher.offer(new ChatEvent.Trouble("t"));
        }
        assertEquals(0, dispatcher.missed());
        dispatcher.offer(new ChatEvent.Trouble("one more"));
        assertEquals(1, dispatcher.missed());
    }

    /** Those that come together count as those that come one by one, and a goodbye is never missed. */
    @RealTimeTest
    void manyAtOnceAreCappedInTheirMidst() {
        EventDispatcher dispatcher = new EventDispatcher(told::add);
        List<ChatEvent> events = new ArrayList<>();
        for (int i = 0; i < EventDispatcher.MAX_EVENTS + 7; i++) {
            events.add(new ChatEvent.Trouble("t"));
        }
        events.add(CLOSED);
        dispatcher.offer(events);
        dispatcher.start();
        dispatcher.awaitEnd(30_000);
        List<ChatEvent> all = new ArrayList<>(told);
        assertEquals(EventDispatcher.MAX_EVENTS + 2, all.size());
        assertEquals(new ChatEvent.Missed(7), all.get(EventDispatcher.MAX_EVENTS));
        assertEquals(CLOSED, all.get(EventDispatcher.MAX_EVENTS + 1));
    }

    @Test
    void theWeightIsCappedToo() {
        EventDispatcher dispatcher = new EventDispatcher(told::add);
        ChatEvent largest = message("x".repeat(65_507));
        int fit = (int) (EventDispatcher.MAX_WEIGHT / (256 + 2 * 65_507));
        for (int i = 0; i < fit; i++) {
            dispatcher.offer(largest);
        }
        assertEquals(0, dispatcher.missed());
        dispatcher.offer(largest);
        assertEquals(1, dispatcher.missed());
    }

    @RealTimeTest
    void theGapIsToldInItsPlaceAndExactly() {
        EventDispatcher dispatcher = new EventDispatcher(told::add);
        for (int i = 0; i < EventDispatcher.MAX_EVENTS + 5; i++) {
            dispatcher.offer(new ChatEvent.Trouble("t"));
        }
        dispatcher.offer(CLOSED);
        dispatcher.start();
        dispatcher.awaitEnd(30_000);
        List<ChatEvent> all = new ArrayList<>(told);
        assertEquals(EventDispatcher.MAX_EVENTS + 2, all.size());
        assertEquals(new ChatEvent.Missed(5), all.get(EventDispatcher.MAX_EVENTS));
        assertEquals(CLOSED, all.get(EventDispatcher.MAX_EVENTS + 1));
    }

    /** Who has caught up hears of the gap even if nothing ever happens again. */
    @RealTimeTest
    void theGapIsToldWithoutWaitingForTheNextEvent() throws Exception {
        EventDispatcher dispatcher = new EventDispatcher(told::add);
        for (int i = 0; i < EventDispatcher.MAX_EVENTS + 3; i++) {
            dispatcher.offer(new ChatEvent.Trouble("t"));
        }
        dispatcher.start();
        for (int i = 0; i < EventDispatcher.MAX_EVENTS; i++) {
            assertEquals(new ChatEvent.Trouble("t"), told.poll(20, TimeUnit.SECONDS));
        }
        assertEquals(new ChatEvent.Missed(3), told.poll(20, TimeUnit.SECONDS));
        dispatcher.offer(CLOSED);
        assertEquals(CLOSED, told.poll(20, TimeUnit.SECONDS));
    }

    /** However slow the listener: told and missed make up all there was, and gaps are few and long. */
    @RealTimeTest
    void toldAndMissedIsEverything() {
        Semaphore pace = new Semaphore(0);
        EventDispatcher dispatcher = new EventDispatcher(event -> {
            pace.acquireUninterruptibly();
            told.add(event);
        });
        dispatcher.start();
        int offered = 4 * EventDispatcher.MAX_EVENTS;
        for (int i = 0; i < offered; i++) {
            dispatcher.offer(message("m" + i));
            if (i % 3 == 0) {
                pace.release();
            }
        }
        dispatcher.offer(CLOSED);
        pace.release(offered + 1000);
        dispatcher.awaitEnd(60_000);
        long messages = 0;
        long missed = 0;
        int gaps = 0;
        int next = 0;
        for (ChatEvent event : told) {
            if (event instanceof ChatEvent.Missed gap) {
                missed += gap.events();
                next += (int) gap.events();
                gaps++;
            } else if (event instanceof ChatEvent.MessageReceived received) {
                assertEquals("m" + next, received.message().text(), "the gap is in its place");
                messages++;
                next++;
            }
        }
        assertEquals(offered, messages + missed);
        assertEquals(missed, dispatcher.missed());
        assertTrue(gaps < 50, gaps + " gaps");
    }

    @RealTimeTest
    void whatTheListenerThrowsIsLoggedOnceInFullAndEndsNothing() {
        List<LogRecord> logged = new ArrayList<>();
        Handler memory = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("udpchat");
        logger.addHandler(memory);
        logger.setUseParentHandlers(false);
        try {
            EventDispatcher dispatcher = new EventDispatcher(event -> {
                told.add(event);
                if (told.size() % 2 == 0) {
                    throw new IllegalStateException("listener");
                }
                throw new AssertionError("listener");
            });
            dispatcher.start();
            for (int i = 0; i < 10; i++) {
                dispatcher.offer(new ChatEvent.Trouble("t"));
            }
            dispatcher.offer(CLOSED);
            dispatcher.awaitEnd(20_000);
        } finally {
            logger.removeHandler(memory);
            logger.setUseParentHandlers(true);
        }
        assertEquals(11, told.size());
        assertEquals(1, logged.size());
        assertEquals(Level.WARNING, logged.get(0).getLevel());
    }

    @RealTimeTest
    void aListenerThatInterruptsItselfEndsNothing() {
        EventDispatcher dispatcher = new EventDispatcher(event -> {
            Thread.currentThread().interrupt();
            told.add(event);
        });
        dispatcher.start();
        dispatcher.offer(new ChatEvent.Trouble("t"));
        dispatcher.offer(CLOSED);
        dispatcher.awaitEnd(20_000);
        assertEquals(2, told.size());
    }

    @RealTimeTest
    void waitingForAStalledListenerEnds() {
        CountDownLatch release = new CountDownLatch(1);
        EventDispatcher dispatcher = new EventDispatcher(event -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        dispatcher.start();
        dispatcher.offer(CLOSED);
        Thread.currentThread().interrupt();
        dispatcher.awaitEnd(100);
        assertTrue(Thread.interrupted(), "the interrupt is kept for the caller");
        assertFalse(dispatcher.isListenerThread());
        release.countDown();
        dispatcher.awaitEnd(20_000);
    }

    private static ChatEvent message(String text) {
        return new ChatEvent.MessageReceived(new ChatMessage(BOB, Optional.empty(), text, Instant.EPOCH));
    }
}
