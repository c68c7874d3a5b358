package udpchat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import udpchat.directory.PeersFile;
import udpchat.engine.Command;
import udpchat.engine.PeerEngine;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.model.PeerStats;
import udpchat.net.PeerHandler;
import udpchat.net.UdpTransport;

/**
 * A chat peer on one UDP socket.
 *
 * <p>Receiving runs on the peer's event loop; any thread may call the methods here, and none of them waits for the
 * network, except where it says so. Every future completes, at the latest when the peer is closed; what depends on one
 * without an {@code Async} suffix may run on the event loop and must not block it: the methods that wait refuse there
 * with {@link IllegalStateException}.
 */
public final class ChatPeer implements AutoCloseable {

    /**
     * Estimated heap, in bytes, of messages given to {@link #send} that the network has not taken yet: 16 MiB. Beyond
     * it a message fails with {@link Delivery.Reason#QUEUE_FULL}; who sends in bulk waits for the futures.
     */
    static final long MAX_UNSENT_WEIGHT = 16L << 20;

    /** What {@link #close} waits beyond the drain, for the loop, the list on disk and the listener each, s. */
    private static final int GRACE_SECONDS = 2;

    private static final Delivery TOO_LONG = new Delivery.Failed(
            Delivery.Reason.TOO_LONG,
            "the message is longer than " + PeerEngine.MAX_MESSAGE_BYTES + " bytes; send it in parts");
    private static final Delivery QUEUE_FULL = new Delivery.Failed(
            Delivery.Reason.QUEUE_FULL, "too much is waiting to be sent; wait for earlier messages");

