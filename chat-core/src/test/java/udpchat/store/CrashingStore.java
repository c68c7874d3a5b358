package udpchat.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import udpchat.wire.Bytes;

/**
 * A store that lasts, of a program that ends at the worst moment: somewhere in a commit, of which any part is then written,
 * or after it and before anybody was told. Its answers come late.
 */
public final class CrashingStore implements MessageStore {
    private static final int COMMITS_A_CRASH = 150;

    private final Random random;
    private final MessageStore lasting = new InMemoryStore(Runnable::run);
    private final Map<Bytes, List<StoreOperation>> written = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
    private Consumer<Runnable> completions;
    private boolean armed = true;
    private boolean crashed;

    public CrashingStore(long seed) {
        random = new Random(seed);
    }

    /** Another program begins, which has what was written. */
    public MessageStore begin(Consumer<Runnable> queue) {
        completions = queue;
        crashed = false;
        written.clear();
        answers.clear();
        return this;
    }

    /** No more crashes. */
    public void disarm() {
        armed = false;
    }

    /** Whether the program ended. */
    public boolean hasCrashed() {
        return crashed;
    }

    /** Whether answers are due. */
    public boolean hasAnswers() {
        return !crashed && !answers.isEmpty();
    }

    /** Gives some of the answers that are due; whether there was one. */
    public boolean answer() {
        boolean any = false;
        while (!crashed && !answers.isEmpty() && random.nextInt(3) > 0) {
            completions.accept(answers.remove());
            any = true;
        }
        return any;
    }

    @Override
    public void write(StoreOperation operation) {
        written.computeIfAbsent(operation.peer(), peer -> new ArrayList<>()).add(operation);
    }

    @Override
    public void commit(Bytes peer, StoreCallback<Void> callback) {
        List<StoreOperation> all = written.containsKey(peer) ? written.remove(peer) : List.of();
        if (crashed) {
            return;
        }
        crashed = armed && random.nextInt(COMMITS_A_CRASH) == 0;
        int done = crashed ? random.nextInt(all.size() + 1) : all.size();
        all.subList(0, done).forEach(lasting::write);
        lasting.commit(peer, new StoreCallback<>() {
            @Override
            public void done(Void nothing) {}

            @Override
            public void failed(StoreFailure why) {
                throw new AssertionError(why);
            }
        });
        answers.add(() -> callback.done(null));
        answer();
    }

    @Override
    public void load(Bytes peer, StoreCallback<StoredPeer> callback) {
        written.remove(peer);
        lasting.load(peer, late(callback));
        answer();
    }

    @Override
    public void peersWaitedFor(StoreCallback<List<Bytes>> callback) {
        lasting.peersWaitedFor(late(callback));
        answer();
    }

    @Override
    public void peersUnread(StoreCallback<List<Bytes>> callback) {
        lasting.peersUnread(late(callback));
        answer();
    }

    private <T> StoreCallback<T> late(StoreCallback<T> callback) {
        return new StoreCallback<>() {
            @Override
            public void done(T value) {
                answers.add(() -> callback.done(value));
            }

            @Override
            public void failed(StoreFailure why) {
                throw new AssertionError(why);
            }
        };
    }

    @Override
    public boolean isDurable() {
        return true;
    }
}
