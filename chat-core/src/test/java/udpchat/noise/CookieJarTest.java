package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.PeerAddress;

class CookieJarTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] E = new byte[32];
    private static final PeerAddress HERE = address("192.0.2.1", 8089);

    /** A cookie given at one second after the start, shown again at another. */
    @ParameterizedTest(name = "given at {0} s, shown at {1} s: {2}")
    @CsvSource({
        "0, 0, true",
        "0, 119, true",
        "0, 120, true",
        "0, 239, true",
        "0, 240, false",
        "0, 241, false",
        "0, 1000000, false",
        "119, 239, true",
        "119, 240, false",
        "121, 359, true",
        "121, 360, false",
        "500, 700, true",
        "500, 720, false"
    })
    void livesForItsPeriodAndTheNext(long given, long shown, boolean valid) {
        // Monotonic time begins anywhere, and may pass the largest number.
        for (long start : new long[] {0, -5 * SECOND, Long.MAX_VALUE - 100 * SECOND}) {
            CookieJar jar = new CookieJar(new Random(1), start);
            byte[] cookie = jar.cookie(HERE, E, start + given * SECOND);
            assertEquals(valid, jar.isValid(cookie, HERE, E, start + shown * SECOND), "start " + start);
        }
    }

    @Test
    void askingOftenDoesNotLengthenItsLife() {
        CookieJar jar = new CookieJar(new Random(1), 0);
        byte[] cookie = jar.cookie(HERE, E, 0);
        for (long second = 0; second < 500; second++) {
            assertEquals(second < 240, jar.isValid(cookie, HERE, E, second * SECOND), "second " + second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void isTheMacOfAddressPortAndKey(String ip) throws Exception {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) 7);
        PeerAddress from = address(ip, 0x1f99);
        byte[] e = new byte[32];
        Arrays.fill(e, (byte) 9);

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] expected = mac.doFinal(ByteBuffer.allocate(from.ip().getAddress().length + 2 + 32)
                .put(from.ip().getAddress())
                .putShort((short) 0x1f99)
                .put(e)
                .array());
        assertArrayEquals(Arrays.copyOf(expected, 16), new CookieJar(new FixedRandom(secret), 0).cookie(from, e, 0));
    }

    @Test
    void isOfNoUseToAnybodyElse() {
        CookieJar jar = new CookieJar(new Random(1), 0);
        byte[] cookie = jar.cookie(HERE, E, 0);
        byte[] otherKey = E.clone();
        otherKey[31] = 1;
        assertFalse(jar.isValid(cookie, address("192.0.2.2", 8089), E, 0));
        assertFalse(jar.isValid(cookie, address("192.0.2.1", 8090), E, 0));
        assertFalse(jar.isValid(cookie, address("::c000:201", 8089), E, 0));
        assertFalse(jar.isValid(cookie, HERE, otherKey, 0));
        assertFalse(new CookieJar(new Random(2), 0).isValid(cookie, HERE, E, 0));
        assertTrue(jar.isValid(cookie, HERE, E, 0));
    }

    @Test
    void anyChangedBitAndAnyOtherLengthIsRefused() {
        CookieJar jar = new CookieJar(new Random(1), 0);
        byte[] cookie = jar.cookie(HERE, E, 0);
        for (int bit = 0; bit < 8 * cookie.length; bit++) {
            assertFalse(jar.isValid(Handshakes.flipped(cookie, bit), HERE, E, 0), "bit " + bit);
        }
        for (int length = 0; length < cookie.length; length++) {
            assertFalse(jar.isValid(Arrays.copyOf(cookie, length), HERE, E, 0), "length " + length);
        }
        assertFalse(jar.isValid(Arrays.copyOf(cookie, cookie.length + 1), HERE, E, 0));
        assertFalse(jar.isValid(new byte[CookieJar.COOKIE_BYTES], HERE, E, 0));
    }

    private static PeerAddress address(String ip, int port) {
        try {
            return new PeerAddress(InetAddress.getByName(ip), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
