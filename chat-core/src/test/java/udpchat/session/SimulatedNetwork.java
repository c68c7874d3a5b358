package udpchat.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;

/** What lies between peers: loss, copies, disorder, delay, corruption, sizes that vanish, walls; in virtual time, from a seed. */
final class SimulatedNetwork {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    private record Arrival(long at, long order, PeerAddress from, PeerAddress to, Bytes bytes)
            implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private record Plan(long at, long order, Runnable action) implements Comparable<Plan> {
        @Override
        public int compareTo(Plan other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** Sees and may take away what is sent; true if it is to go on. */
    interface Wall {
        boolean passes(PeerAddress from, PeerAddress to, byte[] bytes);
    }

    final long seed;
    final Random random;
    long now;
    double loss;
    double copies;
    double corruption;
    long delay = 20 * MS;
    long jitter;
    /** Datagrams from this size on vanish. */
    int swallowsFrom = Integer.MAX_VALUE;

    Wall wall = (from, to, bytes) -> true;
    long packets;
    /** With X25519 and all, some fifteen times slower. */
    boolean realKeys;

    final List<SimulatedSessions> nodes = new ArrayList<>();

    private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>();
    private final PriorityQueue<Plan> plans = new PriorityQueue<>();
    private long order;
    private int stepsAtOnce;

    SimulatedNetwork(long seed) {
        this.seed = seed;
        // Neighbouring seeds of Random begin alike.
        this.random = new Random(new SplittableRandom(seed).nextLong());
    }

    static PeerAddress address(int host, int port) {
        try {
            return new PeerAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    SimulatedSessions add(int host) {
        SimulatedSessions node = new SimulatedSessions(this, address(host, 8089), new Random(random.nextLong()));
        nodes.add(node);
        return node;
    }

    void at(long when, Runnable action) {
        plans.add(new Plan(when, order++, action));
    }

    /** Nothing is bad any more. */
    void heal() {
        loss = 0;
        copies = 0;
        corruption = 0;
        swallowsFrom = Integer.MAX_VALUE;
        wall = (from, to, bytes) -> true;
    }

    void transmit(PeerAddress from, PeerAddress to, byte[] bytes) {
        packets++;
        if (bytes.length >= swallowsFrom || !wall.passes(from, to, bytes)) {
            return;
        }
        boolean again = true;
        while (again) {
            again = random.nextDouble() < copies;
            if (random.nextDouble() >= loss) {
                inject(from, to, random.nextDouble() < corruption ? corrupted(bytes) : bytes);
            }
        }
    }

    /** Puts a datagram on the way, whoever sent it. */
    void inject(PeerAddress from, PeerAddress to, byte[] bytes) {
        long late = jitter == 0 ? 0 : random.nextLong(jitter);
        arrivals.add(new Arrival(now + delay + late, order++, from, to, Bytes.wrap(bytes)));
    }

    private byte[] corrupted(byte[] bytes) {
        byte[] other = bytes.clone();
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        return other;
    }

    void run(long nanos) {
        long end = now + nanos;
        nodes.forEach(SimulatedSessions::pump);
        while (step(end)) {
            // each step is what happens at one moment
        }
        now = end;
    }

    private boolean step(long end) {
        long next = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().at();
        next = plans.isEmpty() ? next : Math.min(next, plans.peek().at());
        for (SimulatedSessions node : nodes) {
            next = Math.min(next, node.nextDeadline());
        }
        if (next > end) {
            return false;
        }
        if (next > now) {
            stepsAtOnce = 0;
        } else if (++stepsAtOnce > 1_000) {
            throw new AssertionError("seed " + seed + ": time stands still at " + now);
        }
        now = Math.max(now, next);
        while (!plans.isEmpty() && plans.peek().at() <= now) {
            plans.remove().action().run();
        }
        while (!arrivals.isEmpty() && arrivals.peek().at() <= now) {
            Arrival arrival = arrivals.remove();
            for (SimulatedSessions node : nodes) {
                if (node.address.equals(arrival.to())) {
                    node.onDatagram(arrival.from(), arrival.bytes().toArray());
                }
            }
        }
        nodes.forEach(SimulatedSessions::pump);
        return true;
    }
}
