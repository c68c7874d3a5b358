package udpchat.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A byte string with the equality of a value: a run of an array that nobody writes to any more. Whoever makes one with
 * {@link #wrap} gives the array up; {@link #copyOf} is for arrays that live on. A {@link #slice} shares the array, so
 * that the fragments of a long message cost nothing, and keeps all of it in memory.
 *
 * <p>{@link #equals} takes as long as the bytes are alike: never compare secrets with it.
 */
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;
    /** 0 until it is asked for; computed again by whoever does not see it, with the same result. */
    private int hash;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** All of {@code array}, which the caller gives up. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** A copy of a part of {@code array}. */
    public static Bytes copyOf(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(array, offset, offset + length), 0, length);
    }

    /** The bytes that these hex digits name, for tests and tables; case does not matter. */
    public static Bytes ofHex(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return length;
    }

    public byte get(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /** A part of this, on the same array. */
    public Bytes slice(int from, int size) {
        Objects.checkFromIndexSize(from, size, length);
        return new Bytes(array, offset + from, size);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** The bytes as an array that nobody may write to: the one underneath where this is all of it, else a copy. */
    public byte[] array() {
        return offset == 0 && length == array.length ? array : toArray();
    }

    /** A copy. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Whether every byte is zero, as in a field that is not used. */
    public boolean isZero() {
        for (int i = offset; i < offset + length; i++) {
            if (array[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Orders by unsigned bytes, first difference first; a prefix comes before what it begins. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Bytes that
                        && Arrays.equals(
                                array, offset, offset + length, that.array, that.offset, that.offset + that.length));
    }

    @Override
    public int hashCode() {
        int result = hash;
        if (result == 0) {
            result = 1;
            for (int i = offset; i < offset + length; i++) {
                result = 31 * result + array[i];
            }
            hash = result;
        }
        return result;
    }

    /** Lower-case hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }
}
