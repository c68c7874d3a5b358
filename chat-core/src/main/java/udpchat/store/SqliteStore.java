package udpchat.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import udpchat.wire.Bytes;

/**
 * A store in one file of SQLite, and the history of all talks with it. It has a thread of its own, which opens the file and
 * writes it: nobody waits for a disk. Commits that come while one is being synced become one.
 *
 * <p>It never fails a conversation. Where the file cannot be opened or written, all goes on in memory, which is told, and
 * what happens meanwhile is written as soon as the file takes it again. A broken file is put aside, and another begun with
 * what is known.
 */
public final class SqliteStore implements MessageStore {

    /** Peers whose state is kept in memory; more than can have a session. */
    private static final int PEERS = 2048;

    /** What is kept to be written later while the file takes nothing, bytes. */
    private static final long BACKLOG_BYTES = 64L << 20;

    /** Another program may hold the file for so many times the patience of {@link SqliteFile} when it is opened. */
    private static final int OPENING_TRIES = 3;

    /** After so long without anything to do the full-text index is brought up to date, ms. */
    private static final long IDLE_MILLIS = 20;

    /** And after so many commits in a row a little of it, so that a busy talk is found, too. */
    private static final int BUSY_GROUPS = 64;

    /** How often it is tried again, ms. */
    private static final long RETRY_MILLIS = 3_000;

    private final Path file;
    private final long mostPages;
    private final Consumer<Runnable> completions;
    private final Consumer<String> trouble;
    private final LongSupplier nanos;
    private final Thread thread;

    /** Of the owner's thread: what was written and not committed. */
    private final Map<Bytes, List<StoreOperation>> written = new LinkedHashMap<>();

    private final Object lock = new Object();
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    private boolean started;
    private boolean closing;

    // Of the store's thread.
    private final Map<Bytes, MemoryPeer> peers = new LinkedHashMap<>(16, 0.75f, true);
    private Connection connection;
    private SqliteWriter writer;
    private SqliteReader reader;
    private SqliteIndexer indexer;
    /** Groups of commits since there was nothing to do. */
    private long busy;

    private List<StoreOperation> backlog = new ArrayList<>();
    private long backlogBytes;
    /** Peers of which it could not be read what is in the file: nothing of them is written. */
    private final Set<Bytes> unread = new HashSet<>();

    private boolean failing;
    private long retryAt;

    /** Something to do. */
    private sealed interface Request {}

    private record Commit(List<StoreOperation> operations, StoreCallback<Void> callback) implements Request {}

    private record Load(Bytes peer, StoreCallback<StoredPeer> callback) implements Request {}

    private record Keys(boolean unread, StoreCallback<List<Bytes>> callback) implements Request {}

    private record Erase(Optional<Bytes> peer, long beforeMillis, Consumer<Long> done) implements Request {}

    private record Retain(long keepMillis, long nowMillis, Consumer<Long> done) implements Request {}

    /**
     * Opens the file when it is first asked for something, beside what the caller does.
     *
     * @param file made if it is not there, for its owner alone
     * @param completions runs what it is given on the thread of the owner, later and in order; called by the store's thread
     * @param trouble is told, in one line for people, when the file cannot be used, and when it can again; called by the
     *     store's thread
     * @param nanos a monotonic clock
     */
    public SqliteStore(Path file, Consumer<Runnable> completions, Consumer<String> trouble, LongSupplier nanos) {
        this(file, 0, completions, trouble, nanos);
    }

    /** With a file that never has more pages than this, as on a full disk; 0 for no limit. */
    SqliteStore(
            Path file, long mostPages, Consumer<Runnable> completions, Consumer<String> trouble, LongSupplier nanos) {
        this.file = file;
        this.mostPages = mostPages;
        this.completions = completions;
        this.trouble = trouble;
        this.nanos = nanos;
        thread = new Thread(this::run, "udpchat-store");
        thread.setDaemon(true); // whoever closes it may wait, but not for ever
    }

