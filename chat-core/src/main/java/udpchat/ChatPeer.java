package udpchat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import udpchat.directory.PeerDirectory;
import udpchat.directory.PeersFile;
import udpchat.engine.Command;
import udpchat.engine.PeerEngine;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.PeerStats;
import udpchat.model.SessionInfo;
import udpchat.model.Trust;
import udpchat.model.WaitingMessage;
import udpchat.net.PeerHandler;
import udpchat.net.UdpTransport;
import udpchat.noise.Identity;
import udpchat.noise.IdentityException;
import udpchat.noise.SafetyNumber;
import udpchat.noise.SystemRandom;
import udpchat.store.SqliteStore;
import udpchat.wire.Bytes;

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
    private final PeerList list;
    private final Optional<SqliteStore> store;
    private final PeerKey key;
    /** Ids of messages: random for each run, then counted. */
    private final long run;

    private final AtomicLong sent = new AtomicLong();
    private final PeerAddress localAddress;
    private final AtomicLong unsentWeight = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicReference<Profile> profile;
    private final boolean rawOnly;
    private final InstantSource wall;

    /** What peers are told of us. */
    private record Profile(String nick, boolean away) {}

    ChatPeer(
            UdpTransport transport,
            PeerHandler handler,
            EventDispatcher dispatcher,
            Duration drain,
            PeerList list,
            Optional<SqliteStore> store,
            PeerKey key,
            long run,
            boolean rawOnly,
            String nick,
            InstantSource wall) {
        this.transport = transport;
        this.handler = handler;
        this.dispatcher = dispatcher;
        this.drain = drain;
        this.list = list;
        this.store = store;
        this.key = key;
        this.run = run;
        this.rawOnly = rawOnly;
        this.wall = wall;
        this.profile = new AtomicReference<>(new Profile(nick, false));
        this.localAddress = transport.localAddress();
        transport.onClosed(list::shutdown);
    }

    public static ChatPeerBuilder builder() {
        return new ChatPeerBuilder();
    }

    /**
     * Reads a peer list without starting a peer. The names are those that a peer with this list has for them.
     *
     * @return empty for a file that is not there
     * @throws ChatException of kind {@code FILE}
     */
    public static List<Contact> readPeers(Path file) {
        PeerDirectory directory = new PeerDirectory();
        directory.load(load(file));
        return directory.contacts();
    }

    /** As it stands in the file. */
    static List<Contact> load(Path file) {
        try {
            return PeersFile.read(file);
        } catch (IOException e) {
            throw new ChatException(ChatException.Kind.FILE, explain(e), e);
        }
    }

    /**
     * The key of the identity in this file, which is made if it is not there; without starting a peer.
     *
     * @throws ChatException of kind {@code FILE}
     */
    public static PeerKey readKey(Path identityFile) {
        try {
            return PeerKey.of(
                    Identity.loadOrCreate(identityFile, SystemRandom.create()).publicKey());
        } catch (IdentityException e) {
            throw new ChatException(ChatException.Kind.FILE, e.getMessage(), e);
        }
    }

    /** Where the socket is bound. */
    public PeerAddress localAddress() {
        return localAddress;
    }

    /** The key that others know us by. */
    public PeerKey key() {
        return key;
    }

    /**
     * Sixty digits that two people compare to know that nobody sits between them: both see the same. Takes some
     * milliseconds.
     */
    public String safetyNumber(PeerKey other) {
        return SafetyNumber.of(key.toBytes(), other.toBytes());
    }

    /** What peers are to call us from now on; at most 64 bytes of UTF-8, the rest is cut. */
    public void nick(String nick) {
        Profile now = profile.updateAndGet(old -> new Profile(nick, old.away));
        handler.submit(new Command.SetProfile(now.nick, now.away));
    }

    /** Whether peers are to see us as away. */
    public void away(boolean away) {
        Profile now = profile.updateAndGet(old -> new Profile(old.nick, away));
        handler.submit(new Command.SetProfile(now.nick, now.away));
    }

    /** {@link #send(Destination, String, boolean)} of a text, for who needs no id. */
    public CompletableFuture<Delivery> send(Destination to, String text) {
        return send(to, text, false).delivery();
    }

    /** Sends a text to whoever is at this address. */
    public CompletableFuture<Delivery> send(PeerAddress to, String text) {
        return send(new Destination.Bare(to), text);
    }

    /**
     * Sends a text. To a peer with a key it goes encrypted, as often as it needs to, and the last word is {@link
     * Delivery.Delivered}; while the peer is away it waits, and if this peer is closed meanwhile and has a message store,
     * {@link Delivery.Queued}: the next one with that store sends it. To a plain peer it goes as UTF-8, in several datagrams if it
     * is longer than 1,024 bytes, and the last word is {@link Delivery.Sent}: nobody can say more. The future never
     * fails; a failure is a {@link Delivery.Failed} with its reason.
     *
     * @param text at most 1 MiB of UTF-8
     * @param action whether it tells what we do ({@code /me}); a plain peer gets {@code * nick text}
     */
    public SentMessage send(Destination to, String text, boolean action) {
        Objects.requireNonNull(to, "to");
        MessageId id = new MessageId(run, sent.incrementAndGet());
        if (text.length() > PeerEngine.MAX_MESSAGE_BYTES) {
            // No char takes less than a byte. Said here, because it would not fit the queue either.
            return new SentMessage(id, CompletableFuture.completedFuture(TOO_LONG));
        }
        long weight = 256 + 2L * text.length();
        if (unsentWeight.addAndGet(weight) > MAX_UNSENT_WEIGHT) {
            unsentWeight.addAndGet(-weight);
            return new SentMessage(id, CompletableFuture.completedFuture(QUEUE_FULL));
        }
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        // Registered first, so that whoever waits for the result finds the room that it gave back.
        CompletableFuture<Delivery> settled = result.thenApply(delivery -> {
            unsentWeight.addAndGet(-weight);
            return delivery;
        });
        handler.submit(new Command.Send(to, id, text, action, result));
        return new SentMessage(id, settled);
    }

    /**
     * Notes that a person has read this message and all that its sender said before it. The sender is told, unless {@link
     * ChatPeerBuilder#readReceipts} is off, and {@link Contact#unread} counts them no more. Without effect for a message
     * that this peer was not told of, and where the sender has begun to count anew since. For what a program reads it is not
     * to be called.
     */
    public void markRead(PeerKey from, MessageId message) {
        handler.submit(new Command.MarkRead(new Destination.Keyed(from, List.of()), Optional.of(message)));
    }

    /** Likewise of all that a peer said, in this run or before, as far as the listener has returned from it. */
    public void markRead(Destination from) {
        handler.submit(new Command.MarkRead(from, Optional.empty()));
    }

    /**
     * Gives up on a message: its future fails, unless it was delivered meanwhile. Where it was under way already the
     * failure says that it may have arrived.
     */
    public void withdraw(MessageId id) {
        cancel(id);
    }

    /** Likewise; whether the message waited, which it does no more. It may be one of a run before. */
    public CompletableFuture<Boolean> cancel(MessageId id) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        handler.submit(new Command.Withdraw(id, result));
        return result;
    }

    /** Messages to peers with a key that were not confirmed, also those of runs before, in the order in which they go. */
    public CompletableFuture<List<WaitingMessage>> outbox() {
        CompletableFuture<List<WaitingMessage>> result = new CompletableFuture<>();
        handler.submit(new Command.ListOutbox(result));
        return result;
    }

    /**
     * Whom a person means: an alias, the name of a peer that is known, its key, or what {@link PeerSpec#parse} reads. May
     * block for the system's name look-up.
     *
     * @throws ChatException of kind {@code UNKNOWN_PEER} or {@code INVALID}
     */
    public Destination destination(String peer) {
        checkMayWait();
        Optional<Contact> known = find(peer);
        Optional<Destination> there = known.flatMap(Contact::destination);
        if (there.isPresent() && !known.get().addresses().isEmpty()) {
            return there.get();
        }
        PeerAddress address = look(peer, known);
        PeerSpec spec = known.map(Contact::spec).orElseGet(() -> PeerSpec.parse(peer));
        Optional<PeerKey> expected = known.flatMap(Contact::key).or(spec::key);
        if (expected.isPresent()) {
            return new Destination.Keyed(expected.get(), List.of(address));
        }
        return spec.raw() ? new Destination.Raw(address) : new Destination.Bare(address);
    }

    /** The entry of whom a message would go to; made up where nothing is known. Waits for the event loop. */
    public Contact contact(Destination to) {
        checkMayWait();
        List<Contact> all = await(peers());
        if (to instanceof Destination.Keyed keyed) {
            return all.stream()
                    .filter(each -> each.key().filter(keyed.key()::equals).isPresent())
                    .findFirst()
                    .orElseGet(() -> unknown(keyed));
        }
        PeerAddress address = to instanceof Destination.Raw raw ? raw.address() : ((Destination.Bare) to).address();
        return all.stream()
                .filter(each -> each.addresses().contains(address))
                .filter(each -> !(to instanceof Destination.Raw) || each.key().isEmpty())
                .findFirst()
                .orElseGet(() -> new Contact(
                        Optional.empty(), PeerSpec.of(address), Optional.of(address), false, Optional.empty(), 0, 0));
    }

    private static Contact unknown(Destination.Keyed keyed) {
        PeerAddress address = keyed.addresses().get(0);
        return new Contact(
                Optional.empty(),
                PeerSpec.of(keyed.key(), address),
                Optional.of(keyed.key()),
                Optional.empty(),
                "anonymous#" + keyed.key().tag(),
                PeerState.NEW,
                Trust.PINNED,
                false,
                keyed.addresses(),
                false,
                Optional.empty(),
                0,
                0);
    }

    private Optional<Contact> find(String peer) {
        List<Contact> all = await(peers());
        return all.stream()
                .filter(c -> c.alias().filter(peer::equalsIgnoreCase).isPresent())
                .findFirst()
                .or(() -> all.stream()
                        .filter(c -> c.key().isPresent()
                                && (c.name().equalsIgnoreCase(peer)
                                        || c.key().get().text().equals(peer)))
                        .findFirst());
    }

    /** Plain text to this address from now on, for a person says so; how many texts were held for it and go now. */
    public CompletableFuture<Integer> raw(PeerAddress address) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        handler.submit(new Command.Raw(address, result));
        return result;
    }

    /**
     * How long it takes to the peer and back. Fails with {@link IllegalStateException} when there is no session, or no
     * answer within 5 s.
     */
    public CompletableFuture<Duration> ping(Destination to) {
        CompletableFuture<Duration> result = new CompletableFuture<>();
        handler.submit(new Command.Ping(to, result));
        return result;
    }

    /** Whether nothing but typed text ever goes out, as {@link ChatPeerBuilder#rawOnly} has it. */
    public boolean isRawOnly() {
        return rawOnly;
    }

    /**
     * Looks for a peer and makes a session with it, though there is nothing to say. What comes of it shows by events: {@link
     * udpchat.model.ChatEvent.PeerChanged} when it is up or speaks plain text, {@link udpchat.model.ChatEvent.NoAnswer}
     * when nobody answers at a bare address.
     */
    public void connect(Destination to) {
        handler.submit(new Command.Connect(to));
    }

    /**
     * How the way to the peer is: loss in both directions, round trip, largest datagram. Takes about two seconds, five at
     * most. Fails with {@link IllegalStateException} when there is no session, when it ends meanwhile, or when this is
     * being found out already.
     */
    public CompletableFuture<PathReport> check(Destination to) {
        CompletableFuture<PathReport> result = new CompletableFuture<>();
        handler.submit(new Command.Check(to, result));
        return result;
    }

    /** How each session is doing. */
    public CompletableFuture<List<SessionInfo>> sessions() {
        CompletableFuture<List<SessionInfo>> result = new CompletableFuture<>();
        handler.submit(new Command.ListSessions(result));
        return result;
    }

    /**
     * Notes that a person compared the safety number of this key. Blocks and fails as {@link #addContact}.
     */
    public Contact verify(PeerKey other) {
        return change(new Command.ContactChange.Verify(other));
    }

    /**
     * Accepts the key that answers in place of the pinned one: the name goes over to it. Blocks and fails as {@link
     * #addContact}.
     */
    public Contact trust(String name) {
        return change(new Command.ContactChange.Trust(name));
    }

    /**
     * Finds the endpoint of a peer as a person writes it: an alias, or what {@link PeerSpec#parse} reads. May block for
     * the system's name look-up.
     *
     * @throws ChatException of kind {@code UNKNOWN_PEER} or {@code INVALID}
     */
    public PeerAddress resolve(String peer) {
        checkMayWait();
        Optional<Contact> known = find(peer);
        Optional<PeerAddress> address = known.flatMap(Contact::address);
        return address.isPresent() ? address.get() : look(peer, known);
    }

    private PeerAddress look(String peer, Optional<Contact> known) {
        PeerSpec spec;
        try {
            spec = known.map(Contact::spec).orElseGet(() -> PeerSpec.parse(peer));
        } catch (IllegalArgumentException e) {
            throw new ChatException(ChatException.Kind.INVALID, e.getMessage(), e);
        }
        try {
            PeerAddress address = spec.resolve();
            known.flatMap(Contact::alias).ifPresent(alias -> handler.submit(new Command.Locate(alias, address)));
            return address;
        } catch (UnknownHostException e) {
            String what = known.isPresent() ? "no host '" + spec.host() + "'" : "no alias and no host of that name";
            throw new ChatException(ChatException.Kind.UNKNOWN_PEER, "'" + peer + "': " + what, e);
        }
    }

    /**
     * Erases messages from the history of {@link ChatPeerBuilder#storeFile}, those with one peer or with all, that came or
     * were said before this time. What still waits to be sent stays. How many they were; fails with {@link
     * IllegalStateException} where there is no such file, or it cannot be written.
     */
    public CompletableFuture<Long> erase(Optional<PeerKey> with, Instant before) {
        return erase(
                (store, done) -> store.erase(with.map(key -> Bytes.wrap(key.toBytes())), before.toEpochMilli(), done));
    }

    /**
     * Likewise messages with all that are older than this, and were so on two days before on which this was called: a clock
     * that is wrong for a day or two does not erase everything. Call it once a day, or at each start.
     *
     * @param age more than a millisecond
     */
    public CompletableFuture<Long> retain(Duration age) {
        long now = wall.millis();
        return erase((store, done) -> store.retain(Math.max(1, age.toMillis()), now, done));
    }

    private CompletableFuture<Long> erase(BiConsumer<SqliteStore, Consumer<Long>> how) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        if (store.isEmpty()) {
            result.completeExceptionally(new IllegalStateException("messages of this run are in memory alone"));
        } else {
            how.accept(store.get(), count -> {
                if (count < 0) {
                    result.completeExceptionally(new IllegalStateException("the message store cannot be written now"));
                } else {
                    result.complete(count);
                }
            });
        }
        return result;
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
        return ignore(new Destination.Bare(address), ignored);
    }

    /** Drops, or no longer drops, what this peer sends. Blocks and fails as {@link #addContact}. */
    public Contact ignore(Destination who, boolean ignored) {
        return change(new Command.ContactChange.Ignore(who, ignored));
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
            list.save(peers());
            handler.submit(new Command.Close(nanos));
        }
        if (handler.isEventLoop()) {
            return;
        }
        transport.awaitClosed(nanos + TimeUnit.SECONDS.toNanos(GRACE_SECONDS));
        transport.shutdown();
        // Once the socket is closed this is so already; it is not where a callback holds up the loop.
        list.awaitEnd(GRACE_SECONDS);
        store.ifPresent(each -> each.awaitEnd(TimeUnit.SECONDS.toMillis(GRACE_SECONDS)));
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

    private Contact change(Command.ContactChange change) {
        checkMayWait();
        CompletableFuture<Contact> result = new CompletableFuture<>();
        CompletableFuture<List<Contact>> after = new CompletableFuture<>();
        // Registered before the loop can complete it: so lists are saved in the order in which they were made.
        CompletableFuture<Void> saved = list.save(after);
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
