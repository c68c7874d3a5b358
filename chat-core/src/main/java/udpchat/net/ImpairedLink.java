package udpchat.net;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import udpchat.model.Impairment;

/**
 * One direction of a bad network: takes items in, gives some of them out, some twice, some late. It reads no clock and
 * holds at most {@value #MAX_HELD} items; beyond that it loses what comes, as a router whose queue is full does. For
 * one thread.
 *
 * @param <T> what travels
 */
public final class ImpairedLink<T> {

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Items on their way at once: 50,000 a second over 80 ms. */
    static final int MAX_HELD = 4_096;

    /** How much longer than the others an item that is overtaken takes, ns, besides once more the delay. */
    private static final long OVERTAKEN_NANOS = 10_000_000;

    /** A wire that is slower than its sender queues this much, ns; it loses the rest. */
    private static final long MAX_BACKLOG_NANOS = 1_000_000_000;

    private final Impairment how;
    private final Random random;
    private final PriorityQueue<Travelling<T>> travelling = new PriorityQueue<>();
    private long order;
    private long wireFreeAt = Long.MIN_VALUE;
    private long lost;

    private record Travelling<T>(long at, long order, T item) implements Comparable<Travelling<T>> {
        @Override
        public int compareTo(Travelling<T> other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** @param salt tells the two directions apart, which have one seed */
    public ImpairedLink(Impairment how, int salt) {
        this.how = how;
        this.random = new Random(how.seed() * 31 + salt);
    }

    /**
     * Puts an item on the wire.
     *
     * @param bytes how long the wire is busy with it
     * @return how often it will come out: 0 to 2
     */
    public int offer(T item, int bytes, long now) {
        // Always as many random numbers, so that one figure changed does not change what the others do.
        boolean lose = isHit(how.lossPercent());
        boolean duplicate = isHit(how.duplicatePercent());
        long first = now + delay();
        long second = now + delay();
        int copies = lose ? 0 : duplicate ? 2 : 1;
        long wire = onWire(bytes, now, copies > 0);
        if (copies == 0 || wire < 0 || travelling.size() + copies > MAX_HELD) {
            lost++;
            return 0;
        }
        travelling.add(new Travelling<>(first + wire, order++, item));
        if (copies == 2) {
            travelling.add(new Travelling<>(second + wire, order++, item));
        }
        return copies;
    }

    /** The next item that has arrived, or null. */
    public T poll(long now) {
        Travelling<T> next = travelling.peek();
        return next == null || next.at > now ? null : travelling.remove().item;
    }

    /** When {@link #poll} has the next item, or {@link #NEVER}. */
    public long nextDeadline() {
        Travelling<T> next = travelling.peek();
        return next == null ? NEVER : next.at;
    }

    /** Takes out all that is on its way. */
    public List<T> drain() {
        List<T> items = new ArrayList<>(travelling.size());
        for (Travelling<T> each = travelling.poll(); each != null; each = travelling.poll()) {
            items.add(each.item);
        }
        return items;
    }

    /** How many items never came out. */
    public long lost() {
        return lost;
    }

    private boolean isHit(double percent) {
        return random.nextDouble() * 100 < percent;
    }

    private long delay() {
        long delay = how.delay().toNanos()
                + (long) (random.nextDouble() * how.jitter().toNanos());
        return isHit(how.reorderPercent()) ? 2 * delay + OVERTAKEN_NANOS : delay;
    }

    /** How long until the wire has carried it, or -1 if too much waits for the wire already. */
    private long onWire(int bytes, long now, boolean carried) {
        if (how.bitsPerSecond() == 0) {
            return 0;
        }
        long begin = Math.max(now, wireFreeAt);
        if (begin - now > MAX_BACKLOG_NANOS) {
            return -1;
        }
        if (!carried) {
            return 0;
        }
        wireFreeAt = begin + (long) (bytes * 8e9 / how.bitsPerSecond());
        return wireFreeAt - now;
    }
}
