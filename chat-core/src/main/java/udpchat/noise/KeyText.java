package udpchat.noise;

import java.util.HexFormat;

/** A key of 32 bytes as text: 64 lower-case hexadecimal digits, the same in files, in JSON and in {@code KEY@host}. */
public final class KeyText {
    /** Characters of a key as text. */
    public static final int LENGTH = 2 * X25519.KEY_BYTES;

    private KeyText() {}

    /** 64 digits for 32 bytes. */
    public static String format(byte[] key) {
        requireKey(key);
        return HexFormat.of().formatHex(key);
    }

    /**
     * 32 bytes for 64 digits.
     *
     * @throws IllegalArgumentException when it is anything else, upper case included
     */
    public static byte[] parse(String text) {
        if (text.length() != LENGTH || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("a key is " + LENGTH + " lower-case hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }

    static byte[] requireKey(byte[] key) {
        if (key.length != X25519.KEY_BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
        return key;
    }
}
