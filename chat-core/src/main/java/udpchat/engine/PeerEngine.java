package udpchat.engine;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import udpchat.directory.PeerDirectory;
import udpchat.discovery.Call;
import udpchat.messaging.Outgoing;
import udpchat.messaging.PlainOutbox;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerStats;
import udpchat.session.HandshakeEvent;
import udpchat.session.Handshakes;
import udpchat.session.Transmit;
import udpchat.store.MessageStore;
import udpchat.wire.DatagramClassifier;
import udpchat.wire.Hello;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.PlainText;

/**
 * A whole peer without its socket: datagrams, commands and time go in; datagrams, events and the next deadline come
 * out. It reads no clock, starts no thread and does no I/O.
 *
 * <p>Every {@code now} is in nanoseconds of one monotonic clock. After each call, or after a batch of them, the owner
 * calls {@link #onBatchEnd}, polls {@link #pollEvent} and {@link #pollTransmit} until they are empty, and calls {@link
 * #onDeadline} when {@link #nextDeadline} has come. One thread owns an engine: the first that calls it.
 *
 * <p>Where a datagram goes: a handshake packet to {@link udpchat.session.Handshakes}; DATA to the session with its
 * index; a HELLO is answered; anything else is text of a plain peer. Who gets what:
 *
 * <pre>
 * given as                       what goes there
 * raw:host:port, or {@code --raw}      typed text only, ever
 * host:port                      HELLO; plain text only once plain text came from there, or a person said /raw
 * KEY@host:port, or a peer that  never plain text; plain text "from" it is told as unverified
 *   was met securely
 * </pre>
 */
public final class PeerEngine {

    /** The longest text one message may carry, in bytes of UTF-8: {@value} is 1 MiB. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** How long the store may take for what is still to be written, once all goodbyes were said, ns. */
    private static final long STORE_NANOS = 2_000_000_000;

    /** How long goodbyes may be said again, ns: three in all, a PTO apart, on any path that people talk on. */
    private static final long GOODBYE_NANOS = 250_000_000;

    static final Delivery.Failed CLOSED = new Delivery.Failed(Delivery.Reason.CLOSED, "this peer is closed");

    private static final Delivery.Failed EMPTY =
            new Delivery.Failed(Delivery.Reason.EMPTY, "an empty message is not sent");
    private static final Delivery.Failed NO_PORT =
            new Delivery.Failed(Delivery.Reason.NETWORK, "port 0 cannot be sent to");
    private static final Delivery.Failed NO_ADDRESS =
            new Delivery.Failed(Delivery.Reason.NETWORK, "no address is known of this key");
    private static final Delivery.Failed TOO_MANY =
            new Delivery.Failed(Delivery.Reason.QUEUE_FULL, "there are too many peers");
    private static final Delivery.Failed IGNORED =
            new Delivery.Failed(Delivery.Reason.IGNORED, "you ignore this peer; /unignore ends that");
    private static final Delivery.Failed NO_ANSWER = new Delivery.Failed(
            Delivery.Reason.NO_ANSWER, "it does not answer as udpchat; for plain text write raw:host:port, or /raw");
    private static final Delivery.Failed OWN_KEY = new Delivery.Failed(Delivery.Reason.REFUSED, "this is your own key");
    private static final Delivery.Failed GROUP = new Delivery.Failed(
            Delivery.Reason.NO_ANSWER,
            "a group or broadcast address is not asked whether it speaks udpchat; for plain text write raw:host:port");
    private static final Delivery.Failed TOO_LONG = new Delivery.Failed(
            Delivery.Reason.TOO_LONG, "the message is longer than " + MAX_MESSAGE_BYTES + " bytes; send it in parts");

    private static final byte[] BROADCAST = {-1, -1, -1, -1};

    private final EngineConfig config;
    private final PeerDirectory directory;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final EngineContext.HandshakeMaker handshakes;
    private final MessageStore store;
    private final PlainOutbox outbox = new PlainOutbox();
    private final ArrayDeque<Runnable> stored = new ArrayDeque<>();

