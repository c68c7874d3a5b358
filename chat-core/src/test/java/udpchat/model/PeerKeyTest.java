package udpchat.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerKeyTest {
    private static final String ZEROS = "0".repeat(64);

    @Test
    void hasAFingerprint() {
        // sha256sum of 32 zero bytes: 66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925
        PeerKey key = new PeerKey(ZEROS);
        assertEquals("6668 7aad f862 bd77 6c8f", key.fingerprint());
        assertEquals("6668", key.tag());
        assertEquals(ZEROS, key.toString());
    }

    @Test
    void isItsBytes() {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) 0xfe;
        bytes[31] = 1;
        assertEquals("fe" + "0".repeat(61) + "1", PeerKey.of(bytes).text());
        assertArrayEquals(bytes, PeerKey.of(bytes).toBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void has32Bytes(int length) {
        assertThrows(IllegalArgumentException.class, () -> PeerKey.of(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "A000000000000000000000000000000000000000000000000000000000000000"})
    void isLowerCaseHexadecimal(String text) {
        assertThrows(IllegalArgumentException.class, () -> new PeerKey(text));
    }
}
