package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "63, 3f",
        "64, 4040",
        "16383, 7fff",
        "16384, 80004000",
        "1073741823, bfffffff",
        "1073741824, c000000040000000",
        "4611686018427387903, ffffffffffffffff",
        // The examples of RFC 9000 §A.1.
        "151288809941952652, c2197c5eff14e88c",
        "494878333, 9d7f3e7d",
        "15293, 7bbd",
        "37, 25",
    })
    void goesToItsShortestFormAndBack(long value, String hex) throws Exception {
        byte[] bytes = Wire.hex(hex);
        assertEquals(hex, Wire.hex(WireWriter.ofSize(bytes.length).varint(value).filled()));
        assertEquals(bytes.length, Varint.size(value));
        WireReader in = new WireReader(bytes);
        assertEquals(value, in.varint());
        in.end();
        for (int length = 0; length < bytes.length; length++) {
            WireReader cut = new WireReader(Arrays.copyOf(bytes, length));
            assertThrows(MalformedException.class, cut::varint);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "37, 4025",
        "37, 80000025",
        "37, c000000000000025",
        "0, 4000",
        "16383, 80003fff",
        "16384, c000000000004000"
    })
    void aLongerFormIsTheSameNumber(long value, String hex) throws Exception {
        assertEquals(value, new WireReader(Wire.hex(hex)).varint());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Varint.MAX + 1, Long.MAX_VALUE})
    void hasNoFormBeyondItsRange(long value) {
        assertThrows(IllegalArgumentException.class, () -> Varint.size(value));
        assertThrows(IllegalArgumentException.class, () -> new WireWriter(new byte[8]).varint(value));
    }

    @Test
    void everyLengthGoesRound() throws Exception {
        long seed = 1;
        Random random = new Random(seed);
        byte[] bytes = new byte[8];
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() & Varint.MAX >>> random.nextInt(63);
            WireWriter out = new WireWriter(bytes).varint(value);
            assertEquals(Varint.size(value), out.written());
            assertEquals(value, new WireReader(bytes).varint(), "seed " + seed);
        }
    }

    @Test
    void boundsIncludeTheirEnds() throws Exception {
        byte[] seven = {7};
        assertEquals(7, new WireReader(seven).varint(7, 7, "rule"));
        assertThrows(MalformedException.class, () -> new WireReader(seven).varint(8, 9, "rule"));
        assertThrows(MalformedException.class, () -> new WireReader(seven).varint(5, 6, "rule"));
        assertThrows(MalformedException.class, () -> new WireReader(seven).varint(7, 6, "rule"));
    }
}
