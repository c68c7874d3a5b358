package udpchat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import udpchat.directory.PeerDirectory;
import udpchat.engine.Command;
import udpchat.engine.EngineConfig;
import udpchat.engine.PeerEngine;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Impairment;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.net.PeerHandler;
import udpchat.net.UdpTransport;
import udpchat.noise.Identity;
import udpchat.noise.IdentityException;
import udpchat.noise.SystemRandom;
import udpchat.store.InMemoryStore;
import udpchat.store.SqliteStore;
import udpchat.wire.WireLimits;

/** Says how a {@link ChatPeer} is to be, and starts it. Not for use by several threads at once. */
public final class ChatPeerBuilder {

    /** How many ports above the wanted one are tried before giving up. */
    private static final int PORTS_TRIED = 100;

    /** When it is taken up what a run before left, unless something else comes first: a prompt is to be there before. */
    private static final long RESUME_MILLIS = 200;

    private InetSocketAddress bind = new InetSocketAddress(PeerSpec.DEFAULT_PORT);
    private boolean nextFreePort = true;
    private Optional<Path> peersFile = Optional.empty();
    private boolean savePeers;
    private Optional<Path> capture = Optional.empty();
    private boolean wireLog;
    private Impairment impairment = Impairment.NONE;
    private Duration drain = Duration.ofSeconds(2);
    private InstantSource wall = InstantSource.system();
    private ChatListener listener = event -> {};
    private Optional<Path> identityFile = Optional.empty();
    private String nick = "";
    private Optional<Path> storeFile = Optional.empty();
    private boolean rawOnly;
    private boolean deliveryEvents = true;
    private boolean readReceipts = true;
    private boolean discover;
    private boolean brief;

    ChatPeerBuilder() {}

    /** Binds all interfaces at this port, or any free one for 0. A taken port is an error. */
    public ChatPeerBuilder port(int port) {
        return bind(new InetSocketAddress(port));
    }

