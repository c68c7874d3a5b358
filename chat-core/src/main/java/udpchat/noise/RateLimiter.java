package udpchat.noise;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for every IPv4 address and every IPv6 /64, which is what one person has. The table is bounded: the
 * bucket that was asked longest ago makes room. It is full again soon after, so forgetting it forgets next to nothing;
 * and who would push others out must receive at more addresses than the table has room for. For one thread.
 */
public final class RateLimiter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long interval;
    private final long burstNanos;
    private final Map<Prefix, Bucket> buckets;

    /**
     * @param perSecond tokens that come back in a second, at least 1
     * @param burst tokens of a full bucket, at least 1
     * @param maxPrefixes buckets kept, at least 1
     */
    public RateLimiter(int perSecond, int burst, int maxPrefixes) {
        if (perSecond < 1 || burst < 1 || maxPrefixes < 1) {
            throw new IllegalArgumentException(perSecond + "/s, burst " + burst + ", " + maxPrefixes + " prefixes");
        }
        this.interval = NANOS_PER_SECOND / perSecond;
        this.burstNanos = burst * interval;
        this.buckets = new LruMap(maxPrefixes);
    }

    /** Takes a token of the address's bucket, if there is one; {@code now} in monotonic nanoseconds. */
    public boolean tryAcquire(InetAddress address, long now) {
        return buckets.computeIfAbsent(Prefix.of(address), prefix -> new Bucket(now))
                .tryAcquire(now);
    }

    /** Buckets kept now. */
    int size() {
        return buckets.size();
    }

    /** The address, or its first 64 bits when it is IPv6. */
    private record Prefix(boolean v6, long bits) {
        static Prefix of(InetAddress address) {
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            return address instanceof Inet6Address
                    ? new Prefix(true, bytes.getLong())
                    : new Prefix(false, bytes.getInt());
        }
    }

    private final class Bucket {
        /** When the bucket will be full again: one number stands for the tokens and for when they were counted. */
        private long fullAt;

        Bucket(long now) {
            fullAt = now;
        }

        boolean tryAcquire(long now) {
            long start = fullAt - now > 0 ? fullAt : now;
            if (start + interval - now > burstNanos) {
                return false;
            }
            fullAt = start + interval;
            return true;
        }
    }

    private static final class LruMap extends LinkedHashMap<Prefix, Bucket> {
        private static final long serialVersionUID = 1L;
        private static final float DEFAULT_LOAD = 0.75f;

        private final int max;

        LruMap(int max) {
            super(16, DEFAULT_LOAD, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Prefix, Bucket> eldest) {
            return size() > max;
        }
    }
}
