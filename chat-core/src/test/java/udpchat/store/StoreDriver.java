package udpchat.store;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import udpchat.wire.Bytes;

/** A store, and a thread that owns it: the test's own, which waits for each answer. */
final class StoreDriver implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    final MessageStore store;
    /** What a person would be told. */
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    /** The store's clock, ns. */
    final AtomicLong nanos = new AtomicLong();

    private final BlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();

    StoreDriver(Function<Consumer<Runnable>, MessageStore> make) {
        store = make.apply(completions::add);
    }

    /** One in a file. */
    StoreDriver(Path file) {
        this(0, file);
    }

    /** One in a file that never has more pages than this; 0 for no limit. */
    StoreDriver(long pages, Path file) {
        store = new SqliteStore(file, pages, completions::add, told::add, nanos::get);
    }

    StoreDriver write(StoreOperation... operations) {
        for (StoreOperation each : operations) {
            store.write(each);
        }
        return this;
    }

    void commit(Bytes peer) {
        AtomicReference<Boolean> done = new AtomicReference<>(false);
        store.commit(peer, callback(nothing -> done.set(true)));
        assertFalse(done.get(), "within the call");
        while (!done.get()) {
            runNext();
        }
    }

    StoredPeer load(Bytes peer) {
        AtomicReference<StoredPeer> found = new AtomicReference<>();
        store.load(peer, callback(found::set));
        while (found.get() == null) {
            runNext();
        }
        return found.get();
    }

    List<Bytes> peersUnread() {
        AtomicReference<List<Bytes>> found = new AtomicReference<>();
        store.peersUnread(callback(found::set));
        while (found.get() == null) {
            runNext();
        }
        return found.get();
    }

    List<Bytes> peersWaitedFor() {
        AtomicReference<List<Bytes>> found = new AtomicReference<>();
        store.peersWaitedFor(callback(found::set));
        while (found.get() == null) {
            runNext();
        }
        return found.get();
    }

    void runNext() {
        try {
            Runnable next = completions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no answer in " + PATIENCE_SECONDS + " s; told: " + told);
            }
            next.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static <T> StoreCallback<T> callback(Consumer<T> done) {
        return new StoreCallback<>() {
            @Override
            public void done(T value) {
                done.accept(value);
            }

            @Override
            public void failed(StoreFailure why) {
                throw new AssertionError(why);
            }
        };
    }

    @Override
    public void close() {
        store.close();
        if (store instanceof SqliteStore file) {
            file.awaitEnd(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
    }
}