    private Thread owner;
    private long now;
    private EngineContext context;
    private SecurePeers peers;
    private BareAddresses bare;
    private Finding finding;

    private int unsettled;
    private boolean closing;
    private boolean goodbyes;
    private long goodbyesUntil;
    private boolean goodbyesOver;
    private long closeAt;
    private boolean overdue;
    private boolean closed;

    private long datagramsIn;
    private long bytesIn;
    private long datagramsOut;
    private long bytesOut;
    private long empty;
    private long ignored;
    private long malformed;

    /**
     * @param directory who is known at the start; the engine owns it from here on
     * @param wall the time of day that messages carry
     * @param random {@link udpchat.noise.SystemRandom} in a running program: keys are drawn from it
     * @param store makes the store of messages, which runs its callbacks by what it is given, later, on this engine's thread
     */
    public PeerEngine(
            EngineConfig config,
            PeerDirectory directory,
            InstantSource wall,
            RandomGenerator random,
            Function<Consumer<Runnable>, MessageStore> store) {
        this(config, directory, wall, random, store, Handshakes::new);
    }

    /** With other handshakes, for simulations. */
    PeerEngine(
            EngineConfig config,
            PeerDirectory directory,
            InstantSource wall,
            RandomGenerator random,
            Function<Consumer<Runnable>, MessageStore> store,
            EngineContext.HandshakeMaker handshakes) {
        this.config = config;
        this.directory = directory;
        this.wall = wall;
        this.random = random;
        this.handshakes = handshakes;
        this.store = store.apply(stored::add);
    }

    /** Takes a datagram in. The bytes are the caller's again afterwards. */
    public void onDatagram(long now, PeerAddress from, byte[] bytes, int offset, int length) {
        enter(now);
        datagramsIn++;
        bytesIn += length;
        if (length == 0 || from.port() == 0) {
            empty++;
            return;
        }
        if (config.rawOnly()) {
            rawOnly(from, bytes, offset, length);
            return;
        }
        DatagramClassifier.Kind kind =
                DatagramClassifier.classify(bytes, offset, length, index -> context.indexes.isOurs(index, now));
        if (goodbyes && kind != DatagramClassifier.Kind.DATA && kind != DatagramClassifier.Kind.PLAIN) {
            // Who is answered now would take us for here.
            ignored++;
            return;
        }
        switch (kind) {
            case EMPTY -> empty++;
            case HANDSHAKE -> handshake(from, bytes, offset, length);
            case DATA -> {
                if (!peers.onData(PacketCodec.receiverIndex(bytes, offset), from, bytes, offset, length, now)) {
                    ignored++;
                }
            }
            case STRAY_DATA -> {
                // To an address that sends plain text nothing goes that nobody typed; a live session needs no other.
                if (!directory.isPlain(from) && !peers.isLiveAt(from)) {
                    context.handshakes.answerStray(from, now);
                }
            }
            case HELLO -> hello(from, bytes, offset, length);
            case PLAIN -> plain(from, bytes, offset, length);
        }
        drainHandshakes();
    }

    /** Text is told as ever, and nothing else is taken: a HELLO or a packet was not typed by anybody. */
    private void rawOnly(PeerAddress from, byte[] bytes, int offset, int length) {
        if (DatagramClassifier.classify(bytes, offset, length, index -> false) == DatagramClassifier.Kind.PLAIN) {
            plain(from, bytes, offset, length);
        } else {
            ignored++;
        }
    }

    /** Takes in what was sent to all: of it a HELLO alone is worth anything. The bytes are the caller's again afterwards. */
    public void onGroupDatagram(long now, PeerAddress from, byte[] bytes, int offset, int length) {
        enter(now);
        datagramsIn++;
        bytesIn += length;
        try {
            if (from.port() != 0 && !closing && length > 0) {
                finding.onHello(from, Hello.decode(bytes, offset, length).nonce(), now);
            }
        } catch (MalformedException e) {
            ignored++;
        }
        drainHandshakes();
    }

