package udpchat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import udpchat.directory.PeerDirectory;
import udpchat.engine.PeerEngine;
import udpchat.model.Contact;
import udpchat.model.PeerSpec;
import udpchat.net.PeerHandler;
import udpchat.net.UdpTransport;

/** Says how a {@link ChatPeer} is to be, and starts it. Not for use by several threads at once. */
public final class ChatPeerBuilder {

    /** How many ports above the wanted one are tried before giving up. */
    private static final int PORTS_TRIED = 100;

    private InetSocketAddress bind = new InetSocketAddress(PeerSpec.DEFAULT_PORT);
    private boolean nextFreePort = true;
    private Optional<Path> peersFile = Optional.empty();
    private boolean savePeers;
    private Optional<Path> capture = Optional.empty();
    private boolean wireLog;
    private Duration drain = Duration.ofSeconds(2);
    private InstantSource wall = InstantSource.system();
    private ChatListener listener = event -> {};

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

    /** Logs everything the channel does through Netty's logger {@code udpchat.wire} at level DEBUG. */
    public ChatPeerBuilder wireLog(boolean on) {
        wireLog = on;
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
        List<Contact> contacts = peersFile.map(ChatPeer::readPeers).orElse(List.of());
        EventDispatcher dispatcher = new EventDispatcher(listener);
        PeerDirectory directory = new PeerDirectory();
        directory.load(contacts);
        PeerHandler handler = new PeerHandler(new PeerEngine(directory, wall), dispatcher::offer);
        int last = nextFreePort ? Math.min(65535, bind.getPort() + PORTS_TRIED) : bind.getPort();
        Optional<OutputStream> captureTo = capture.map(ChatPeerBuilder::open);
        UdpTransport transport;
        try {
            transport = UdpTransport.bind(
                    bind.getAddress(), bind.getPort(), last, handler, new UdpTransport.Taps(captureTo, wireLog));
        } catch (IOException e) {
            captureTo.ifPresent(ChatPeerBuilder::closeQuietly);
            throw new ChatException(ChatException.Kind.BIND, explain(bind, e), e);
        }
        try {
            dispatcher.start();
        } catch (OutOfMemoryError e) {
            // No more threads: the one that serves the socket must not stay behind.
            transport.shutdown();
            throw e;
        }
        return new ChatPeer(transport, handler, dispatcher, drain, savePeers ? peersFile : Optional.empty());
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
