package udpchat.noise;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 60 decimal digits that two people compare to know that nobody sits between them: the numeric fingerprint as Signal
 * published it. Both sides get the same number, whoever asks.
 *
 * <p>For each of the two static keys, with key = the byte 05 (Signal's type byte of an X25519 key) ‖ the 32 bytes:
 *
 * <pre>
 * hash = 00 00 (version) ‖ key ‖ identifier
 * 5,200 times: hash = SHA-512(hash ‖ key)
 * digits = bytes 0–29 of hash as 6 big-endian numbers of 5 bytes, each modulo 100,000, as 5 digits
 * </pre>
 *
 * <p>The identifier is empty: Signal puts a telephone number there, while here the key is all that a peer is. The two
 * runs of 30 digits, the smaller first, are the safety number. So it is what a Signal library shows for these two
 * identity keys with empty identifiers and 5,200 iterations.
 */
public final class SafetyNumber {
    private static final int ITERATIONS = 5200;
    private static final byte KEY_TYPE = 5;
    private static final byte[] NO_IDENTIFIER = {};

    private static final int CHUNKS = 6;
    private static final int CHUNK_BYTES = 5;
    private static final int CHUNK_DIGITS = 5;
    private static final long CHUNK_MODULUS = 100_000;

    private SafetyNumber() {}

    /** Twelve groups of five digits with a space between. Takes some milliseconds; each key has 32 bytes. */
    public static String of(byte[] oneKey, byte[] otherKey) {
        return Fingerprint.grouped(digits(typed(oneKey), NO_IDENTIFIER, typed(otherKey), NO_IDENTIFIER), CHUNK_DIGITS);
    }

    /** The 60 digits for two keys with their type byte, and two identifiers. */
    static String digits(byte[] oneKey, byte[] oneIdentifier, byte[] otherKey, byte[] otherIdentifier) {
        String one = half(oneKey, oneIdentifier);
        String other = half(otherKey, otherIdentifier);
        return one.compareTo(other) <= 0 ? one + other : other + one;
    }

    private static String half(byte[] key, byte[] identifier) {
        ByteBuffer hash = ByteBuffer.wrap(hash(key, identifier));
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < CHUNKS * CHUNK_BYTES; i += CHUNK_BYTES) {
            long number = ((hash.get(i) & 0xffL) << 32) | (hash.getInt(i + 1) & 0xffff_ffffL);
            String chunk = Long.toString(number % CHUNK_MODULUS);
            digits.append("0".repeat(CHUNK_DIGITS - chunk.length())).append(chunk);
        }
        return digits.toString();
    }

    private static byte[] hash(byte[] key, byte[] identifier) {
        MessageDigest sha512;
        try {
            sha512 = MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-512", e);
        }
        byte[] hash = ByteBuffer.allocate(2 + key.length + identifier.length)
                .putShort((short) 0)
                .put(key)
                .put(identifier)
                .array();
        for (int i = 0; i < ITERATIONS; i++) {
            sha512.update(hash);
            hash = sha512.digest(key);
        }
        return hash;
    }

    private static byte[] typed(byte[] key) {
        KeyText.requireKey(key);
        return ByteBuffer.allocate(1 + key.length).put(KEY_TYPE).put(key).array();
    }
}