    /** Binds exactly this address. A taken port is an error. */
    public ChatPeerBuilder bind(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved: " + address.getHostString());
        }
        bind = address;
        nextFreePort = false;
        return this;
    }

    /**
     * Binds all interfaces at this port or, where it is taken, at the next free one. The default, from port
     * {@value PeerSpec#DEFAULT_PORT}.
     */
    public ChatPeerBuilder portOrNextFree(int port) {
        bind = new InetSocketAddress(port);
        nextFreePort = true;
        return this;
    }

    /** Loads the peer list from this file, if it is there, and saves each change of it. */
    public ChatPeerBuilder peersFile(Path file) {
        peersFile = Optional.of(file);
        savePeers = true;
        return this;
    }

    /** Loads the peer list from this file, if it is there, and leaves the file as it is. */
    public ChatPeerBuilder peersFileReadOnly(Path file) {
        peersFile = Optional.of(file);
        savePeers = false;
        return this;
    }

    /**
     * Writes every datagram of at most 65,507 bytes into this file, which Wireshark opens. An existing file is
     * replaced. A disk that is full ends the capture and is told as {@code Trouble}.
     */
    public ChatPeerBuilder capture(Path file) {
        capture = Optional.of(file);
        return this;
    }

    /**
     * Takes the identity from this file, and makes it at first use; mode 0600. Where it can be neither read nor made, the
     * peer has a key for this run alone, and says so. Without this call it has one for this run alone, too.
     */
    public ChatPeerBuilder identityFile(Path file) {
        identityFile = Optional.of(file);
        return this;
    }

    /**
     * Keeps messages in this file: what is to be sent until it was delivered, and what was said. It is made at first use;
     * mode 0600, and one program at a time may have it. Needs {@code org.xerial:sqlite-jdbc} on the class path. Where the
     * file cannot be used, messages are kept in memory, and {@link ChatEvent.Trouble} says why. Without this call they are
     * kept in memory until the peer is closed. Without effect with {@link #rawOnly}.
     */
    public ChatPeerBuilder storeFile(Path file) {
        storeFile = Optional.of(file);
        return this;
    }

    /** What peers are to call us; at most 64 bytes of UTF-8, the rest is cut. Nothing by default. */
    public ChatPeerBuilder nick(String name) {
        nick = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Nothing but typed text ever leaves, and everything that comes is text. */
    public ChatPeerBuilder rawOnly(boolean on) {
        rawOnly = on;
        return this;
    }

    /**
     * Whether each step of a message is told as {@link ChatEvent.DeliveryChanged}, besides the future that tells the last
     * one. On by default; who sends many thousands a second may want to be spared.
     */
    public ChatPeerBuilder deliveryEvents(boolean on) {
        deliveryEvents = on;
        return this;
    }

    /**
     * Whether peers are told what of theirs was read, which {@link ChatPeer#markRead} says. On by default. Off, it is noted
     * here alone; once it is on again they are told of that, too.
     */
    public ChatPeerBuilder readReceipts(boolean on) {
        readReceipts = on;
        return this;
    }

    /** Logs everything the channel does through Netty's logger {@code udpchat.wire} at level DEBUG. */
    public ChatPeerBuilder wireLog(boolean on) {
        wireLog = on;
        return this;
    }

    /**
     * Makes the network of this peer worse than it is, in both directions, to see what that does. What {@link #capture}
     * and {@link #wireLog} tell is what the socket carried. Nothing by default.
     */
    public ChatPeerBuilder impair(Impairment how) {
        impairment = Objects.requireNonNull(how, "how");
        return this;
    }

    /**
     * Whether peers on the local network are looked for, and let themselves be found: by a HELLO to a group and to the
     * broadcast address of each interface, which says nothing but that somebody is here. Who is found is told as {@link
     * ChatEvent.PeerChanged}. Off by default; without effect with {@link #rawOnly}.
     */
    public ChatPeerBuilder discover(boolean on) {
        discover = on;
        return this;
    }

    /**
     * Whether this peer is for one thing, as to send one message, and soon gone: peers are told so, and do not announce
     * that it comes and goes. Off by default.
     */
    public ChatPeerBuilder brief(boolean on) {
        brief = on;
        return this;
    }

    /** How long {@link ChatPeer#close()} waits for what is under way; 2 s by default. */
    public ChatPeerBuilder drain(Duration atMost) {
        drain = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** The time of day that messages carry; the system's by default. */
    public ChatPeerBuilder wallClock(InstantSource source) {
        wall = Objects.requireNonNull(source, "source");
        return this;
    }

    /** Who is told what happens; nobody by default. */
    public ChatPeerBuilder listener(ChatListener who) {
        listener = Objects.requireNonNull(who, "who");
        return this;
    }

    /**
     * Binds the socket and starts the peer. Blocks until it is bound.
     *
     * @throws ChatException of kind {@code BIND} or {@code FILE}, with one line to show
     */
    public ChatPeer start() {
        List<Contact> contacts = peersFile.map(ChatPeer::load).orElse(List.of());
        AtomicReference<PeerHandler> loop = new AtomicReference<>();
        EventDispatcher dispatcher =
                new EventDispatcher(listener, (from, id) -> loop.get().submit(new Command.Shown(from, id)));
        PeerDirectory directory = new PeerDirectory();
        directory.load(contacts);
        PeerList list = new PeerList(
                savePeers ? peersFile : Optional.empty(), text -> dispatcher.offer(new ChatEvent.Trouble(text)));
        Optional<OutputStream> captureTo = capture.map(ChatPeerBuilder::open);
        RandomGenerator random = SystemRandom.create();
        // Beside the bind: both take their time.
        FutureTask<Identity> identity = new FutureTask<>(() -> identity(random, dispatcher));
        new Thread(identity, "udpchat-identity").start();
        EngineConfig config = new EngineConfig(
                () -> join(identity), nick, rawOnly, deliveryEvents, readReceipts, brief, WireLimits.Datagram.MAX);
        Optional<SqliteStore> store = rawOnly
                ? Optional.empty()
                : storeFile.map(file -> new SqliteStore(
                        file,
                        answer -> loop.get().submit(new Command.StoreAnswered(answer)),
                        text -> dispatcher.offer(new ChatEvent.Trouble(text)),
                        System::nanoTime));
        PeerEngine engine = new PeerEngine(
                config,
                directory,
                wall,
                random,
                completions -> store.isPresent() ? store.get() : new InMemoryStore(completions));
        PeerHandler handler = new PeerHandler(engine, events -> {
            events.forEach(list::onEvent);
            dispatcher.offer(events);
        });
        loop.set(handler);
        int last = nextFreePort ? Math.min(65535, bind.getPort() + PORTS_TRIED) : bind.getPort();
        UdpTransport transport;
        try {
            transport = UdpTransport.bind(
                    bind.getAddress(),
                    bind.getPort(),
                    last,
                    handler,
                    new UdpTransport.Taps(captureTo, wireLog, impairment));
        } catch (IOException e) {
            captureTo.ifPresent(ChatPeerBuilder::closeQuietly);
            store.ifPresent(SqliteStore::close);
            ChatException failure = new ChatException(ChatException.Kind.BIND, explain(bind, e), e);
            try {
                join(identity); // who is told that this failed must not find that it still writes a file
            } catch (ChatException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        try {
            PeerKey key = PeerKey.of(join(identity).publicKey());
            dispatcher.start();
            ChatPeer peer = new ChatPeer(
                    transport, handler, dispatcher, drain, list, store, key, random.nextLong(), rawOnly, nick, wall);
            list.readFrom(peer::peers);
            // The engine's first call: it takes up what a program before this one left.
            store.ifPresent(each -> handler.submitLater(new Command.StoreAnswered(() -> {}), RESUME_MILLIS));
            if (discover && !rawOnly) {
                transport.discover(handler);
            }
            return peer;
        } catch (ChatException | OutOfMemoryError e) {
            // No key, or no more threads: what serves the socket must not stay behind.
            list.shutdown();
            transport.shutdown();
            store.ifPresent(SqliteStore::close);
            throw e;
        }
    }

    private Identity identity(RandomGenerator random, EventDispatcher dispatcher) throws IdentityException {
        if (identityFile.isEmpty()) {
            return Identity.generate(random);
        }
        try {
            return Identity.loadOrCreate(identityFile.get(), random);
        } catch (IdentityException e) {
            if (Files.exists(identityFile.get(), LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            dispatcher.offer(new ChatEvent.Trouble(e.getMessage() + "; this key is for this run alone"));
            return Identity.generate(random);
        }
    }

    private static Identity join(FutureTask<Identity> identity) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return identity.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new ChatException(
                            ChatException.Kind.FILE, String.valueOf(e.getCause().getMessage()), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new ChatException(ChatException.Kind.FILE, ChatPeer.explain(e), e);
        }
    }

    private static void closeQuietly(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            // Nothing was written to it.
        }
    }

    private static String explain(InetSocketAddress address, IOException e) {
        InetAddress ip = address.getAddress();
        String where = (ip.isAnyLocalAddress() ? "" : ip.getHostAddress() + ":") + address.getPort();
        String why = String.valueOf(e.getMessage());
        if (why.contains("Permission denied")) {
            return where + ": permission denied; ports below 1024 need root, try " + PeerSpec.DEFAULT_PORT;
        }
        if (why.contains("already in use")) {
            return where + ": the port is taken by another program; choose another one, or 0 for any free one";
        }
        if (why.contains("assign requested address")) {
            return where + ": not an address of this machine";
        }
        return where + ": " + why;
    }
}