    private void handshake(PeerAddress from, byte[] bytes, int offset, int length) {
        try {
            if (PacketCodec.decode(bytes, offset, length) instanceof Packet.Handshake packet) {
                context.handshakes.onPacket(packet, from, now);
            }
        } catch (MalformedException e) {
            malformed++;
        }
    }

    private void hello(PeerAddress from, byte[] bytes, int offset, int length) {
        try {
            Hello hello = Hello.decode(bytes, offset, length);
            if (!bare.onOwnNonce(from, hello.nonce(), now) && !peers.onHello(from, now)) {
                context.handshakes.answerHello(from, hello.nonce(), now);
            }
        } catch (MalformedException e) {
            malformed++;
        }
    }

    private void plain(PeerAddress from, byte[] bytes, int offset, int length) {
        PlainText.Decoded text = PlainText.decode(bytes, offset, length);
        Instant at = wall.instant();
        PeerDirectory.Sender sender = directory.heard(from, at, text.endedInLf());
        if (sender.ignored()) {
            ignored++;
            return;
        }
        if (text.malformed() > 0) {
            malformed++;
        }
        if (!sender.unverified()) {
            context.handshakes.onPlainText(from, now);
            bare.onPlain(from, now);
        }
        if (sender.firstHeard()) {
            context.tellChanged(from);
        }
        context.events.add(new ChatEvent.MessageReceived(
                new ChatMessage(from, sender.alias(), text.text(), at, sender.unverified())));
    }

    private void drainHandshakes() {
        for (HandshakeEvent event = context.handshakes.pollEvent();
                event != null;
                event = context.handshakes.pollEvent()) {
            onHandshakeEvent(event);
        }
    }

    private void onHandshakeEvent(HandshakeEvent event) {
        if (event instanceof HandshakeEvent.Established established) {
            if (goodbyes) {
                context.handshakes.onSessionClosed(established.localIndex(), now);
            } else {
                handOver(established.address(), peers.onEstablished(established, now));
            }
        } else if (event instanceof HandshakeEvent.Failed failed) {
            peers.onFailed(failed, now);
            bare.onFailed(failed.address(), now);
        } else if (event instanceof HandshakeEvent.Superseded superseded) {
            peers.onSuperseded(superseded.localIndex(), now);
        } else if (event instanceof HandshakeEvent.SamePeer same) {
            handOver(same.address(), peers.onSamePeer(same, now));
        } else if (event instanceof HandshakeEvent.KeyMismatch mismatch) {
            peers.onKeyMismatch(mismatch, now);
        } else if (event instanceof HandshakeEvent.VersionMismatch mismatch) {
            context.events.add(new ChatEvent.Notice(
                    context.contact(mismatch.address()), "somebody there speaks another version of the protocol"));
        } else if (event instanceof HandshakeEvent.HelloEchoed echoed) {
            bare.onEchoed(echoed.address(), echoed.nonce(), now);
        } else if (event instanceof HandshakeEvent.FinRepeated repeated) {
            peers.onFinRepeated(repeated.localIndex(), now);
        }
    }

    /** What was held for an address, or for another that this peer has, goes to whom it turned out to be. */
    private void handOver(PeerAddress address, SecurePeer peer) {
        if (peer == null) {
            return;
        }
        handOverFrom(address, peer);
        for (PeerAddress other : directory.addresses(peer.key)) {
            if (directory.keyAt(other).filter(peer.key::equals).isPresent()) {
                handOverFrom(other, peer);
            }
        }
    }

    private void handOverFrom(PeerAddress address, SecurePeer peer) {
        for (Asking.Held held : bare.take(address)) {
            peers.send(peer, held.id(), held.text(), held.action(), now);
        }
    }

