package udpchat.store;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import udpchat.wire.Bytes;

/** The store in a file, for who lives in virtual time: each call waits until the store's thread has answered. */
public final class FileStore implements MessageStore {
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    private final Consumer<Runnable> completions;
    private final SqliteStore store;

    /** @param told is told what people would be */
    public FileStore(Path file, Consumer<Runnable> completions, Consumer<String> told) {
        this.completions = completions;
        store = new SqliteStore(file, answers::add, told, System::nanoTime);
    }

    private void await() {
        try {
            Runnable answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(answer, "the store does not answer");
            completions.accept(answer);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void write(StoreOperation operation) {
        store.write(operation);
    }

    @Override
    public void commit(Bytes peer, StoreCallback<Void> callback) {
        store.commit(peer, callback);
        await();
    }

    @Override
    public void load(Bytes peer, StoreCallback<StoredPeer> callback) {
        store.load(peer, callback);
        await();
    }

    @Override
    public void peersWaitedFor(StoreCallback<List<Bytes>> callback) {
        store.peersWaitedFor(callback);
        await();
    }

    @Override
    public void peersUnread(StoreCallback<List<Bytes>> callback) {
        store.peersUnread(callback);
        await();
    }

    @Override
    public boolean isDurable() {
        return store.isDurable();
    }

    /** Waits until the file is whole, and nobody has it. */
    @Override
    public void close() {
        store.close();
        store.awaitEnd(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
}
