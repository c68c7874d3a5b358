package udpchat.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;

/**
 * Whole engines and plain sockets, and the network between them, in virtual time. Everything random comes from one seed.
 */
final class VirtualNetwork {

    /** Calls into engines within one millisecond of virtual time, beyond which something runs in circles. */
    private static final int MAX_CALLS_PER_MILLI = 200_000;

    /** Somebody with an address. */
    interface Node {
        void receive(PeerAddress from, byte[] bytes);

        /** All that came at one time was given. */
        default void settle() {}

        default long nextDeadline() {
            return Long.MAX_VALUE;
        }

        default void onDeadline() {}
    }

    /** A datagram that somebody sent, whether or not it arrived. */
    record Sent(long at, PeerAddress from, PeerAddress to, Bytes payload) {}

    private record InFlight(long at, long order, PeerAddress from, PeerAddress to, Bytes payload) {}

    /** The share of datagrams that is lost, and of those that come twice. */
    double loss;

    double duplicated;

    /** The share of datagrams of which a bit is wrong when they come. */
    double corrupted;

    /** What is longer is lost, without a word. */
    int mtu = Integer.MAX_VALUE;
    /** One way, ns. */
    long delay = TimeUnit.MILLISECONDS.toNanos(1);
    /** Added to the delay, up to this, ns: so datagrams overtake each other. */
    long jitter;

    final List<Sent> sent = new ArrayList<>();

    /** Nothing comes from there, and nothing gets there. */
    final Set<PeerAddress> cut = new HashSet<>();

    private final Random random;
    private final Map<PeerAddress, Node> nodes = new HashMap<>();
    private final PriorityQueue<InFlight> flying =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private long now = TimeUnit.HOURS.toNanos(1);
    private long order;
    private long calls;
    private long callsSince;

    VirtualNetwork(long seed) {
        random = new Random(seed);
    }

    long now() {
        return now;
    }

    /** The time of day, which goes with the time of the network. */
    InstantSource wall() {
        return () -> Instant.ofEpochSecond(1_700_000_000).plusNanos(now);
    }

    /** 10.0.0.HOST:8089. */
    static PeerAddress address(int host) {
        return address(host, 8089);
    }

    static PeerAddress address(int host, int port) {
        try {
            return new PeerAddress(InetAddress.getByAddress(new byte[] {10, 0, (byte) (host >> 8), (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    void put(PeerAddress address, Node node) {
        nodes.put(address, node);
    }

    void remove(PeerAddress address) {
        nodes.remove(address);
    }

    /** A datagram enters the network. */
    void transmit(PeerAddress from, PeerAddress to, byte[] bytes) {
        Bytes payload = Bytes.wrap(bytes.clone());
        sent.add(new Sent(now, from, to, payload));
        if (random.nextDouble() < loss || cut.contains(from) || bytes.length > mtu) {
            return;
        }
        if (corrupted > 0 && bytes.length > 0 && random.nextDouble() < corrupted) {
            byte[] wrong = bytes.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            fly(from, to, Bytes.wrap(wrong));
            return;
        }
        fly(from, to, payload);
        if (random.nextDouble() < duplicated) {
            fly(from, to, payload);
        }
    }

    private void fly(PeerAddress from, PeerAddress to, Bytes payload) {
        long late = jitter == 0 ? 0 : (long) (random.nextDouble() * jitter);
        flying.add(new InFlight(now + delay + late, order++, from, to, payload));
    }

    void runFor(long amount, TimeUnit unit) {
        runUntil(() -> false, amount, unit);
    }

    /** Lets things happen until this is so; false when it is not by then. */
    boolean runUntil(BooleanSupplier condition, long atMost, TimeUnit unit) {
        long end = now + unit.toNanos(atMost);
        settleAll();
        while (!condition.getAsBoolean()) {
            long next = next();
            if (next > end) {
                now = end;
                return false;
            }
            if (next - callsSince > TimeUnit.MILLISECONDS.toNanos(1)) {
                callsSince = next;
                calls = 0;
            } else if (++calls > MAX_CALLS_PER_MILLI) {
                throw new AssertionError("time stands still at " + now);
            }
            now = Math.max(now, next);
            step();
        }
        return true;
    }

    private long next() {
        long next = flying.isEmpty() ? Long.MAX_VALUE : flying.peek().at;
        for (Node node : nodes.values()) {
            next = Math.min(next, node.nextDeadline());
        }
        return next;
    }

    private void step() {
        while (!flying.isEmpty() && flying.peek().at <= now) {
            InFlight datagram = flying.poll();
            Node node = nodes.get(datagram.to);
            if (node != null && !cut.contains(datagram.to)) {
                node.receive(datagram.from, datagram.payload.toArray());
            }
        }
        for (Node node : List.copyOf(nodes.values())) {
            if (node.nextDeadline() <= now) {
                node.onDeadline();
            }
        }
        settleAll();
    }

    private void settleAll() {
        List.copyOf(nodes.values()).forEach(Node::settle);
    }

    /** What went from one to the other. */
    List<byte[]> between(PeerAddress from, PeerAddress to) {
        return sent.stream()
                .filter(each -> each.from.equals(from) && each.to.equals(to))
                .map(each -> each.payload.toArray())
                .toList();
    }

    /** A socket that somebody uses by hand, like {@code nc -u}. */
    static final class PlainNode implements Node {
        final PeerAddress address;
        final List<byte[]> received = new ArrayList<>();
        private final VirtualNetwork network;
        /** What it answers to everything. */
        Optional<String> answer = Optional.empty();
        /** It sends back whatever comes. */
        boolean echo;

        PlainNode(VirtualNetwork network, int host) {
            this.network = network;
            this.address = VirtualNetwork.address(host);
            network.put(address, this);
        }

        @Override
        public void receive(PeerAddress from, byte[] bytes) {
            received.add(Arrays.copyOf(bytes, bytes.length));
            answer.ifPresent(text -> say(from, text));
            if (echo) {
                network.transmit(address, from, bytes);
            }
        }

        void say(PeerAddress to, String text) {
            network.transmit(address, to, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