    /** Does what the owner asks. */
    public void onCommand(long now, Command command) {
        enter(now);
        if (closed) {
            command.abort();
        } else if (command instanceof Command.Send send) {
            send(send);
        } else if (command instanceof Command.StoreAnswered store) {
            stored.add(store.answer());
        } else if (command instanceof Command.Shown shown) {
            peers.shown(shown.from(), shown.id(), now);
        } else if (command instanceof Command.MarkRead read) {
            markRead(read);
        } else if (command instanceof Command.Withdraw withdraw) {
            withdraw(withdraw);
        } else if (command instanceof Command.ListOutbox list) {
            peers.outboxes().list(list.result());
        } else if (command instanceof Command.ListContacts list) {
            list.result().complete(peers.measured(directory.contacts()));
        } else if (command instanceof Command.ReadStats read) {
            read.result().complete(stats());
        } else if (command instanceof Command.ListSessions list) {
            list.result().complete(peers.sessionInfos(now));
        } else if (command instanceof Command.Ping ping) {
            ping(ping);
        } else if (command instanceof Command.Connect connect) {
            connect(connect.to());
        } else if (command instanceof Command.Check check) {
            check(check);
        } else if (command instanceof Command.Raw raw) {
            raw(raw);
        } else if (command instanceof Command.SetProfile profile) {
            context.nick = profile.nick();
            context.away = profile.away();
            peers.profile(now);
        } else if (command instanceof Command.ChangeContact change) {
            change(change);
        } else if (command instanceof Command.Locate locate) {
            directory.located(locate.alias(), locate.address());
        } else if (command instanceof Command.Links links && !closing && !config.rawOnly()) {
            finding.onLinks(links.links(), links.awake(), now);
        } else if (command instanceof Command.Close close && !closing) {
            closing = true;
            finding.stop();
            closeAt = now + close.drainNanos();
        }
        drainHandshakes();
        closeStep();
    }

    private void send(Command.Send send) {
        Delivery.Failed refused =
                closing ? CLOSED : send.text().isEmpty() ? EMPTY : isTooLong(send.text()) ? TOO_LONG : null;
        if (refused != null) {
            send.result().complete(refused);
        } else if (send.to() instanceof Destination.Keyed to) {
            sendKeyed(send, to);
        } else if (send.to() instanceof Destination.Raw to) {
            sendPlain(send, to.address());
        } else {
            sendBare(send, ((Destination.Bare) send.to()).address());
        }
    }

    private static boolean isTooLong(String text) {
        // A char is at most three bytes of UTF-8: the common short text needs no counting.
        return text.length() > MAX_MESSAGE_BYTES / 3 && PlainText.utf8Length(text) > MAX_MESSAGE_BYTES;
    }

    private void sendKeyed(Command.Send send, Destination.Keyed to) {
        if (config.rawOnly()) {
            send.result()
                    .complete(new Delivery.Failed(
                            Delivery.Reason.REFUSED, "with --raw nothing goes to a peer with a key"));
            return;
        }
        if (to.key().equals(context.self)) {
            send.result().complete(OWN_KEY);
            return;
        }
        if (to.addresses().isEmpty() && directory.addresses(to.key()).isEmpty()) {
            send.result().complete(NO_ADDRESS);
            return;
        }
        directory.know(to.key(), to.addresses());
        sendTo(send, to.key());
    }

    private void sendTo(Command.Send send, PeerKey key) {
        if (directory.isBlocked(key)) {
            send.result().complete(Tellings.keyChangedFailure());
        } else if (directory.isIgnored(key)) {
            send.result().complete(IGNORED);
        } else {
            SecurePeer peer = peers.getOrCreate(key, now);
            if (peer == null) {
                send.result().complete(TOO_MANY);
                return;
            }
            context.sendings.add(send.id(), send.result(), new Sendings.Place.With(peer));
            peers.send(peer, send.id(), send.text(), send.action(), now);
        }
    }

    private void sendPlain(Command.Send send, PeerAddress to) {
        if (to.port() == 0) {
            send.result().complete(NO_PORT);
            return;
        }
        context.sendings.add(send.id(), send.result(), new Sendings.Place.At(to));
        bare.sendPlain(to, send.id(), send.text(), send.action(), now);
    }

