package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.wire.MessageBody.Kind;

class MessageBodyTest {

    private static final Wire.Encoder ENCODER =
            body -> ((MessageBody) body).encode().toArray();

    @ParameterizedTest
    @CsvSource({
        "TEXT, 1700000000000, hi, 00 0000018bcfe56800 6869",
        "ACTION, 0, \u00e9, 01 0000000000000000 c3a9",
        "TEXT, 253402300799999, '', 00 0000e677d21fdbff",
    })
    void goesToItsBytesAndBack(Kind kind, long at, String text, String hex) throws Exception {
        byte[] bytes = Wire.hex(hex);
        MessageBody body = new MessageBody(kind, at, text);
        assertEquals(Bytes.wrap(bytes), body.encode());
        assertEquals(body, MessageBody.decode(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "00",
        "00 0000018bcfe568",
        "02 0000018bcfe56800 6869",
        "ff 0000018bcfe56800 6869",
        "00 ffffffffffffffff 6869",
        "00 0000e677d21fdc00 6869",
        "00 0000018bcfe56800 c3",
        "00 0000018bcfe56800 c080",
        "00 0000018bcfe56800 eda080",
    })
    void isMalformed(String hex) {
        byte[] bytes = Wire.hex(hex);
        assertThrows(MalformedException.class, () -> MessageBody.decode(bytes, 0, bytes.length));
    }

    @Test
    void itsTextIsAtMostOneMebibyte() throws Exception {
        byte[] bytes = new byte[9 + (1 << 20)];
        Arrays.fill(bytes, 9, bytes.length, (byte) 'x');
        MessageBody longest = MessageBody.decode(bytes, 0, bytes.length);
        assertEquals(Bytes.wrap(bytes), longest.encode());
        byte[] beyond = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(MalformedException.class, () -> MessageBody.decode(beyond, 0, beyond.length));
        String text = longest.text() + "x";
        assertThrows(IllegalArgumentException.class, () -> new MessageBody(Kind.TEXT, 0, text));
    }

    @Test
    void whatWeMakeOurselvesIsCheckedToo() {
        assertThrows(IllegalArgumentException.class, () -> new MessageBody(Kind.TEXT, -1, "x"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new MessageBody(Kind.TEXT, MessageBody.MAX_SENT_AT_MILLIS + 1, "x"));
        assertThrows(IllegalArgumentException.class, () -> new MessageBody(Kind.TEXT, 0, "\udc00"));
    }

    @Test
    void randomBytesAreValidOrRejected() {
        long seed = 6;
        Random random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            for (int k = 0; k < Math.min(3, bytes.length) && i % 2 == 0; k++) {
                bytes[k] = (byte) (k == 0 ? random.nextInt(3) : 0);
            }
            valid += Wire.accepts(MessageBody::decode, ENCODER, bytes, "seed " + seed + ", round " + i) ? 1 : 0;
        }
        assertTrue(valid > 1_000, valid + " of them were valid");
    }
}
