package udpchat.session;

import static udpchat.session.SimulatedNode.MS;
import static udpchat.session.SimulatedNode.SECOND;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import udpchat.model.PeerAddress;
import udpchat.noise.Identity;

/** Peers on a bad network in virtual time: loss, duplicates, disorder, simultaneous opens, restarts. All from a seed. */
final class HandshakeSimulation {
    static final long HORIZON = 400 * SECOND;
    /** How long agreement must last to count: longer than any slot or cache lives. */
    private static final long SETTLED = 15 * SECOND;

    private static final long STEP = 50 * MS;

    /** How it begins. */
    enum Opening {
        ONE,
        BOTH,
        SKEWED,
        RESTART_FIRST,
        RESTART_SECOND,
        HELLO,
        HELLO_BOTH,
        TWO_ADDRESSES,
        ABSENT,
        REKEY_BOTH,
        THREE
    }

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    final Opening opening;
    final double loss;
    final List<SimulatedNode> nodes = new ArrayList<>();
    long now;
    /** When the agreement that lasted began. */
    long agreedAt = -1;

    int packets;

    private final Random random;
    private final double duplicates;
    private final long delay;
    private final long jitter;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long order;
    private long busyUntil;

    HandshakeSimulation(long seed, boolean real, Opening opening, EnumSet<HandshakeRule> off) {
        // Neighbouring seeds of Random begin alike.
        random = new Random(new SplittableRandom(seed).nextLong());
        this.opening = opening;
        loss = new double[] {0, 0.05, 0.2, 0.4}[random.nextInt(4)];
        duplicates = new double[] {0, 0.1, 0.3}[random.nextInt(3)];
        delay = new long[] {MS, 50 * MS, 300 * MS, 800 * MS}[random.nextInt(4)];
        jitter = new long[] {0, 50 * MS, 500 * MS}[random.nextInt(3)];
        int addresses = opening == Opening.TWO_ADDRESSES ? 2 : 1;
        for (int node = 0; node < (opening == Opening.THREE ? 3 : 2); node++) {
            List<PeerAddress> own = new ArrayList<>();
            for (int i = 0; i < addresses; i++) {
                own.add(address(node + 1, i));
            }
            Identity identity = real ? Identity.generate(random) : null;
            nodes.add(new SimulatedNode(identity, own, new Random(random.nextLong()), this::transmit, off));
        }
        open();
    }

    private void open() {
        SimulatedNode first = nodes.get(0);
        SimulatedNode second = nodes.get(1);
        switch (opening) {
            case ONE -> wish(first, second, false, 0);
            case BOTH -> both(false, 0);
            case SKEWED -> both(false, random.nextLong(1_500 * MS));
            case RESTART_FIRST, RESTART_SECOND -> {
                both(false, random.nextLong(1_500 * MS));
                SimulatedNode node = opening == Opening.RESTART_FIRST ? first : second;
                at(200 * MS + random.nextLong(6 * SECOND), () -> node.restart(now));
            }
            case HELLO -> wish(first, second, true, 0);
            case HELLO_BOTH, TWO_ADDRESSES -> both(true, random.nextBoolean() ? 0 : random.nextLong(1_500 * MS));
            case ABSENT -> {
                wish(first, second, false, 0);
                second.present = false;
                at(random.nextLong(150 * SECOND), () -> second.present = true);
            }
            case REKEY_BOTH -> {
                both(false, random.nextLong(1_500 * MS));
                at(40 * SECOND, () -> first.rekey(second, now));
                at(40 * SECOND + random.nextLong(SECOND), () -> second.rekey(first, now));
            }
            case THREE -> {
                for (SimulatedNode node : nodes) {
                    for (SimulatedNode other : nodes) {
                        if (node != other) {
                            wish(node, other, random.nextBoolean(), random.nextLong(SECOND));
                        }
                    }
                }
            }
        }
    }

    private void both(boolean byHello, long skew) {
        wish(nodes.get(0), nodes.get(1), byHello, 0);
        wish(nodes.get(1), nodes.get(0), byHello, skew);
    }

    private void wish(SimulatedNode from, SimulatedNode to, boolean byHello, long when) {
        at(when, () -> from.wish(to, byHello, now));
    }

    private void at(long when, Runnable action) {
        queue.add(new Event(when, order++, action));
        busyUntil = Math.max(busyUntil, when);
    }

    private void transmit(PeerAddress from, PeerAddress to, byte[] bytes) {
        packets++;
        for (int copies = random.nextDouble() < duplicates ? 2 : 1; copies > 0; copies--) {
            if (random.nextDouble() >= loss) {
                long arrival = now + delay + (jitter == 0 ? 0 : random.nextLong(jitter));
                queue.add(new Event(
                        arrival,
                        order++,
                        () -> nodes.stream()
                                .filter(node -> node.addresses.contains(to))
                                .forEach(node -> node.onDatagram(from, bytes, now))));
            }
        }
    }

    /** Runs until all agree for long enough; false if they never do. */
    boolean run() {
        for (long end = 0; end <= HORIZON; end += STEP) {
            while (!queue.isEmpty() && queue.peek().at() <= end) {
                Event event = queue.remove();
                now = event.at();
                event.action().run();
            }
            now = end;
            nodes.forEach(node -> node.tick(now));
            if (!agree()) {
                agreedAt = -1;
            } else if (agreedAt < 0) {
                agreedAt = now;
            } else if (now - agreedAt >= SETTLED && now - busyUntil >= SETTLED) {
                return true;
            }
        }
        return false;
    }

    /** Whether each two have exactly one session, the same one, confirmed on both sides. */
    boolean agree() {
        for (SimulatedNode node : nodes) {
            if (node.sessions.size() != nodes.size() - 1) {
                return false;
            }
            for (SimulatedNode other : nodes) {
                if (node != other && !agree(node.current.get(other.key), other.current.get(node.key))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean agree(SimulatedNode.Session one, SimulatedNode.Session other) {
        return one != null
                && other != null
                && one.local() == other.remote()
                && one.remote() == other.local()
                && one.confirmed
                && other.confirmed;
    }

    int superseded() {
        return nodes.stream().mapToInt(node -> node.superseded).sum();
    }

    static PeerAddress address(int host, int family) {
        try {
            return new PeerAddress(
                    InetAddress.getByAddress(new byte[] {10, 0, (byte) host, (byte) (2 + family)}), 8089);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return opening + ", loss " + loss + ", duplicates " + duplicates + ", delay " + delay / MS + " ms, jitter "
                + jitter / MS + " ms, at " + now / MS + " ms";
    }
}
