package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WireReaderWriterTest {

    @Test
    void readsWhatWasWritten() throws Exception {
        byte[] array = new byte[40];
        WireWriter out = new WireWriter(array, 3, 30)
                .u8(0xfe)
                .u16(0xfedc)
                .int32(0xfedcba98)
                .int64(0xfedcba9876543210L)
                .bytes(Bytes.ofHex("0102"))
                .bytes(new byte[] {3})
                .zeros(2);
        assertEquals(20, out.written());
        assertEquals(10, out.remaining());
        assertEquals(
                "000000fefedcfedcba98fedcba98765432100102030000",
                Wire.hex(array).substring(0, 46));
        WireReader in = new WireReader(array, 3, 20);
        assertEquals(0xfe, in.u8());
        assertEquals(0xfedc, in.u16());
        assertEquals(0xfedcba98, in.int32());
        assertEquals(0xfedcba9876543210L, in.int64());
        assertEquals(Bytes.ofHex("010203"), in.bytes(3));
        assertThrows(MalformedException.class, in::end);
        assertEquals(2, in.zeros());
        in.end();
        assertThrows(MalformedException.class, in::u8);
    }

    @Test
    void doesNotReadOverTheEndOfItsRun() {
        byte[] array = new byte[20];
        assertThrows(MalformedException.class, () -> new WireReader(array, 5, 1).u16());
        assertThrows(MalformedException.class, () -> new WireReader(array, 5, 3).int32());
        assertThrows(MalformedException.class, () -> new WireReader(array, 5, 7).int64());
        assertThrows(MalformedException.class, () -> new WireReader(array, 5, 7).bytes(8));
        assertThrows(MalformedException.class, () -> new WireReader(array, 5, 7).skip(8));
        assertThrows(MalformedException.class, () -> new WireReader(array, 5, 7).skip(Integer.MAX_VALUE));
        assertEquals(7, new WireReader(array, 5, 7).zeros());
        assertThrows(IndexOutOfBoundsException.class, () -> new WireReader(array, 5, 16));
    }

    @Test
    void doesNotWriteOverTheEndOfItsRun() {
        WireWriter out = new WireWriter(new byte[20], 5, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> out.int32(1));
        assertThrows(IndexOutOfBoundsException.class, () -> out.zeros(4));
        assertThrows(IndexOutOfBoundsException.class, () -> out.zeros(-1));
        assertThrows(
                IllegalStateException.class, () -> WireWriter.ofSize(2).u8(1).filled());
    }

    @Test
    void aMalformedExceptionHasNoStack() {
        assertEquals(0, new MalformedException("rule").getStackTrace().length);
    }
}
