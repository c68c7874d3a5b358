package udpchat.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Reads a run of an array from front to back. Running out of bytes, and a number outside the bounds a caller names, is
 * {@link MalformedException}; after one the position is of no use. For one thread.
 */
public final class WireReader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private final byte[] array;
    private final int end;
    private int position;

    public WireReader(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        this.array = array;
        this.position = offset;
        this.end = offset + length;
    }

    public WireReader(byte[] array) {
        this(array, 0, array.length);
    }

    public int remaining() {
        return end - position;
    }

    public boolean hasRemaining() {
        return position < end;
    }

    /** The next byte, 0 to 255. */
    public int u8() throws MalformedException {
        return array[take(1)] & 0xff;
    }

    /** The next two bytes, 0 to 65535. */
    public int u16() throws MalformedException {
        int at = take(2);
        return u16(array, at);
    }

    /** The next four bytes; the sign bit is an ordinary bit. */
    public int int32() throws MalformedException {
        return int32(array, take(Integer.BYTES));
    }

    /** The next eight bytes; the sign bit is an ordinary bit. */
    public long int64() throws MalformedException {
        return int64(array, take(Long.BYTES));
    }

    private static int u16(byte[] array, int at) {
        return (array[at] & 0xff) << 8 | (array[at + 1] & 0xff);
    }

    /** Four bytes anywhere in an array. */
    static int int32(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    /** Eight bytes anywhere in an array. */
    static long int64(byte[] array, int at) {
        return (long) LONG.get(array, at);
    }

    /** The next varint, 0 to {@link Varint#MAX}, in any of its forms. */
    public long varint() throws MalformedException {
        int at = take(1);
        int first = array[at];
        switch (first >> 6 & 3) {
            case 0 -> {
                return first;
            }
            case 1 -> {
                take(1);
                return u16(array, at) & 0x3fff;
            }
            case 2 -> {
                take(3);
                return int32(array, at) & 0x3fff_ffffL;
            }
            default -> {
                take(7);
                return int64(array, at) & Varint.MAX;
            }
        }
    }

    /**
     * The next varint, which must be from {@code min} to {@code max}, both included; where {@code max} is below {@code
     * min} nothing is.
     *
     * @param rule what it breaks otherwise, a constant
     */
    public long varint(long min, long max, String rule) throws MalformedException {
        long value = varint();
        if (value < min || value > max) {
            throw new MalformedException(rule);
        }
        return value;
    }

    /** As {@link #varint(long, long, String)}, for bounds that fit an int. */
    public int varint(int min, int max, String rule) throws MalformedException {
        return (int) varint((long) min, (long) max, rule);
    }

    /** A copy of the next {@code length} bytes. */
    public Bytes bytes(int length) throws MalformedException {
        return Bytes.copyOf(array, take(length), length);
    }

    /** The next {@code length} bytes, which must be valid UTF-8. */
    public String utf8(int length) throws MalformedException {
        return Utf8.decode(array, take(length), length);
    }

    /** Goes over the zero bytes that come next, and says how many there were. */
    public int zeros() {
        int start = position;
        while (position < end && array[position] == 0) {
            position++;
        }
        return position - start;
    }

    /** Goes over bytes that mean nothing yet. */
    public void skip(int length) throws MalformedException {
        take(length);
    }

    /** Nothing may be left. */
    public void end() throws MalformedException {
        if (position != end) {
            throw new MalformedException("bytes after the end");
        }
    }

    /** Moves on by {@code length} ≥ 0 bytes and gives the index of the first of them. */
    private int take(int length) throws MalformedException {
        if (length > end - position) {
            throw new MalformedException("too short");
        }
        int at = position;
        position += length;
        return at;
    }
}
