package udpchat.noise;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import udpchat.model.PeerAddress;

/**
 * Proof that who sends an INIT receives at the address it came from, with nothing stored for it: cookie =
 * HMAC-SHA256(secret, ip ‖ port ‖ e)[0..15], ip 4 or 16 bytes, port 2, e the 32 bytes of the INIT's ephemeral key. The
 * secret is a new one every 120 s and the one before it is accepted too, so a cookie is good for at least 120 s and less
 * than 240 s. For one thread.
 */
public final class CookieJar {
    /** Bytes of a cookie. */
    public static final int COOKIE_BYTES = 16;

    /** Life of a secret, in nanoseconds. */
    public static final long RENEW_NANOS = Duration.ofMinutes(2).toNanos();

    private static final int SECRET_BYTES = 32;

    private final RandomGenerator random;
    private Mac current;
    private Mac previous;
    /** When the current secret began. */
    private long since;

    /**
     * @param random {@link SystemRandom} in a running program
     * @param now monotonic nanoseconds
     */
    public CookieJar(RandomGenerator random, long now) {
        this.random = random;
        this.current = newSecret();
        this.previous = newSecret();
        this.since = now;
    }

    /** The cookie for an INIT from there with this ephemeral key (32 bytes): 16 bytes. */
    public byte[] cookie(PeerAddress from, byte[] ephemeral, long now) {
        renew(now);
        return cookie(current, from, ephemeral);
    }

    /** Whether this is a cookie that was given for just this address and key, and not too long ago. */
    public boolean isValid(byte[] cookie, PeerAddress from, byte[] ephemeral, long now) {
        renew(now);
        // MessageDigest.isEqual takes the same time whatever the bytes are; both are tried, for the same reason.
        boolean isCurrent = MessageDigest.isEqual(cookie(current, from, ephemeral), cookie);
        boolean isPrevious = MessageDigest.isEqual(cookie(previous, from, ephemeral), cookie);
        return isCurrent || isPrevious;
    }

    /** Goes on in whole periods, so that a quiet time does not lengthen the life of a secret. */
    private void renew(long now) {
        long periods = (now - since) / RENEW_NANOS;
        if (periods < 1) {
            return;
        }
        previous = periods == 1 ? current : newSecret();
        current = newSecret();
        since += periods * RENEW_NANOS;
    }

    private Mac newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] cookie(Mac mac, PeerAddress from, byte[] ephemeral) {
        mac.update(from.ip().getAddress());
        mac.update((byte) (from.port() >>> 8));
        mac.update((byte) from.port());
        return Arrays.copyOf(mac.doFinal(KeyText.requireKey(ephemeral)), COOKIE_BYTES);
    }
}
