package udpchat.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import udpchat.directory.PeerDirectory;
import udpchat.discovery.Call;
import udpchat.discovery.Link;
import udpchat.discovery.Subnet;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerState;
import udpchat.noise.Identity;
import udpchat.session.CheapHandshakes;
import udpchat.store.InMemoryStore;
import udpchat.wire.WireLimits;

/**
 * Many engines that look for each other on LANs, in virtual time. Only who has something to do is called, so that there
 * can be hundreds.
 */
final class VirtualLan {

    private static final long DELAY = TimeUnit.MICROSECONDS.toNanos(300);

    private record Event(long at, long order, Runnable what) {}

    /** One program. */
    final class Peer {
        final PeerKey key;
        final PeerEngine engine;
        final List<ChatEvent> events = new ArrayList<>();
        /** Each with the LAN that it is on. */
        final Map<PeerAddress, Integer> lans = new LinkedHashMap<>();

        private long wakeAt = Long.MAX_VALUE;
        private boolean dead;

        private Peer(int number) {
            Random random = new Random(seed * 1_000_003 + number);
            Identity identity = Identity.generate(random);
            key = PeerKey.of(identity.publicKey());
            EngineConfig config =
                    new EngineConfig(() -> identity, "p" + number, false, false, true, false, WireLimits.Datagram.MAX);
            engine = new PeerEngine(
                    config,
                    new PeerDirectory(),
                    () -> java.time.Instant.ofEpochSecond(1_700_000_000).plusNanos(now),
                    new Random(random.nextLong() + now),
                    InMemoryStore::new,
                    new CheapHandshakes()::make);
        }

        /** It has an address on this LAN, and looks for others there. */
        Peer on(int lan, int host) {
            PeerAddress address = address(lan, host);
            lans.put(address, lan);
            owners.put(address, this);
            links();
            return this;
        }

        Peer off(int lan, int host) {
            PeerAddress address = address(lan, host);
            lans.remove(address);
            owners.remove(address);
            links();
            return this;
        }

        void links() {
            List<Link> links = new ArrayList<>();
            lans.forEach((address, lan) ->
                    links.add(new Link("eth" + lan, lan + 2, List.of(new Subnet(address.ip(), 16)))));
            command(new Command.Links(links, false));
        }

        /** Its program is gone without a word. */
        void crash() {
            dead = true;
            lans.keySet().forEach(owners::remove);
        }

        CompletableFuture<Delivery> send(Peer to, String text) {
            CompletableFuture<Delivery> result = new CompletableFuture<>();
            command(new Command.Send(
                    new Destination.Keyed(to.key, List.of()), MessageId.random(random), text, false, result));
            return result;
        }

        void command(Command command) {
            engine.onCommand(now, command);
            settle();
        }

        private void settle() {
            engine.onBatchEnd(now);
            drain();
            for (Outgoing next = engine.pollTransmit(now); next != null; next = engine.pollTransmit(now)) {
                unicast(this, next.to(), next.payload());
                engine.onTransmitted(next, Optional.empty());
            }
            for (Call call = engine.pollCall(); call != null; call = engine.pollCall()) {
                multicast(this, call.link().index() - 2, call.payload().toArray());
            }
            drain();
            long next = engine.nextDeadline();
            if (next < wakeAt) {
                wakeAt = Math.max(next, now);
                long mine = wakeAt;
                at(wakeAt, () -> {
                    if (wakeAt == mine && !dead) {
                        wakeAt = Long.MAX_VALUE;
                        engine.onDeadline(now);
                        settle();
                    }
                });
            }
        }

        private void drain() {
            for (ChatEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
                events.add(event);
            }
        }

        private void receive(PeerAddress from, byte[] bytes, boolean toAll) {
            if (toAll) {
                engine.onGroupDatagram(now, from, bytes, 0, bytes.length);
            } else {
                engine.onDatagram(now, from, bytes, 0, bytes.length);
            }
            settle();
        }

        List<Contact> contacts() {
            CompletableFuture<List<Contact>> result = new CompletableFuture<>();
            command(new Command.ListContacts(result));
            return result.join();
        }

        Optional<PeerState> stateOf(Peer other) {
            return contacts().stream()
                    .filter(each -> each.key().filter(other.key::equals).isPresent())
                    .map(Contact::state)
                    .findFirst();
        }

        boolean sees(Peer other) {
            return stateOf(other).filter(state -> state == PeerState.UP).isPresent();
        }

        long up() {
            return contacts().stream()
                    .filter(each -> each.state() == PeerState.UP)
                    .count();
        }
    }

