package udpchat.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import udpchat.wire.Bytes;

/**
 * A store that lives as long as the program. It keeps what is under way, the numbers, and messages until they were shown;
 * it has no history. It never fails, and is not bounded: what is put into it is bounded by who puts it there.
 */
public final class InMemoryStore implements MessageStore {
    private final Consumer<Runnable> completions;
    private final Map<Bytes, MemoryPeer> peers = new HashMap<>();
    private List<StoreOperation> written = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param completions runs what it is given on the thread of the owner, later and in order
     */
    public InMemoryStore(Consumer<Runnable> completions) {
        this.completions = completions;
    }

    @Override
    public void write(StoreOperation operation) {
        written.add(operation);
    }

    @Override
    public void commit(Bytes peer, StoreCallback<Void> callback) {
        List<StoreOperation> batch = written;
        written = new ArrayList<>(batch.size());
        completions.accept(() -> {
            for (int i = 0; i < batch.size(); i++) {
                apply(batch.get(i));
            }
            callback.done(null);
        });
    }

    @Override
    public void load(Bytes peer, StoreCallback<StoredPeer> callback) {
        for (Iterator<StoreOperation> each = written.iterator(); each.hasNext(); ) {
            if (each.next().peer().equals(peer)) {
                each.remove();
            }
        }
        completions.accept(() -> {
            MemoryPeer found = peers.get(peer);
            callback.done(found == null ? StoredPeer.NOTHING : found.snapshot());
        });
    }

    @Override
    public void peersWaitedFor(StoreCallback<List<Bytes>> callback) {
        completions.accept(() -> callback.done(keys(MemoryPeer::hasWaiting)));
    }

    @Override
    public void peersUnread(StoreCallback<List<Bytes>> callback) {
        completions.accept(() -> callback.done(keys(MemoryPeer::hasUnread)));
    }

    private List<Bytes> keys(Predicate<MemoryPeer> which) {
        List<Bytes> keys = new ArrayList<>();
        peers.forEach((key, peer) -> {
            if (which.test(peer)) {
                keys.add(key);
            }
        });
        return keys;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    private void apply(StoreOperation operation) {
        MemoryPeer peer = peers.get(operation.peer());
        if (peer == null) {
            peer = new MemoryPeer();
            peers.put(operation.peer(), peer);
        }
        peer.apply(operation);
    }
}