    /** Whoever is there: the peer that is known to be, a plain one, or whoever answers. */
    private void sendBare(Command.Send send, PeerAddress to) {
        Optional<PeerKey> key = directory.keyAt(to);
        if (to.port() == 0) {
            send.result().complete(NO_PORT);
        } else if (config.rawOnly()) {
            sendPlain(send, to);
        } else if (bare.isHolding(to)) {
            // After what waits there already; and plain text that came meanwhile may be forged.
            hold(send, to);
        } else if (key.isPresent() && isThere(key.get())) {
            sendTo(send, key.get());
        } else if (key.isEmpty() && directory.isPlain(to)) {
            sendPlain(send, to);
        } else if (isGroup(to)) {
            send.result().complete(GROUP);
        } else {
            hold(send, to);
        }
    }

    private void hold(Command.Send send, PeerAddress to) {
        context.sendings.add(send.id(), send.result(), new Sendings.Place.At(to));
        bare.hold(to, send.id(), send.text(), send.action(), now);
    }

    /** Whether this is no one's address, but that of many, who must not be asked what they speak. */
    private static boolean isGroup(PeerAddress to) {
        InetAddress ip = to.ip();
        return ip.isMulticastAddress() || ip.isAnyLocalAddress() || Arrays.equals(ip.getAddress(), BROADCAST);
    }

    private void raw(Command.Raw raw) {
        PeerAddress address = raw.address();
        if (directory.keyAt(address).filter(this::isThere).isPresent()) {
            raw.result()
                    .completeExceptionally(
                            new IllegalStateException("a peer with a key is there, which gets no plain text"));
        } else {
            raw.result().complete(bare.raw(address, now));
        }
    }

    /** Whether a bare address stands for this peer: it has a name, or is there now. */
    private boolean isThere(PeerKey key) {
        SecurePeer peer = peers.get(key);
        return (peer != null && peer.session != null)
                || directory.find(key).flatMap(Contact::alias).isPresent();
    }

    private void withdraw(Command.Withdraw withdraw) {
        Sendings.Place place = context.sendings.place(withdraw.id());
        boolean found = true;
        if (place instanceof Sendings.Place.At at) {
            bare.withdraw(at.address(), withdraw.id(), NO_ANSWER);
        } else if (place instanceof Sendings.Place.With with) {
            found = peers.withdraw(with.peer(), withdraw.id(), now);
        } else {
            SecurePeer peer = peers.outboxes().holder(withdraw.id());
            found = peer != null && peers.withdraw(peer, withdraw.id(), now);
        }
        withdraw.result().complete(found);
    }

    private void markRead(Command.MarkRead read) {
        if (read.of() instanceof Destination.Keyed keyed) {
            peers.read(keyed.key(), read.through(), now);
            return;
        }
        PeerAddress address =
                read.of() instanceof Destination.Raw raw ? raw.address() : ((Destination.Bare) read.of()).address();
        directory.read(address);
        directory.keyAt(address).ifPresent(key -> peers.read(key, read.through(), now));
    }

    private void ping(Command.Ping ping) {
        SecurePeer peer = peerAt(ping.to());
        if (peer == null || !peer.isUp()) {
            ping.result().completeExceptionally(noSession());
        } else {
            peers.ping(peer, ping.result(), now);
        }
    }

    private void connect(Destination to) {
        if (config.rawOnly() || to instanceof Destination.Raw) {
            return;
        }
        if (to instanceof Destination.Keyed keyed && !keyed.key().equals(context.self)) {
            directory.know(keyed.key(), keyed.addresses());
            SecurePeer peer = peers.getOrCreate(keyed.key(), now);
            if (peer != null) {
                peers.seek(peer, true, now);
            }
        } else if (to instanceof Destination.Bare there && there.address().port() != 0 && !isGroup(there.address())) {
            directory
                    .keyAt(there.address())
                    .map(key -> peers.getOrCreate(key, now))
                    .ifPresentOrElse(peer -> peers.seek(peer, true, now), () -> bare.ask(there.address(), now));
        }
    }