    double loss;
    /** What was sent, a datagram to many counted once. */
    long packets;
    /** LANs that are cut off. */
    final Set<Integer> down = new HashSet<>();
    /** Pairs of hosts, the last two bytes of their addresses, that do not hear each other. */
    final Set<Long> parted = new HashSet<>();

    private final long seed;
    private final Random random;
    private final List<Peer> peers = new ArrayList<>();
    private final Map<PeerAddress, Peer> owners = new HashMap<>();
    private final PriorityQueue<Event> queue =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private long now = TimeUnit.HOURS.toNanos(1);
    private long order;

    VirtualLan(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    long now() {
        return now;
    }

    /** Its addresses are link-local. */
    static final int LINK_LOCAL = 254;

    static PeerAddress address(int lan, int host) {
        byte first = (byte) (lan == LINK_LOCAL ? 169 : 10);
        try {
            return new PeerAddress(
                    InetAddress.getByAddress(new byte[] {first, (byte) lan, (byte) (host >> 8), (byte) host}), 8089);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    Peer add() {
        Peer peer = new Peer(peers.size());
        peers.add(peer);
        return peer;
    }

    /** The same one, who crashed and has forgotten all but its key. */
    Peer again(Peer crashed) {
        Peer peer = new Peer(peers.indexOf(crashed));
        peers.set(peers.indexOf(crashed), peer);
        return peer;
    }

    List<Peer> peers() {
        return peers;
    }

    /** At a time to come. */
    void at(long when, Runnable what) {
        queue.add(new Event(when, order++, what));
    }

    void after(long amount, TimeUnit unit, Runnable what) {
        at(now + unit.toNanos(amount), what);
    }

    /** These do not hear each other any more, until {@link #heal}. */
    void part(PeerAddress one, PeerAddress other) {
        parted.add(pair(one, other));
        parted.add(pair(other, one));
    }

    void heal() {
        parted.clear();
        down.clear();
    }

    private static long pair(PeerAddress from, PeerAddress to) {
        byte[] a = from.ip().getAddress();
        byte[] b = to.ip().getAddress();
        return (a[2] & 0xFFL) << 24 | (a[3] & 0xFFL) << 16 | (b[2] & 0xFFL) << 8 | (b[3] & 0xFFL);
    }

    private void unicast(Peer from, PeerAddress to, byte[] bytes) {
        int lan = to.ip().getAddress()[1] & 0xFF;
        PeerAddress source = sourceOn(from, lan);
        packets++;
        Peer receiver = owners.get(to);
        if (source != null && receiver != null && !down.contains(lan)) {
            fly(source, to, receiver, bytes, false);
        }
    }

    private void multicast(Peer from, int lan, byte[] bytes) {
        PeerAddress source = sourceOn(from, lan);
        packets++;
        if (source == null || down.contains(lan)) {
            return;
        }
        owners.forEach((address, receiver) -> {
            if (receiver.lans.getOrDefault(address, -1) == lan) {
                fly(source, address, receiver, bytes, true);
            }
        });
    }

    /** Anybody writes anything to all of a LAN. */
    void forge(PeerAddress source, int lan, byte[] bytes) {
        owners.forEach((address, receiver) -> {
            if (receiver.lans.getOrDefault(address, -1) == lan) {
                fly(source, address, receiver, bytes, true);
            }
        });
    }

    private static PeerAddress sourceOn(Peer peer, int lan) {
        return peer.lans.entrySet().stream()
                .filter(each -> each.getValue() == lan)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private void fly(PeerAddress from, PeerAddress to, Peer receiver, byte[] bytes, boolean toAll) {
        if ((loss > 0 && random.nextDouble() < loss) || (!parted.isEmpty() && parted.contains(pair(from, to)))) {
            return;
        }
        at(now + DELAY + random.nextLong(DELAY), () -> receiver.receive(from, bytes, toAll));
    }

    void runFor(long amount, TimeUnit unit) {
        runUntil(() -> false, amount, unit);
    }

    /** Lets things happen until this is so, which is asked every 50 ms; false when it is not by then. */
    boolean runUntil(BooleanSupplier condition, long atMost, TimeUnit unit) {
        long end = now + unit.toNanos(atMost);
        long step = TimeUnit.MILLISECONDS.toNanos(50);
        while (now < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            long until = Math.min(end, now + step);
            while (!queue.isEmpty() && queue.peek().at <= until) {
                Event event = queue.poll();
                now = Math.max(now, event.at);
                event.what.run();
            }
            now = until;
        }
        return condition.getAsBoolean();
    }
}
