package udpchat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import udpchat.directory.PeersFile;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;

/**
 * Keeps the file of the peer list as the directory has it, in the order of its changes, on a thread of its own. What a
 * person changes is written at once; what peers change, new keys and addresses, once a second at most.
 */
final class PeerList {

    private static final long SOON_MILLIS = 1_000;

    private final Optional<Path> file;
    private final Consumer<String> trouble;
    private final AtomicBoolean soon = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor files = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "udpchat-files");
        thread.setDaemon(true);
        return thread;
    });

    /** Whether the last attempt failed; of the files' thread. */
    private boolean failing;

    private volatile Supplier<CompletableFuture<List<Contact>>> contacts;

    /**
     * @param file where; empty for a list that is not kept
     * @param trouble is told when what peers changed cannot be saved
     */
    PeerList(Optional<Path> file, Consumer<String> trouble) {
        this.file = file;
        this.trouble = trouble;
        files.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Reads the list from here, from now on. */
    void readFrom(Supplier<CompletableFuture<List<Contact>>> source) {
        contacts = source;
    }

    /** Looks whether an event changes what the file has to hold. On the event loop. */
    void onEvent(ChatEvent event) {
        boolean kept = event instanceof ChatEvent.PeerChanged changed
                && changed.contact().key().isPresent();
        if (kept && file.isPresent() && contacts != null && soon.compareAndSet(false, true)) {
            try {
                files.schedule(this::refresh, SOON_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The peer is closing, and has saved or is about to.
            }
        }
    }

    private void refresh() {
        soon.set(false);
        contacts.get()
                .thenAcceptAsync(
                        list -> {
                            try {
                                save(list);
                                failing = false;
                            } catch (ChatException e) {
                                if (!failing) {
                                    failing = true;
                                    trouble.accept(e.getMessage());
                                }
                            }
                        },
                        files);
    }

    /** Saves the list once it is there. Fails with {@link ChatException} of kind {@code FILE}. */
    CompletableFuture<Void> save(CompletableFuture<List<Contact>> list) {
        return list.thenAcceptAsync(this::save, files);
    }

    private void save(List<Contact> list) {
        if (file.isEmpty()) {
            return;
        }
        try {
            PeersFile.write(file.get(), list);
        } catch (IOException e) {
            throw new ChatException(ChatException.Kind.FILE, "the peer list is not saved: " + ChatPeer.explain(e), e);
        }
    }

    /** Takes no more; what it has is still written. */
    void shutdown() {
        files.shutdown();
    }

    /** Waits until all is written, but no longer than this. An interrupt waits, too. */
    void awaitEnd(long seconds) {
        files.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            files.awaitTermination(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
