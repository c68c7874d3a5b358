package udpchat.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import udpchat.directory.PeerDirectory;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.session.CheapHandshakes;
import udpchat.store.MessageStore;
import udpchat.store.StoreCallback;
import udpchat.store.StoreOperation;
import udpchat.store.StoredPeer;
import udpchat.wire.Bytes;
import udpchat.wire.WireLimits.Session;

/** A start with as many peers in the store as there can be sessions. */
class TakingUpTest {

    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice", new CheapHandshakes()::make);
    private final PeerDirectory directory = new PeerDirectory();
    private Store store;

    /** Says of whom it has something, and what that is when the test lets it. */
    private static final class Store implements MessageStore {
        private final Consumer<Runnable> completions;
        private final List<Bytes> waitedFor;
        private final List<Bytes> unread;
        private final List<Bytes> asked = new ArrayList<>();
        private final List<Runnable> answers = new ArrayList<>();

        Store(Consumer<Runnable> completions, List<Bytes> waitedFor, List<Bytes> unread) {
            this.completions = completions;
            this.waitedFor = waitedFor;
            this.unread = unread;
        }

        void answer() {
            answers.forEach(completions);
            answers.clear();
        }

        @Override
        public void write(StoreOperation operation) {}

        @Override
        public void commit(Bytes peer, StoreCallback<Void> callback) {
            completions.accept(() -> callback.done(null));
        }

        @Override
        public void load(Bytes peer, StoreCallback<StoredPeer> callback) {
            asked.add(peer);
            answers.add(() -> callback.done(StoredPeer.NOTHING));
        }

        @Override
        public void peersWaitedFor(StoreCallback<List<Bytes>> callback) {
            completions.accept(() -> callback.done(waitedFor));
        }

        @Override
        public void peersUnread(StoreCallback<List<Bytes>> callback) {
            completions.accept(() -> callback.done(unread));
        }

        @Override
        public boolean isDurable() {
            return true;
        }
    }

    private static PeerKey key(int number) {
        byte[] bytes = new byte[PeerKey.BYTES];
        bytes[0] = 9;
        bytes[1] = (byte) number;
        bytes[2] = (byte) (number >> 8);
        return PeerKey.of(bytes);
    }

    private static PeerAddress at(int number) {
        return new PeerAddress(VirtualNetwork.address(2).ip(), 10_000 + number);
    }

    private static Bytes bytes(int number) {
        return Bytes.wrap(key(number).toBytes());
    }

    private void know(int number, boolean named) {
        if (named) {
            directory.add("peer" + number, PeerSpec.of(key(number), at(number)), Optional.of(at(number)));
        } else {
            directory.know(key(number), List.of(at(number)));
        }
    }

    private void begin(List<Bytes> waitedFor, List<Bytes> unread) {
        alice.restart(directory, completions -> {
            store = new Store(completions, waitedFor, unread);
            return store;
        });
        network.runFor(1, SECONDS);
    }

    @Test
    void forWhomMessagesWaitComesBeforeWhoseAreUnread() {
        List<Bytes> unread = new ArrayList<>();
        for (int i = 0; i < Session.MAX; i++) {
            know(i, true);
            unread.add(bytes(i));
        }
        know(Session.MAX, true);
        begin(List.of(bytes(Session.MAX)), unread);
        assertEquals(Session.MAX, store.asked.size());
        assertEquals(bytes(Session.MAX), store.asked.get(0));
    }

    @Test
    void nobodyGoesWhileTheStoreIsBeingRead() {
        List<Bytes> unread = new ArrayList<>();
        for (int i = 0; i < Session.MAX; i++) {
            know(i, false);
            unread.add(bytes(i));
        }
        begin(List.of(), unread);
        assertEquals(Session.MAX, store.asked.size());
        Destination.Keyed other = new Destination.Keyed(key(Session.MAX), List.of(at(Session.MAX)));
        CompletableFuture<Delivery> now = alice.send(other, "now");
        assertTrue(now.isDone(), "there is no place");
        assertEquals(
                Delivery.Reason.QUEUE_FULL,
                assertInstanceOf(Delivery.Failed.class, now.join()).reason());
        store.answer();
        alice.settle();
        CompletableFuture<Delivery> later = alice.send(other, "later");
        assertFalse(later.isDone(), "it has somebody's place");
        assertEquals(bytes(Session.MAX), store.asked.get(Session.MAX));
    }
}
