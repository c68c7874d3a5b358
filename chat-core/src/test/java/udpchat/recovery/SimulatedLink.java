package udpchat.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Two peers and what lies between: loss, delay, reordering and duplication, all from one seed, in virtual time. */
final class SimulatedLink {
    static final long MS = 1_000_000;

    private record Arrival(long at, long order, SimulatedPeer to, SimulatedPeer.Datagram datagram)
            implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    final SimulatedPeer left;
    final SimulatedPeer right;
    long now;
    /** From this size on everything is lost. */
    int swallowsFrom = Integer.MAX_VALUE;

    private final RandomGenerator random;
    private final double loss;
    private final long delay;
    private final double disorder;
    private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>();
    private long order;

    /**
     * A link with the same habits in both directions.
     *
     * @param delay one way, in nanoseconds
     * @param disorder the share of datagrams that come up to half a delay later, and the share that come twice
     */
    SimulatedLink(long seed, double loss, long delay, double disorder) {
        this.random = new SplittableRandom(seed);
        this.loss = loss;
        this.delay = delay;
        this.disorder = disorder;
        left = new SimulatedPeer(new Random(seed + 1), this::transmit);
        right = new SimulatedPeer(new Random(seed + 2), this::transmit);
    }

    /** Runs until both have nothing in flight, or until that time. */
    void runUntilIdle(long end) {
        left.run(now);
        right.run(now);
        while ((!left.isIdle() || !right.isIdle() || !arrivals.isEmpty()) && step(end)) {
            // each step is one batch of datagrams or one deadline
        }
    }

    /** Runs until that time. */
    void runUntil(long end) {
        left.run(now);
        right.run(now);
        while (step(end)) {
            // as above
        }
        now = end;
    }

    private boolean step(long end) {
        long next = Math.min(left.nextDeadline(now), right.nextDeadline(now));
        next = arrivals.isEmpty() ? next : Math.min(next, arrivals.peek().at());
        if (next > end) {
            return false;
        }
        now = next;
        List<Arrival> batch = new ArrayList<>();
        while (!arrivals.isEmpty() && arrivals.peek().at() <= now) {
            batch.add(arrivals.remove());
        }
        batch.forEach(arrival -> arrival.to().onDatagram(arrival.datagram(), now));
        left.run(now);
        right.run(now);
        return true;
    }

    private void transmit(SimulatedPeer from, SimulatedPeer.Datagram datagram) {
        boolean again = true;
        while (again) {
            again = random.nextDouble() < disorder;
            boolean late = random.nextDouble() < disorder;
            long at = now + delay + (late ? (long) (random.nextDouble() * delay / 2) : 0);
            if (random.nextDouble() >= loss && datagram.bytes() < swallowsFrom) {
                arrivals.add(new Arrival(at, order++, from == left ? right : left, datagram));
            }
        }
    }
}
