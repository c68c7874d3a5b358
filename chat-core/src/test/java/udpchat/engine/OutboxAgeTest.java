package udpchat.engine;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.WaitingMessage;
import udpchat.session.CheapHandshakes;
import udpchat.store.FileStore;

/** How long a message waits for somebody who is away, also where the time of day is set meanwhile. */
class OutboxAgeTest {
    private final EngineContext.HandshakeMaker handshakes = new CheapHandshakes()::make;
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice", handshakes);
    private final VirtualPeer bob = new VirtualPeer(network, 2, "bob", handshakes);

    @TempDir
    Path folder;

    private FileStore store;

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @BeforeEach
    void bobIsAway() {
        network.remove(bob.address);
    }

    /** So much time of day goes by, in steps that are no jump: the network's own time would take long. */
    private void age(Duration time) {
        for (Duration left = time; !left.isNegative(); left = left.minusMinutes(55)) {
            alice.clockError = alice.clockError.plusMinutes(53);
            network.runFor(2, MINUTES);
        }
    }

    @Test
    void whenItWasQueuedStaysThoughTheClockIsSet() {
        alice.send(bob.keyed(), "hello");
        network.runFor(1, MINUTES);
        List<Instant> before = queued();
        assertEquals(1, before.size());
        alice.clockError = alice.clockError.plusDays(365);
        network.runFor(2, MINUTES);
        alice.send(bob.keyed(), "again");
        assertEquals(before, queued().subList(0, 1));
        assertEquals(365, Duration.between(before.get(0), queued().get(1)).toDays());
    }

    private List<Instant> queued() {
        CompletableFuture<List<WaitingMessage>> list = new CompletableFuture<>();
        alice.command(new Command.ListOutbox(list));
        return list.join().stream().map(WaitingMessage::queuedAt).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 365, -365, 36_500})
    void isSevenDaysWhateverTheClockSays(int days) {
        CompletableFuture<Delivery> before = alice.send(bob.keyed(), "before");
        age(Duration.ofDays(3));
        alice.clockError = alice.clockError.plusDays(days);
        CompletableFuture<Delivery> after = alice.send(bob.keyed(), "after");
        age(Duration.ofDays(3));
        assertFalse(before.isDone());
        alice.clockError = alice.clockError.minusDays(days);
        age(Duration.ofDays(2));
        assertEquals(
                Delivery.Reason.TIMED_OUT,
                assertInstanceOf(Delivery.Failed.class, before.join()).reason());
        assertFalse(after.isDone());
        age(Duration.ofDays(3));
        assertEquals("the peer was away for too long", ((Delivery.Failed) after.join()).detail());
    }

    /** Alice's program ends, and starts again with what is in the file. */
    private void restart() {
        if (store != null) {
            store.close();
        }
        alice.crash(completions -> {
            store = new FileStore(folder.resolve("chat.db"), completions, text -> {
                throw new AssertionError(text);
            });
            return store;
        });
        alice.contacts(); // with the first command it begins
    }

    private List<ChatEvent.DeliveryChanged> failed() {
        return alice.told(ChatEvent.DeliveryChanged.class).stream()
                .filter(each -> each.delivery() instanceof Delivery.Failed)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {365, -365, 36_500})
    void aWrongClockAtTheStartMakesNothingTooOld(int days) {
        restart();
        alice.send(bob.keyed(), "before");
        age(Duration.ofDays(3));
        alice.clockError = alice.clockError.plusDays(days);
        for (int start = 0; start < 3; start++) {
            restart();
            alice.send(bob.keyed(), "of a strange time");
            age(Duration.ofMinutes(40));
        }
        alice.clockError = alice.clockError.minusDays(days);
        age(Duration.ofDays(3));
        assertEquals(List.of(), failed());
        age(Duration.ofDays(1));
        assertEquals(days > 0 ? 1 : 0, failed().size(), "the first one, where no clock said that it was new");
        age(Duration.ofDays(4));
        assertEquals(4, failed().size());
    }

    /** Whoever was away for two weeks gets nothing later than that. */
    @Test
    void whatIsTooOldAtTheStartFailsWithinAnHourOrTwo() {
        restart();
        alice.send(bob.keyed(), "before");
        age(Duration.ofMinutes(1));
        alice.clockError = alice.clockError.plusDays(14);
        restart();
        network.runFor(10, MINUTES);
        assertEquals(List.of(), failed());
        age(Duration.ofMinutes(90));
        assertEquals(1, failed().size());
    }
}