    private final UdpTransport transport;
    private final PeerHandler handler;
    private final EventDispatcher dispatcher;
    private final Duration drain;
    private final Optional<Path> peersFile;
    private final PeerAddress localAddress;
    private final AtomicLong unsentWeight = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Writes the peer list in the order of its changes. */
    private final ExecutorService files = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "udpchat-files");
        thread.setDaemon(true);
        return thread;
    });

    ChatPeer(
            UdpTransport transport,
            PeerHandler handler,
            EventDispatcher dispatcher,
            Duration drain,
            Optional<Path> peersFile) {
        this.transport = transport;
        this.handler = handler;
        this.dispatcher = dispatcher;
        this.drain = drain;
        this.peersFile = peersFile;
        this.localAddress = transport.localAddress();
        transport.onClosed(files::shutdown);
    }

    public static ChatPeerBuilder builder() {
        return new ChatPeerBuilder();
    }

    /**
     * Reads a peer list without starting a peer.
     *
     * @return empty for a file that is not there
     * @throws ChatException of kind {@code FILE}
     */
    public static List<Contact> readPeers(Path file) {
        try {
            return PeersFile.read(file);
        } catch (IOException e) {
            throw new ChatException(ChatException.Kind.FILE, explain(e), e);
        }
    }

    /** Where the socket is bound. */
    public PeerAddress localAddress() {
        return localAddress;
    }

    /**
     * Sends a text. To a plain peer it goes as UTF-8, in several datagrams if it is longer than 1,024 bytes, and the
     * result is {@link Delivery.Sent}: nobody can say more. The future never fails; a failure is a
     * {@link Delivery.Failed} with its reason.
     *
     * @param text at most 1 MiB of UTF-8
     */
    public CompletableFuture<Delivery> send(PeerAddress to, String text) {
        Objects.requireNonNull(to, "to");
        if (text.length() > PeerEngine.MAX_MESSAGE_BYTES) {
            // No char takes less than a byte. Said here, because it would not fit the queue either.
            return CompletableFuture.completedFuture(TOO_LONG);
        }
        long weight = 256 + 2L * text.length();
        if (unsentWeight.addAndGet(weight) > MAX_UNSENT_WEIGHT) {
            unsentWeight.addAndGet(-weight);
            return CompletableFuture.completedFuture(QUEUE_FULL);
        }
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        // Registered first, so that whoever waits for the result finds the room that it gave back.
        CompletableFuture<Delivery> settled = result.thenApply(delivery -> {
            unsentWeight.addAndGet(-weight);
            return delivery;
        });
        handler.submit(new Command.Send(to, text, result));
        return settled;
    }

    /**
     * Finds the endpoint of a peer as a person writes it: an alias, or what {@link PeerSpec#parse} reads. May block for
     * the system's name look-up.
     *
     * @throws ChatException of kind {@code UNKNOWN_PEER} or {@code INVALID}
     */
    public PeerAddress resolve(String peer) {
        checkMayWait();
        Optional<Contact> named = await(peers()).stream()
                .filter(c -> c.alias().filter(peer::equalsIgnoreCase).isPresent())
                .findFirst();
        if (named.isPresent() && named.get().address().isPresent()) {
            return named.get().address().get();
        }
        PeerSpec spec;
        try {
            spec = named.map(Contact::spec).orElseGet(() -> PeerSpec.parse(peer));
        } catch (IllegalArgumentException e) {
            throw new ChatException(ChatException.Kind.INVALID, e.getMessage(), e);
        }
        try {
            PeerAddress address = spec.resolve();
            named.ifPresent(contact -> handler.submit(new Command.Locate(peer, address)));
            return address;
        } catch (UnknownHostException e) {
            String what = named.isPresent() ? "no host '" + spec.host() + "'" : "no alias and no host of that name";
            throw new ChatException(ChatException.Kind.UNKNOWN_PEER, "'" + peer + "': " + what, e);
        }
    }

    /** Who is known: the peer list, and who was heard from or sent to in this run. */
    public CompletableFuture<List<Contact>> peers() {
        CompletableFuture<List<Contact>> result = new CompletableFuture<>();
        handler.submit(new Command.ListContacts(result));
        return result;
    }

    /** What was counted since the start. Fails once the peer is closed, as {@link #peers} does. */
    public CompletableFuture<PeerStats> stats() {
        CompletableFuture<PeerStats> result = new CompletableFuture<>();
        handler.submit(new Command.ReadStats(result));
        return result.thenApply(s -> new PeerStats(
                s.datagramsIn(),
                s.bytesIn(),
                s.datagramsOut(),
                s.bytesOut(),
                s.empty(),
                s.ignored(),
                s.malformed(),
                dispatcher.missed()));
    }

    /**
     * Gives a peer a name in the peer list. May block for the system's name look-up and until the list is saved.
     *
     * @throws ChatException of kind {@code INVALID} when the name is taken or cannot be one (1 to 64 chars without
     *     spaces, control and format characters), {@code FILE} when the list cannot be saved
     */
    public Contact addContact(String alias, PeerSpec spec) {
        checkMayWait();
        Optional<PeerAddress> address;
        try {
            address = Optional.of(spec.resolve());
        } catch (UnknownHostException e) {
            address = Optional.empty();
        }
        return change(new Command.ContactChange.Add(alias, spec, address));
    }

    /** Takes a peer's name away. Blocks and fails as {@link #addContact}. */
    public Contact removeContact(String alias) {
        return change(new Command.ContactChange.Remove(alias));
    }

    /** Changes a peer's name. Blocks and fails as {@link #addContact}. */
    public Contact renameContact(String from, String to) {
        return change(new Command.ContactChange.Rename(from, to));
    }

    /** Drops, or no longer drops, what comes from there. Blocks and fails as {@link #addContact}. */
    public Contact ignore(PeerAddress address, boolean ignored) {
        return change(new Command.ContactChange.Ignore(address, ignored));
    }

    /** {@link #close(Duration)} with the time the builder was given. */
    @Override
    public void close() {
        close(drain);
    }

    /**
     * Takes no more to send, waits for what is under way, closes the socket, completes every future and tells the
     * listener {@link ChatEvent.Closed}. Then waits, some seconds at most, for the peer list to be on disk and for the
     * listener to have been told, unless it is the listener who calls. On the event loop it only asks for all that and
     * waits for nothing. A second call waits as the first does, and changes nothing.
     *
     * @param atMost how long to wait for what is under way; what is not sent by then fails
     */
    public void close(Duration atMost) {
        long nanos = clampedNanos(atMost);
        if (closing.compareAndSet(false, true)) {
            // When a peer was last heard is worth keeping, but not worth failing for.
            peers().thenAcceptAsync(this::save, files);
            handler.submit(new Command.Close(nanos));
        }
        if (handler.isEventLoop()) {
            return;
        }
        transport.awaitClosed(nanos + TimeUnit.SECONDS.toNanos(GRACE_SECONDS));
        transport.shutdown();
        awaitFiles();
        if (!dispatcher.isListenerThread()) {
            dispatcher.awaitEnd(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
        }
    }

    private static long clampedNanos(Duration atMost) {
        if (atMost.isNegative()) {
            return 0;
        }
        Duration most = Duration.ofNanos(Long.MAX_VALUE / 4);
        return (atMost.compareTo(most) < 0 ? atMost : most).toNanos();
    }

    private void awaitFiles() {
        // Once the socket is closed this is so already; it is not where a callback holds up the loop.
        files.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            files.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Contact change(Command.ContactChange change) {
        checkMayWait();
        CompletableFuture<Contact> result = new CompletableFuture<>();
        CompletableFuture<List<Contact>> after = new CompletableFuture<>();
        // Registered before the loop can complete it: so lists are saved in the order in which they were made.
        CompletableFuture<Void> saved = after.thenAcceptAsync(this::save, files);
        handler.submit(new Command.ChangeContact(change, result));
        handler.submit(new Command.ListContacts(after));
        Contact contact = await(result);
        await(saved);
        return contact;
    }

    private void checkMayWait() {
        if (handler.isEventLoop()) {
            throw new IllegalStateException("this method waits, so it cannot run on the peer's event loop; register the"
                    + " callback with an Async method");
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ChatException chat) {
                throw chat;
            }
            if (cause instanceof RejectedExecutionException) {
                throw new ChatException(ChatException.Kind.INVALID, "this peer is closed", cause);
            }
            throw new ChatException(ChatException.Kind.INVALID, String.valueOf(cause.getMessage()), cause);
        }
    }

    private void save(List<Contact> contacts) {
        if (peersFile.isEmpty()) {
            return;
        }
        try {
            PeersFile.write(peersFile.get(), contacts);
        } catch (IOException e) {
            throw new ChatException(ChatException.Kind.FILE, "the peer list is not saved: " + explain(e), e);
        }
    }

    /** One line, with the file's name, for what the JDK often says by an exception's class alone. */
    static String explain(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getFile() + ": " + system.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
