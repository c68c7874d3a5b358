package udpchat.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes into a run of an array from front to back. Sizes are known before anything is written, so running over the
 * end is our own bug: {@link IndexOutOfBoundsException}. For one thread.
 */
public final class WireWriter {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private final byte[] array;
    private final int start;
    private final int end;
    private int position;

    public WireWriter(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        this.array = array;
        this.start = offset;
        this.position = offset;
        this.end = offset + length;
    }

    public WireWriter(byte[] array) {
        this(array, 0, array.length);
    }

    /** Writes a new array of exactly this size; {@link #filled} gives it. */
    static WireWriter ofSize(int size) {
        return new WireWriter(new byte[size]);
    }

    /** The array of {@link #ofSize}, of which nothing may be left to write. */
    byte[] filled() {
        if (position != array.length) {
            throw new IllegalStateException((array.length - position) + " bytes not written");
        }
        return array;
    }

    /** How many bytes were written. */
    public int written() {
        return position - start;
    }

    /** How many bytes still fit. */
    public int remaining() {
        return end - position;
    }

    /** The low 8 bits. */
    public WireWriter u8(int value) {
        array[take(1)] = (byte) value;
        return this;
    }

    /** The low 16 bits. */
    public WireWriter u16(int value) {
        SHORT.set(array, take(Short.BYTES), (short) value);
        return this;
    }

    public WireWriter int32(int value) {
        INT.set(array, take(Integer.BYTES), value);
        return this;
    }

    public WireWriter int64(long value) {
        LONG.set(array, take(Long.BYTES), value);
        return this;
    }

    /**
     * The shortest form of a varint.
     *
     * @throws IllegalArgumentException if {@code value} is negative or above {@link Varint#MAX}
     */
    public WireWriter varint(long value) {
        return switch (Varint.size(value)) {
            case 1 -> u8((int) value);
            case 2 -> u16((int) value | 0x4000);
            case 4 -> int32((int) value | 0x8000_0000);
            default -> int64(value | 0xc000_0000_0000_0000L);
        };
    }

    public WireWriter bytes(Bytes value) {
        value.copyTo(array, take(value.length()));
        return this;
    }

    public WireWriter bytes(byte[] value) {
        System.arraycopy(value, 0, array, take(value.length), value.length);
        return this;
    }

    public WireWriter zeros(int count) {
        int at = take(count);
        Arrays.fill(array, at, at + count, (byte) 0);
        return this;
    }

    private int take(int length) {
        if (length < 0 || length > end - position) {
            throw new IndexOutOfBoundsException(length + " bytes into a room of " + (end - position));
        }
        int at = position;
        position += length;
        return at;
    }
}
