package udpchat.noise;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short name for a static key, for screens: the first 20 hexadecimal digits of its SHA-256, {@code 3f2a 91c0 77d1 0b5e
 * 4c12}. Enough to tell keys apart; to make sure of one, compare the {@link SafetyNumber}.
 */
public final class Fingerprint {
    private static final int BYTES = 10;
    private static final int GROUP = 4;

    private Fingerprint() {}

    /** Five groups of four digits with a space between; {@code key} has 32 bytes. */
    public static String of(byte[] key) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(KeyText.requireKey(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        return grouped(HexFormat.of().formatHex(hash, 0, BYTES), GROUP);
    }

    /** The text in groups of so many characters, with a space between. */
    static String grouped(String text, int size) {
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < text.length(); i += size) {
            if (i > 0) {
                groups.append(' ');
            }
            groups.append(text, i, Math.min(i + size, text.length()));
        }
        return groups.toString();
    }
}