    // --- for the owner ---

    @Override
    public void write(StoreOperation operation) {
        written.computeIfAbsent(operation.peer(), peer -> new ArrayList<>()).add(operation);
    }

    @Override
    public void commit(Bytes peer, StoreCallback<Void> callback) {
        List<StoreOperation> operations = written.remove(peer);
        ask(new Commit(operations == null ? List.of() : operations, callback));
    }

    @Override
    public void load(Bytes peer, StoreCallback<StoredPeer> callback) {
        written.remove(peer);
        ask(new Load(peer, callback));
    }

    @Override
    public void peersWaitedFor(StoreCallback<List<Bytes>> callback) {
        ask(new Keys(false, callback));
    }

    @Override
    public void peersUnread(StoreCallback<List<Bytes>> callback) {
        ask(new Keys(true, callback));
    }

    /**
     * Erases messages from the history: those that are shown or settled, of one peer or of all, that came or were said before
     * this time. Any thread.
     *
     * @param beforeMillis Unix time
     * @param done is told how many they were, on the store's thread; −1 if that cannot be done now
     */
    public void erase(Optional<Bytes> peer, long beforeMillis, Consumer<Long> done) {
        if (!ask(new Erase(peer, beforeMillis, done))) {
            done.accept(-1L);
        }
    }