    private void check(Command.Check check) {
        SecurePeer peer = peerAt(check.to());
        if (peer == null || !peer.isUp()) {
            check.result().completeExceptionally(noSession());
        } else {
            peers.check(peer, check.result(), now);
        }
    }

    private static IllegalStateException noSession() {
        return new IllegalStateException("there is no session with this peer now");
    }

    /** The peer with a key that is meant, or null. */
    private SecurePeer peerAt(Destination to) {
        PeerKey key = null;
        if (to instanceof Destination.Keyed keyed) {
            key = keyed.key();
        } else if (to instanceof Destination.Bare bareTo) {
            key = directory.keyAt(bareTo.address()).orElse(null);
        }
        return key == null ? null : peers.get(key);
    }

    private void change(Command.ChangeContact command) {
        try {
            Contact contact = change(command.change());
            context.events.add(new ChatEvent.PeerChanged(contact));
            command.result().complete(contact);
        } catch (IllegalArgumentException e) {
            command.result().completeExceptionally(e);
        }
    }

    private Contact change(Command.ContactChange change) {
        if (change instanceof Command.ContactChange.Add add) {
            return directory.add(add.alias(), add.spec(), add.address());
        }
        if (change instanceof Command.ContactChange.Remove remove) {
            return directory.remove(remove.alias());
        }
        if (change instanceof Command.ContactChange.Rename rename) {
            return directory.rename(rename.from(), rename.to());
        }
        if (change instanceof Command.ContactChange.Verify verify) {
            return directory.verify(verify.key());
        }
        if (change instanceof Command.ContactChange.Trust trust) {
            return directory.trust(trust.name());
        }
        Command.ContactChange.Ignore ignore = (Command.ContactChange.Ignore) change;
        if (ignore.who() instanceof Destination.Keyed keyed) {
            Contact contact = directory.ignore(keyed.key(), ignore.ignored());
            if (ignore.ignored()) {
                peers.refuse(keyed.key(), now);
            }
            return directory.find(keyed.key()).orElse(contact);
        }
        PeerAddress address = ignore.who() instanceof Destination.Raw raw
                ? raw.address()
                : ((Destination.Bare) ignore.who()).address();
        Contact contact = directory.ignore(address, ignore.ignored());
        if (ignore.ignored()) {
            contact.key().ifPresent(key -> peers.refuse(key, now));
        }
        return contact;
    }

    /** All that came together was given, datagrams or commands: what they changed is committed and answered now. */
    public void onBatchEnd(long now) {
        enter(now);
        do {
            peers.onBatchEnd(now);
            for (Runnable done = stored.poll(); done != null; done = stored.poll()) {
                done.run();
            }
        } while (peers.settleStored(now) || !stored.isEmpty());
        drainHandshakes();
        closeStep();
    }

    /** Does what is due; calling it too early or too often does no harm. */
    public void onDeadline(long now) {
        enter(now);
        context.handshakes.onDeadline(now);
        drainHandshakes();
        bare.onDeadline(now);
        finding.onDeadline(now);
        peers.onDeadline(now);
        drainHandshakes();
        closeStep();
    }

    /** Goes on with closing, as far as it can go now. */
    private void closeStep() {
        if (!closing || closed) {
            return;
        }
        boolean late = closeAt - now <= 0;
        if (late) {
            overdue = true;
            outbox.fail(CLOSED);
        }
        if (!goodbyes && (late || (isPlainDone() && !bare.isDraining() && !peers.isDraining()))) {
            goodbyes = true;
            goodbyesUntil = now + GOODBYE_NANOS;
            bare.closeAll(CLOSED);
            peers.closeAll(now);
        }
        goodbyesOver |= goodbyes && goodbyesUntil - now <= 0;
    }

    private boolean isStored() {
        return goodbyesUntil + STORE_NANOS - now <= 0 || peers.isStored(!goodbyesOver);
    }

