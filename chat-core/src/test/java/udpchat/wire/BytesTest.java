package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BytesTest {

    private static final Bytes FIVE = Bytes.ofHex("0102030405");

    @Test
    void equalsByContentWhereverItLies() {
        Bytes slice = FIVE.slice(1, 3);
        assertEquals(Bytes.ofHex("020304"), slice);
        assertEquals(Bytes.ofHex("020304").hashCode(), slice.hashCode());
        assertEquals(Bytes.ofHex("03"), slice.slice(1, 1));
        assertNotEquals(Bytes.ofHex("0203"), slice);
        assertNotEquals(Bytes.ofHex("020305"), slice);
        assertEquals("020304", slice.toString());
    }

    @Test
    void aCopyKeepsItsBytes() {
        byte[] array = {1, 2, 3};
        Bytes copy = Bytes.copyOf(array, 1, 2);
        array[1] = 9;
        assertEquals(Bytes.ofHex("0203"), copy);
        copy.toArray()[0] = 9;
        assertEquals(Bytes.ofHex("0203"), copy);
        byte[] target = new byte[4];
        copy.copyTo(target, 1);
        assertArrayEquals(new byte[] {0, 2, 3, 0}, target);
    }

    @Test
    void doesNotShowWhatIsBesideASlice() {
        Bytes slice = FIVE.slice(1, 3);
        assertEquals(4, slice.get(2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.get(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(2, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(1, -1));
    }

    @Test
    void ordersByUnsignedBytes() {
        assertTrue(Bytes.ofHex("80").compareTo(Bytes.ofHex("7f")) > 0);
        assertTrue(Bytes.ofHex("0101").compareTo(Bytes.ofHex("01")) > 0);
        assertEquals(0, FIVE.slice(0, 1).compareTo(Bytes.ofHex("01")));
        assertTrue(Bytes.ofHex("0000").isZero());
        assertFalse(Bytes.ofHex("0001").isZero());
        assertTrue(Bytes.EMPTY.isZero());
    }
}
