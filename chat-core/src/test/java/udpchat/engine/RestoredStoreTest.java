package udpchat.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.HistoryMessage;
import udpchat.session.CheapHandshakes;
import udpchat.store.FileStore;
import udpchat.store.SqliteHistory;

/** Two peers whose messages are in files, and a file that is put back as it was some messages ago. */
class RestoredStoreTest {

    @TempDir
    Path folder;

    private final EngineContext.HandshakeMaker handshakes = new CheapHandshakes()::make;
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice", handshakes);
    private final VirtualPeer bob = new VirtualPeer(network, 2, "bob", handshakes);
    private final List<String> trouble = new ArrayList<>();
    private FileStore alicesStore;
    private FileStore bobsStore;

    @BeforeEach
    void begin() {
        startAlice();
        startBob();
    }

    @AfterEach
    void end() {
        alicesStore.close();
        bobsStore.close();
        assertEquals(List.of(), trouble);
    }

    private void startAlice() {
        alice.crash(completions -> {
            alicesStore = new FileStore(file("alice"), completions, trouble::add);
            return alicesStore;
        });
    }

    private void startBob() {
        bob.crash(completions -> {
            bobsStore = new FileStore(file("bob"), completions, trouble::add);
            return bobsStore;
        });
    }

    private Path file(String name) {
        return folder.resolve(name + ".db");
    }

    private void copy(String from, String to) {
        try {
            Files.copy(file(from), file(to), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(int first, int last) {
        for (int i = first; i <= last; i++) {
            CompletableFuture<Delivery> delivery = alice.send(bob.keyed(), "m" + i);
            assertTrue(network.runUntil(delivery::isDone, 10, SECONDS), "m" + i);
            assertInstanceOf(Delivery.Delivered.class, delivery.join());
        }
    }

    private static List<String> numbered(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "m" + i).toList();
    }

    private static List<String> notices(VirtualPeer peer) {
        return peer.told(ChatEvent.Notice.class).stream()
                .map(ChatEvent.Notice::text)
                .toList();
    }

    private List<String> history(String name) {
        try (SqliteHistory history = new SqliteHistory(file(name))) {
            return history.newest(SqliteHistory.Range.ALL, 100).stream()
                    .map(HistoryMessage::text)
                    .toList();
        }
    }

    @Test
    void theSendersIsSeenAndToldAndNothingIsLostOrComesTwice() {
        say(1, 5);
        alicesStore.close();
        copy("alice", "copy");
        startAlice();
        say(6, 10);
        alicesStore.close();
        copy("copy", "alice");
        startAlice();
        say(11, 13);
        assertEquals(numbered(1, 13), bob.texts());
        assertEquals(numbered(1, 13), history("bob"));
        assertEquals(
                List.of("your message store is older than what this peer has of you: some may arrive twice"),
                notices(alice));
        assertEquals(List.of(), notices(bob));
        say(14, 15);
        assertEquals(numbered(1, 15), bob.texts());
    }

    /** Whether it arrived the copy cannot know; numbered or not, it is never lost. */
    @Test
    void whatWaitedInTheCopyComesOnceIfItsNumberSaysSoAndTwiceOtherwise() {
        say(1, 2);
        network.cut.add(bob.address);
        alice.send(bob.keyed(), "had a number");
        network.runFor(60, SECONDS);
        alice.send(bob.keyed(), "had none");
        network.runFor(1, SECONDS);
        alicesStore.close();
        copy("alice", "copy");
        startAlice();
        network.cut.clear();
        network.runUntil(() -> bob.texts().size() == 4, 200, SECONDS);
        say(5, 6);
        alicesStore.close();
        copy("copy", "alice");
        startAlice();
        say(7, 7);
        assertEquals(List.of("m1", "m2", "had a number", "had none", "m5", "m6", "had none", "m7"), bob.texts());
        assertTrue(
                notices(alice)
                        .contains("your message store is older than what this peer has of you: some may arrive twice"),
                notices(alice)::toString);
    }

    @Test
    void theReceiversIsToldToBoth() {
        say(1, 5);
        bobsStore.close();
        copy("bob", "copy");
        startBob();
        say(6, 10);
        bobsStore.close();
        copy("copy", "bob");
        startBob();
        say(11, 12);
        assertEquals(numbered(1, 12), bob.texts(), "each was told once");
        List<String> kept = new ArrayList<>(numbered(1, 5));
        kept.addAll(numbered(11, 12));
        assertEquals(kept, history("bob"));
        assertEquals(
                List.of("5 messages of it will not come: it gave up on them, or they were received here and the message"
                        + " store here was lost or restored from an older copy"),
                notices(bob));
        assertEquals(
                List.of("5 messages delivered there before are lost: its message store is an older copy"),
                notices(alice));
    }

    /** What it had said itself since the copy shows that it is one. */
    @Test
    void whoAlsoSpokeSinceTheCopyIsToldForCertain() {
        say(1, 5);
        bobsStore.close();
        copy("bob", "copy");
        startBob();
        say(6, 10);
        CompletableFuture<Delivery> answer = bob.send(alice.keyed(), "an answer");
        assertTrue(network.runUntil(answer::isDone, 10, SECONDS));
        bobsStore.close();
        copy("copy", "bob");
        startBob();
        say(11, 12);
        network.runFor(10, SECONDS);
        assertTrue(
                notices(bob)
                        .contains(
                                "5 messages that it says were received here are not in this history: the message store"
                                        + " here was lost or restored from an older copy"),
                notices(bob)::toString);
    }
}