    private boolean isPlainDone() {
        return overdue || (outbox.isEmpty() && unsettled == 0);
    }

    /** When {@link #onDeadline} is due; {@code Long.MAX_VALUE} for never. */
    public long nextDeadline() {
        if (context == null) {
            return Long.MAX_VALUE;
        }
        long deadline =
                Math.min(context.handshakes.nextDeadline(), Math.min(bare.nextDeadline(), peers.nextDeadline()));
        deadline = Math.min(deadline, finding.nextDeadline());
        if (closing && !isFinished()) {
            deadline = Math.min(
                    deadline, !goodbyes ? closeAt : goodbyesOver ? goodbyesUntil + STORE_NANOS : goodbyesUntil);
            deadline = overdue ? deadline : Math.min(deadline, closeAt);
        }
        return deadline;
    }

    /** The next HELLO to say to many, or null. What becomes of it nobody needs to say. */
    public Call pollCall() {
        return context == null ? null : finding.pollCall();
    }

    /** The next datagram to send, or null. What became of it is to be said by {@link #onTransmitted}. */
    public Outgoing pollTransmit(long now) {
        enter(now);
        Transmit handshake = context.handshakes.pollTransmit();
        Outgoing next = handshake == null
                ? null
                : Outgoing.packet(handshake.to(), handshake.payload().array());
        if (next == null) {
            next = context.packets.poll();
        }
        if (next == null) {
            next = outbox.poll();
        }
        if (next == null) {
            next = peers.pollTransmit(now);
        }
        if (next != null) {
            unsettled++;
        }
        return next;
    }

    /**
     * The network took a datagram, or did not.
     *
     * @param failure why not, one line
     */
    public void onTransmitted(Outgoing datagram, Optional<String> failure) {
        assert isOwner();
        unsettled--;
        if (failure.isEmpty()) {
            datagramsOut++;
            bytesOut += datagram.payload().length;
        }
        datagram.message()
                .flatMap(message -> message.settle(failure.map(this::notSent)))
                .filter(Delivery.Sent.class::isInstance)
                .ifPresent(sent -> directory.sent(datagram.to()));
        closeStep();
    }

    private Delivery.Failed notSent(String why) {
        return overdue || closed ? CLOSED : new Delivery.Failed(Delivery.Reason.NETWORK, why);
    }

    /** The next event, or null. */
    public ChatEvent pollEvent() {
        return context == null ? null : context.events.poll();
    }

    /** Whether the owner asked to close, and nothing is left to send or the time for it is over: the socket may go. */
    public boolean isFinished() {
        return closing && goodbyes && isPlainDone() && (goodbyesOver || peers.isClosed()) && isStored();
    }

    /** The socket is gone. Everything that waits is answered, and nothing is taken any more. */
    public void onClosed(long now, Optional<String> cause) {
        enter(now);
        if (!closed) {
            closed = true;
            outbox.fail(CLOSED);
            bare.closeAll(CLOSED);
            peers.closeAll(now);
            peers.outboxes().tellKept();
            context.sendings.closeAll(CLOSED);
            context.events.add(new ChatEvent.Closed(cause));
            store.close();
        }
    }

    /** Bytes that the messages of all peers with a key take; for tests of the caps. */
    long heldBytes() {
        return context == null ? 0 : context.messaging.held().held();
    }

    private PeerStats stats() {
        return new PeerStats(datagramsIn, bytesIn, datagramsOut, bytesOut, empty, ignored, malformed, 0);
    }

    /** Every call from outside begins here. */
    private void enter(long now) {
        assert isOwner();
        this.now = now;
        if (context == null) {
            EngineContext begun = new EngineContext(config, directory, wall, random, store, handshakes, now);
            peers = new SecurePeers(begun, now);
            bare = new BareAddresses(begun, outbox);
            finding = new Finding(begun, peers);
            context = begun;
            if (!config.rawOnly()) {
                peers.outboxes().resume();
            }
        }
    }

    private boolean isOwner() {
        if (owner == null) {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }
}