    /**
     * Likewise those of all that are older than this, and were so on two days before on which this was asked for: a clock that
     * is wrong for a day or two must not erase what nobody can bring back.
     *
     * @param nowMillis Unix time
     * @param keepMillis at least 1
     */
    public void retain(long keepMillis, long nowMillis, Consumer<Long> done) {
        if (!ask(new Retain(keepMillis, nowMillis, done))) {
            done.accept(-1L);
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void close() {
        List<StoreOperation> rest = new ArrayList<>();
        written.values().forEach(rest::addAll);
        written.clear();
        synchronized (lock) {
            if (!closing && (started || !rest.isEmpty())) {
                enqueue(new Commit(rest, null));
            }
            closing = true;
        }
    }

    /** Waits until a closed store has written all, but no longer than this. An interrupt waits, too. */
    public void awaitEnd(long millis) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Request request) {
        requests.add(request);
        if (started) {
            lock.notifyAll();
        } else {
            started = true;
            thread.start();
        }
    }

    private boolean ask(Request request) {
        synchronized (lock) {
            if (!closing) {
                enqueue(request);
            }
            return !closing;
        }
    }

    // --- the store's thread ---

    private void run() {
        open();
        for (List<Request> all = take(); all != null; all = take()) {
            serve(all);
            tend(all.isEmpty());
            if (failing && nanos.getAsLong() - retryAt >= 0) {
                writeBacklog();
            }
            evict();
        }
        if (failing) {
            writeBacklog();
        }
        disconnect();
    }

    /** What is done when there is nothing else to do or, lest it never be, now and then. */
    private void tend(boolean idle) {
        busy = idle ? 0 : busy + 1;
        if (failing || indexer.isDone() || (busy > 0 && busy % BUSY_GROUPS != 0)) {
            return;
        }
        try {
            indexer.step();
        } catch (SQLException e) {
            if (SqliteFault.of(e) == SqliteFault.BROKEN) {
                failed(e);
            } else {
                // The messages are safe. Who searches is told how many are not in the index.
                indexer.rest();
            }
        }
    }

    /** All that waits; empty when it is time to try again; null when that was all. */
    @SuppressWarnings("WaitNotInLoop") // who is woken for nothing does nothing, and comes back
    private List<Request> take() {
        synchronized (lock) {
            if (requests.isEmpty() && !closing) {
                try {
                    lock.wait(failing ? RETRY_MILLIS : indexer.isDone() ? 0 : busy == 0 ? 1 : IDLE_MILLIS);
                } catch (InterruptedException e) {
                    // Nobody has a reason to.
                }
            }
            if (requests.isEmpty() && closing) {
                return null;
            }
            List<Request> all = List.copyOf(requests);
            requests.clear();
            return all;
        }
    }

    private void serve(List<Request> all) {
        List<Commit> group = new ArrayList<>();
        for (Request request : all) {
            if (request instanceof Commit each) {
                group.add(each);
                continue;
            }
            commit(group);
            group.clear();
            if (request instanceof Load load) {
                StoredPeer found = peer(load.peer()).snapshot();
                completions.accept(() -> load.callback().done(found));
            } else if (request instanceof Keys keys) {
                List<Bytes> found = keys(keys.unread());
                completions.accept(() -> keys.callback().done(found));
            } else if (request instanceof Erase erase) {
                erase.done().accept(erase(erase.peer(), erase.beforeMillis()));
            } else if (request instanceof Retain retain) {
                retain.done().accept(retain(retain.keepMillis(), retain.nowMillis()));
            }
        }
        commit(group);
    }

    private void commit(List<Commit> group) {
        if (group.isEmpty()) {
            return;
        }
        List<StoreOperation> operations = new ArrayList<>();
        List<StoreCallback<Void>> callbacks = new ArrayList<>(group.size());
        for (Commit each : group) {
            operations.addAll(each.operations());
            if (each.callback() != null) {
                callbacks.add(each.callback());
            }
        }
        for (StoreOperation each : operations) {
            peer(each.peer()).apply(each);
        }
        operations.removeIf(each -> unread.contains(each.peer()));
        if (!operations.isEmpty()) {
            write(operations);
        }
        if (!callbacks.isEmpty()) {
            completions.accept(() -> callbacks.forEach(callback -> callback.done(null)));
        }
    }

    private void write(List<StoreOperation> operations) {
        if (!failing) {
            try {
                writer.write(operations, this::peer);
                indexer.wake();
                return;
            } catch (SQLException e) {
                failed(e);
            }
        }
        if (failing) {
            remember(operations);
        }
    }

    private MemoryPeer peer(Bytes key) {
        MemoryPeer found = peers.get(key);
        if (found == null) {
            StoredPeer stored = StoredPeer.NOTHING;
            if (reader != null) {
                try {
                    stored = reader.load(key);
                } catch (SQLException e) {
                    failed(e);
                    if (failing) {
                        unread.add(key);
                    }
                }
            }
            found = MemoryPeer.of(stored);
            peers.put(key, found);
        }
        return found;
    }

    private List<Bytes> keys(boolean unread) {
        Set<Bytes> found = new LinkedHashSet<>();
        peers.forEach((key, peer) -> {
            if (unread ? peer.hasUnread() : peer.hasWaiting()) {
                found.add(key);
            }
        });
        if (reader != null) {
            try {
                found.addAll(unread ? reader.peersUnread() : reader.peersWaitedFor());
            } catch (SQLException e) {
                failed(e);
            }
        }
        return List.copyOf(found);
    }

    private long retain(long keepMillis, long nowMillis) {
        if (failing) {
            return -1;
        }
        try {
            OptionalLong agreed = SqliteEraser.agreed(connection, nowMillis);
            return agreed.isEmpty() ? 0 : erase(Optional.empty(), agreed.getAsLong() - keepMillis);
        } catch (SQLException e) {
            failed(e);
            return -1;
        }
    }

    private long erase(Optional<Bytes> peer, long beforeMillis) {
        if (failing) {
            return -1;
        }
        try {
            long erased = 0;
            for (long some = SqliteEraser.NONE_YET; some != 0; erased += Math.max(0, some)) {
                some = SqliteEraser.step(connection, peer, beforeMillis);
            }
            return erased;
        } catch (SQLException e) {
            failed(e);
            return -1;
        }
    }

    private void evict() {
        Iterator<Bytes> eldest = peers.keySet().iterator();
        while (!failing && peers.size() > PEERS) {
            writer.evict(eldest.next());
            eldest.remove();
        }
    }

    // --- the file ---

    private void open() {
        for (int left = OPENING_TRIES; ; left--) {
            try {
                connect();
                return;
            } catch (SqliteFile.NewerException e) {
                giveUp("the message store " + file + ": " + e.getMessage());
                return;
            } catch (SQLException e) {
                SqliteFault fault = SqliteFault.of(e);
                if (fault == SqliteFault.BROKEN) {
                    if (!beginAnew()) {
                        giveUp(fault.describe(file, e));
                    }
                    return;
                }
                if (fault != SqliteFault.LOCKED || left == 1) {
                    giveUp(fault.describe(file, e));
                    return;
                }
            } catch (IOException e) {
                giveUp("the message store " + file + ": it cannot be written");
                return;
            } catch (LinkageError e) {
                giveUp("the message store " + file + ": no SQLite for this system (" + e.getMessage() + ")");
                return;
            }
        }
    }

    private void connect() throws SQLException, IOException {
        connection = SqliteFile.open(file);
        try {
            if (mostPages > 0) {
                SqliteFile.execute(connection, "PRAGMA max_page_count = " + mostPages);
            }
            writer = new SqliteWriter(connection);
            reader = new SqliteReader(connection);
            indexer = new SqliteIndexer(connection);
        } catch (SQLException e) {
            disconnect();
            throw e;
        }
    }

    private void disconnect() {
        writer = null;
        reader = null;
        if (connection != null) {
            SqliteFile.closeQuietly(connection);
            connection = null;
        }
    }

    /** A broken file goes aside, and what is known of the peers goes into another one; false if that cannot be. */
    private boolean beginAnew() {
        disconnect();
        try {
            Path aside = SqliteFile.setAside(file);
            connect();
            writer.restore(peers);
            trouble.accept("the message store " + file + " was broken: it is kept as " + aside.getFileName()
                    + ", and a new one begins");
            return true;
        } catch (SQLException | IOException e) {
            disconnect();
            return false;
        }
    }

    /** An operation failed. */
    private void failed(SQLException e) {
        SqliteFault fault = SqliteFault.of(e);
        if (fault == SqliteFault.BROKEN) {
            if (!beginAnew()) {
                giveUp(fault.describe(file, e));
            }
        } else if (!failing) {
            failing = true;
            retryAt = nanos.getAsLong() + RETRY_MILLIS * 1_000_000;
            trouble.accept(
                    fault.describe(file, e) + "; messages are kept in memory alone until it can be written again");
        }
    }

    /** The file is not for us, and stays as it is. */
    private void giveUp(String why) {
        disconnect();
        failing = true;
        backlog = null;
        trouble.accept(why + "; messages of this run are kept in memory alone");
    }

    private void remember(List<StoreOperation> operations) {
        if (backlog == null) {
            return;
        }
        for (StoreOperation each : operations) {
            backlog.add(each);
            backlogBytes += StoredPeers.size(each);
        }
        if (backlogBytes > BACKLOG_BYTES) {
            giveUp("the message store " + file + ": too much has happened since it could be written");
        }
    }

    /** Tries again. */
    private void writeBacklog() {
        retryAt = nanos.getAsLong() + RETRY_MILLIS * 1_000_000;
        if (backlog == null) {
            return;
        }
        try {
            SqliteWriter another = new SqliteWriter(connection);
            writer.abandon();
            writer = another;
            writer.write(backlog, this::peer);
            indexer.wake();
            backlog = new ArrayList<>();
            backlogBytes = 0;
            failing = false;
            trouble.accept("the message store " + file + " can be written again, and all is in it");
        } catch (SQLException e) {
            if (SqliteFault.of(e) == SqliteFault.BROKEN) {
                failing = !beginAnew();
                backlog = failing ? null : new ArrayList<>();
            }
        }
    }
}
