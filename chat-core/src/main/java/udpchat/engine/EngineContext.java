package udpchat.engine;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import udpchat.directory.PeerDirectory;
import udpchat.messaging.HeldBytes;
import udpchat.messaging.MessagingContext;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.noise.Identity;
import udpchat.session.Handshakes;
import udpchat.session.LocalIndexes;
import udpchat.store.MessageStore;
import udpchat.wire.WireLimits;

/** What the parts of one engine share. */
final class EngineContext {

    /** Makes what begins sessions. */
    interface HandshakeMaker {
        Handshakes make(Identity self, int maxUdp, RandomGenerator random, LocalIndexes indexes, long now);
    }

    final EngineConfig config;
    final PeerKey self;
    final PeerDirectory directory;
    final InstantSource wall;
    final RandomGenerator random;
    final MessagingContext messaging;
    final LocalIndexes indexes;
    final Handshakes handshakes;
    final Sendings sendings;
    final ArrayDeque<ChatEvent> events = new ArrayDeque<>();
    /** Datagrams that wait for nobody. */
    final ArrayDeque<Outgoing> packets = new ArrayDeque<>();

    String nick;
    boolean away;

    EngineContext(
            EngineConfig config,
            PeerDirectory directory,
            InstantSource wall,
            RandomGenerator random,
            MessageStore store,
            HandshakeMaker maker,
            long now) {
        this.config = config;
        this.directory = directory;
        directory.clock(wall);
        this.wall = wall;
        this.random = random;
        this.messaging = new MessagingContext(store, new HeldBytes(heldLimit()), random, wall, config.readReceipts());
        this.indexes = new LocalIndexes(random);
        Identity identity = config.identity().get();
        this.self = PeerKey.of(identity.publicKey());
        this.handshakes = maker.make(identity, config.maxUdp(), random, indexes, now);
        this.sendings = new Sendings(events, config.deliveryEvents());
        this.nick = config.nick();
    }

    /** What all messages under way may take: a quarter of the heap, if that is less than the protocol allows. */
    private static long heldLimit() {
        return Math.min(WireLimits.Session.BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    Contact contact(PeerKey key) {
        return directory.find(key).orElseThrow();
    }

    Contact contact(PeerAddress address) {
        return directory.contact(address);
    }

    void tellChanged(PeerKey key) {
        events.add(new ChatEvent.PeerChanged(contact(key)));
    }

    void notice(PeerKey about, String text) {
        events.add(new ChatEvent.Notice(contact(about), text));
    }

    void tellChanged(PeerAddress address) {
        events.add(new ChatEvent.PeerChanged(contact(address)));
    }
}
