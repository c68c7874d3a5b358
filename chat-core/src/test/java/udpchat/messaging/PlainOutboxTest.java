package udpchat.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;

class PlainOutboxTest {

    private static final PeerAddress BOB = new PeerAddress(InetAddress.getLoopbackAddress(), 1);
    private static final PeerAddress EVE = new PeerAddress(InetAddress.getLoopbackAddress(), 2);
    private static final long PAUSE = PlainOutbox.PAUSE_NANOS;

    /** Near the end of the range, where a clock of nanoseconds may well be. */
    private static final long T0 = Math.subtractExact(Long.MAX_VALUE, 3 * PAUSE / 2);

    private final PlainOutbox outbox = new PlainOutbox();

    @Test
    void aTextOfOneBurstGoesAtOnce() {
        add(T0, BOB, "a".repeat(16 * 1024));
        assertEquals(16, pollAll().size());
        assertEquals(Long.MAX_VALUE, outbox.nextDeadline());
        assertTrue(outbox.isEmpty());
    }

    @Test
    void aLongerOneIsSpreadOverTime() {
        add(T0, BOB, "a".repeat(40 * 1024));
        assertEquals(16, pollAll().size());
        assertFalse(outbox.isEmpty());

        outbox.onDeadline(T0 + PAUSE - 1);
        assertEquals(0, pollAll().size());
        assertEquals(T0 + PAUSE, outbox.nextDeadline());

        outbox.onDeadline(T0 + PAUSE);
        assertEquals(16, pollAll().size());
        assertEquals(T0 + 2 * PAUSE, outbox.nextDeadline());

        // Late, but never more than a burst.
        outbox.onDeadline(T0 + 20 * PAUSE);
        assertEquals(8, pollAll().size());
        assertTrue(outbox.isEmpty());
        assertEquals(Long.MAX_VALUE, outbox.nextDeadline());
    }

    @Test
    void whatIsSaidAfterALongTextStaysBehindIt() {
        add(T0, BOB, "a".repeat(17 * 1024));
        add(T0, BOB, "after");
        add(T0, EVE, "to another");
        assertEquals(16, pollTexts().stream().filter(t -> t.startsWith("aaa")).count());
        outbox.onDeadline(T0 + PAUSE);
        assertEquals(List.of("a".repeat(1024), "after"), pollTexts());
        add(T0 + PAUSE, BOB, "at once");
        assertEquals(List.of("at once"), pollTexts());
    }

    @Test
    void eachPeerHasItsOwnPace() {
        add(T0, BOB, "b".repeat(33 * 1024));
        add(T0 + 1, EVE, "e".repeat(33 * 1024));
        assertEquals(32, pollAll().size());
        assertEquals(T0 + PAUSE, outbox.nextDeadline());
        outbox.onDeadline(T0 + PAUSE);
        assertEquals(16, pollAll().stream().filter(d -> d.to().equals(BOB)).count());
        assertEquals(T0 + PAUSE + 1, outbox.nextDeadline());
        outbox.onDeadline(T0 + PAUSE + 1);
        assertEquals(16, pollAll().stream().filter(d -> d.to().equals(EVE)).count());
    }

    @Test
    void givingUpAnswersWhatWasNotPolled() {
        CompletableFuture<Delivery> partly = add(T0, BOB, "a".repeat(20 * 1024));
        CompletableFuture<Delivery> behind = add(T0, BOB, "behind");
        CompletableFuture<Delivery> other = add(T0, EVE, "other");
        Outgoing polled = outbox.poll();

        Delivery.Failed failed = new Delivery.Failed(Delivery.Reason.CLOSED, "closed");
        outbox.fail(failed);
        assertEquals(failed, behind.getNow(null));
        assertEquals(failed, other.getNow(null));
        assertFalse(partly.isDone(), "one of its datagrams is with the network");
        assertTrue(outbox.isEmpty());
        assertEquals(null, outbox.poll());

        assertEquals(Optional.of(failed), polled.message().orElseThrow().settle(Optional.empty()));
        assertEquals(failed, partly.getNow(null));
    }

    @Test
    void oneDatagramRefusedIsAMessageNotSent() {
        CompletableFuture<Delivery> result = add(T0, BOB, "a".repeat(3 * 1024));
        Delivery.Failed failed = new Delivery.Failed(Delivery.Reason.NETWORK, "no route");
        outbox.poll().message().orElseThrow().settle(Optional.empty());
        outbox.poll().message().orElseThrow().settle(Optional.of(failed));
        assertFalse(result.isDone());
        assertEquals(Optional.of(failed), outbox.poll().message().orElseThrow().settle(Optional.empty()));
        assertEquals(failed, result.getNow(null));
    }

    private CompletableFuture<Delivery> add(long now, PeerAddress to, String text) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        outbox.add(now, to, text, false, result);
        return result;
    }

    private List<Outgoing> pollAll() {
        List<Outgoing> all = new ArrayList<>();
        for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
            all.add(next);
        }
        return all;
    }

    private List<String> pollTexts() {
        return pollAll().stream()
                .map(d -> new String(d.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
