package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private static final long MS = 1_000_000L;
    private static final int ROOM = 100;

    private final RateLimiter limiter = new RateLimiter(20, 5, ROOM);

    /** 20 a second is one in 50 ms; monotonic time begins anywhere, and may pass the largest number. */
    @ParameterizedTest
    @ValueSource(longs = {0, -75 * MS, Long.MAX_VALUE - 75 * MS})
    void aBurstThenTheRate(long start) {
        InetAddress ip = ip("192.0.2.1");
        assertEquals(5, taken(ip, start));
        assertEquals(0, taken(ip, start + 49 * MS));
        assertEquals(1, taken(ip, start + 50 * MS));
        assertEquals(0, taken(ip, start + 99 * MS));
        assertEquals(2, taken(ip, start + 150 * MS));
        assertEquals(5, taken(ip, start + 10_000 * MS));
    }

    @Test
    void overALongTimeNoMoreThanTheRate() {
        InetAddress ip = ip("192.0.2.1");
        int taken = 0;
        for (long ms = 0; ms < 10_000; ms++) {
            taken += limiter.tryAcquire(ip, ms * MS) ? 1 : 0;
        }
        assertEquals(5 + 199, taken);
    }

    @ParameterizedTest(name = "{0} and {1} share a bucket: {2}")
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::1, 0.0.0.0, false",
        "::ffff:192.0.2.1, 192.0.2.1, true"
    })
    void aBucketForEachIpv4AddressAndIpv6Prefix(String one, String other, boolean shared) {
        assertEquals(5, taken(ip(one), 0));
        assertEquals(shared ? 0 : 5, taken(ip(other), 0));
    }

    @Test
    void strangersCannotGrowTheTable() {
        for (int i = 0; i < 10 * ROOM; i++) {
            assertTrue(limiter.tryAcquire(ip("10.0." + i / 256 + "." + i % 256), 0));
            assertEquals(Math.min(i + 1, ROOM), limiter.size());
        }
    }

    @Test
    void whoWasAskedLongestAgoMakesRoom() {
        InetAddress busy = ip("192.0.2.1");
        InetAddress quiet = ip("192.0.2.2");
        taken(busy, 0);
        taken(quiet, 0);
        for (int i = 0; i < ROOM; i++) {
            assertFalse(limiter.tryAcquire(busy, 0), "pushed out by " + i);
            limiter.tryAcquire(ip("10.0.0." + i), 0);
        }
        assertEquals(5, taken(quiet, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0"})
    void ofNothingThereIsNoLimit(int perSecond, int burst, int room) {
        assertThrows(IllegalArgumentException.class, () -> new RateLimiter(perSecond, burst, room));
    }

    /** How many of ten tries succeed. */
    private int taken(InetAddress ip, long now) {
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            taken += limiter.tryAcquire(ip, now) ? 1 : 0;
        }
        return taken;
    }

    private static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
