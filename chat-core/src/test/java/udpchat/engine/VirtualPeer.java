package udpchat.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import udpchat.directory.PeerDirectory;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.noise.Identity;
import udpchat.session.Handshakes;
import udpchat.store.InMemoryStore;
import udpchat.store.MessageStore;
import udpchat.wire.WireLimits;

/** A whole engine on a {@link VirtualNetwork}. */
final class VirtualPeer implements VirtualNetwork.Node {

    final VirtualNetwork network;
    final PeerKey key;
    final List<ChatEvent> events = new ArrayList<>();
    PeerAddress address;
    PeerEngine engine;

    private final Identity identity;
    private final String nick;
    private final Random random;
    private final boolean rawOnly;
    private final boolean brief;
    private final EngineContext.HandshakeMaker handshakes;

    /** Something outside of the engine wants to be looked at in a millisecond. */
    boolean expecting;

    /** Whether it tells what was read, from its next start on. */
    boolean readReceipts = true;

    /** How far its clock is from the time of day. */
    Duration clockError = Duration.ZERO;

    VirtualPeer(VirtualNetwork network, int host, String nick) {
        this(network, host, nick, false, new PeerDirectory());
    }

    VirtualPeer(VirtualNetwork network, int host, String nick, boolean rawOnly, PeerDirectory directory) {
        this(network, host, nick, rawOnly, directory, identity(host), Handshakes::new, false);
    }

    /** With handshakes of another kind. */
    VirtualPeer(VirtualNetwork network, int host, String nick, EngineContext.HandshakeMaker handshakes) {
        this(network, host, nick, false, new PeerDirectory(), identity(host), handshakes, false);
    }

    private static Identity identity(int host) {
        return Identity.generate(new Random(host * 1_000_003L));
    }

    private VirtualPeer(
            VirtualNetwork network,
            int host,
            String nick,
            boolean rawOnly,
            PeerDirectory directory,
            Identity identity,
            EngineContext.HandshakeMaker handshakes,
            boolean brief) {
        this.network = network;
        this.brief = brief;
        this.nick = nick;
        this.rawOnly = rawOnly;
        this.address = VirtualNetwork.address(host);
        this.identity = identity;
        this.handshakes = handshakes;
        random = new Random(host * 1_000_033L);
        key = PeerKey.of(identity.publicKey());
        begin(directory, InMemoryStore::new);
        network.put(address, this);
    }

    /** Another program with the same profile, elsewhere. */
    VirtualPeer copy(int host) {
        return new VirtualPeer(network, host, nick, rawOnly, new PeerDirectory(), identity, handshakes, false);
    }

    /** Likewise, for one thing. */
    VirtualPeer briefCopy(int host) {
        return new VirtualPeer(network, host, nick, rawOnly, new PeerDirectory(), identity, handshakes, true);
    }

    /** Its program ends without a word and starts again, with the same key. */
    void restart(PeerDirectory directory, Function<Consumer<Runnable>, MessageStore> store) {
        begin(directory, store);
    }

    /** Likewise, and it remembers whom it met, and what its store has. */
    void crash(Function<Consumer<Runnable>, MessageStore> store) {
        PeerDirectory directory = new PeerDirectory();
        directory.load(contacts());
        drainEvents();
        begin(directory, store);
    }

    private void begin(PeerDirectory directory, Function<Consumer<Runnable>, MessageStore> store) {
        EngineConfig config =
                new EngineConfig(() -> identity, nick, rawOnly, true, readReceipts, brief, WireLimits.Datagram.MAX);
        engine = new PeerEngine(
                config, directory, () -> network.wall().instant().plus(clockError), random, store, handshakes);
    }

    /** From now on at another address. */
    void move(PeerAddress to) {
        network.remove(address);
        address = to;
        network.put(address, this);
    }

    Destination.Keyed keyed() {
        return new Destination.Keyed(key, List.of(address));
    }

    CompletableFuture<Delivery> send(Destination to, String text) {
        return send(to, text, MessageId.random(random));
    }

    CompletableFuture<Delivery> send(Destination to, String text, MessageId id) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        command(new Command.Send(to, id, text, false, result));
        return result;
    }

    void command(Command command) {
        engine.onCommand(network.now(), command);
        settle();
    }

    Contact change(Command.ContactChange change) {
        CompletableFuture<Contact> result = new CompletableFuture<>();
        command(new Command.ChangeContact(change, result));
        return result.join();
    }

    List<Contact> contacts() {
        CompletableFuture<List<Contact>> result = new CompletableFuture<>();
        command(new Command.ListContacts(result));
        return result.join();
    }

    Optional<Contact> contact(PeerKey who) {
        return contacts().stream()
                .filter(each -> each.key().filter(who::equals).isPresent())
                .findFirst();
    }

    Optional<Contact> contact(PeerAddress at) {
        return contacts().stream().filter(each -> each.addresses().contains(at)).findFirst();
    }

    List<ChatMessage> messages() {
        return told(ChatEvent.MessageReceived.class).stream()
                .map(ChatEvent.MessageReceived::message)
                .toList();
    }

    List<String> texts() {
        return messages().stream().map(ChatMessage::text).toList();
    }

    <E extends ChatEvent> List<E> told(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What this peer sent to there, as far as it is text, and not ours. */
    List<String> plainSentTo(PeerAddress to) {
        return network.between(address, to).stream()
                .filter(bytes -> !VirtualPeer.isProtocol(bytes))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    List<byte[]> protocolSentTo(PeerAddress to) {
        return network.between(address, to).stream()
                .filter(VirtualPeer::isProtocol)
                .toList();
    }

    static boolean isProtocol(byte[] bytes) {
        return bytes.length > 0 && ((bytes[0] & 0xFF) >= 0xF8 || isHello(bytes));
    }

    static boolean isHello(byte[] bytes) {
        return bytes.length == 89 && (bytes[0] == ' ' || bytes[0] == '\t');
    }

    @Override
    public void receive(PeerAddress from, byte[] bytes) {
        byte[] shifted = new byte[bytes.length + 3];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        engine.onDatagram(network.now(), from, shifted, 3, bytes.length);
        // Nothing of it may be kept.
        Arrays.fill(shifted, (byte) 0x5A);
    }

    @Override
    public void settle() {
        engine.onBatchEnd(network.now());
        drainEvents();
        for (Outgoing next = engine.pollTransmit(network.now());
                next != null;
                next = engine.pollTransmit(network.now())) {
            network.transmit(address, next.to(), next.payload());
            engine.onTransmitted(next, Optional.empty());
        }
        drainEvents();
    }

    private void drainEvents() {
        for (ChatEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
            events.add(event);
            if (event instanceof ChatEvent.MessageReceived received
                    && received.message().id().isPresent()) {
                ChatMessage message = received.message();
                engine.onCommand(
                        network.now(),
                        new Command.Shown(
                                message.key().orElseThrow(), message.id().get()));
            }
        }
    }

    @Override
    public long nextDeadline() {
        long next = engine.nextDeadline();
        return expecting ? Math.min(next, network.now() + 1_000_000) : next;
    }

    @Override
    public void onDeadline() {
        engine.onDeadline(network.now());
    }
}
