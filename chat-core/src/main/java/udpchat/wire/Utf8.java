package udpchat.wire;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Strict UTF-8 (RFC 3629, the well-formed sequences of Unicode table 3-7): no overlong form, no surrogate, nothing
 * above U+10FFFF, nothing cut off.
 */
public final class Utf8 {

    /** One bit of each of eight bytes that is set in none of them if all are ASCII. */
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Whether these bytes are valid UTF-8; nothing at all is. Allocates nothing. */
    public static boolean isValid(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            while (end - at >= Long.BYTES && (WireReader.int64(array, at) & NOT_ASCII) == 0) {
                at += Long.BYTES;
            }
            if (at < end) {
                int size = sequence(array, at, end);
                if (size == 0) {
                    return false;
                }
                at += size;
            }
        }
        return true;
    }

    /** The bytes of the code point at {@code at}, before {@code end}; 0 if it is not well-formed. */
    static int sequence(byte[] array, int at, int end) {
        int lead = array[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (size == 0 || end - at < size) {
            return 0;
        }
        // The second byte alone decides about overlong forms, surrogates and the end of Unicode.
        int second = array[at + 1] & 0xff;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if (!isContinuation(array[at + i])) {
                return 0;
            }
        }
        return size;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** The text of these bytes, if they are valid UTF-8. */
    public static String decode(byte[] array, int offset, int length) throws MalformedException {
        if (!isValid(array, offset, length)) {
            throw new MalformedException("not UTF-8");
        }
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a text.
     *
     * @throws IllegalArgumentException if it has half of a surrogate pair, for which UTF-8 has no bytes
     */
    public static byte[] encode(String text) {
        size(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * How many bytes {@link #encode} gives.
     *
     * @throws IllegalArgumentException if {@code text} has half of a surrogate pair
     */
    public static int size(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) < 0x80) {
                size++;
                i++;
                continue;
            }
            int codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("half of a surrogate pair at index " + i);
            }
            size += size(codePoint);
            i += Character.charCount(codePoint);
        }
        return size;
    }

    /** The longest beginning of a text that takes at most {@code maxBytes} and ends with a whole code point. */
    public static String prefix(String text, int maxBytes) {
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            size += size(codePoint);
            if (size > maxBytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }

    private static int size(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
