package udpchat.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The static key of a peer: what it is known by, wherever it is.
 *
 * @param text 64 lower-case hexadecimal digits, the same in JSON, in files and in {@code KEY@host:port}
 */
public record PeerKey(String text) {

    /** Bytes of a key. */
    public static final int BYTES = 32;

    /** Characters of a key as text. */
    public static final int LENGTH = 2 * BYTES;

    private static final int FINGERPRINT_DIGITS = 20;
    private static final int GROUP = 4;

    public PeerKey {
        if (!isKey(text)) {
            throw new IllegalArgumentException("a key is " + LENGTH + " lower-case hexadecimal digits");
        }
    }

    /** The key of these 32 bytes. */
    public static PeerKey of(byte[] bytes) {
        return new PeerKey(HexFormat.of().formatHex(bytes));
    }

    /** Whether this is a key. */
    public static boolean isKey(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** The 32 bytes. */
    public byte[] toBytes() {
        return HexFormat.of().parseHex(text);
    }

    /**
     * A short name for screens: the first 20 digits of its SHA-256, {@code 3f2a 91c0 77d1 0b5e 4c12}. Enough to tell keys
     * apart; to make sure of one, compare the safety number.
     */
    public String fingerprint() {
        String digits = digest();
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < FINGERPRINT_DIGITS; i += GROUP) {
            groups.append(i == 0 ? "" : " ").append(digits, i, i + GROUP);
        }
        return groups.toString();
    }

    /** The first group of the fingerprint: what tells two peers of one nick apart, {@code bob#3f2a}. */
    public String tag() {
        return digest().substring(0, GROUP);
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** As a record's own, but without the detour that those take: every packet and message asks. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof PeerKey that && text.equals(that.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
