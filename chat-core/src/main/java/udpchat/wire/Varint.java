package udpchat.wire;

/**
 * The variable-length integer of RFC 9000 §16: the two high bits of the first byte say whether 1, 2, 4 or 8 bytes hold
 * the 6, 14, 30 or 62 bits of the value. We write the shortest form. A longer one means the same and is accepted, as
 * RFC 9000 has it; only a frame's type must be in its shortest form (§12.4), which here is one byte.
 */
public final class Varint {

    /** The largest value, 2^62 − 1. */
    public static final long MAX = (1L << 62) - 1;

    /** The bytes of the longest form. */
    public static final int MAX_BYTES = 8;

    private Varint() {}

    /**
     * The bytes of the shortest form.
     *
     * @throws IllegalArgumentException if {@code value} is negative or above {@link #MAX}
     */
    public static int size(long value) {
        if (value >>> 6 == 0) {
            return 1;
        }
        if (value >>> 14 == 0) {
            return 2;
        }
        if (value >>> 30 == 0) {
            return 4;
        }
        require(value);
        return MAX_BYTES;
    }

    static void require(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(value + " is not from 0 to 2^62-1");
        }
    }
}
