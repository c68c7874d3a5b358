package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.wire.HandshakePayload.Accept;
import udpchat.wire.HandshakePayload.Confirm;
import udpchat.wire.HandshakePayload.Offer;

class HandshakePayloadTest {

    private static final String OFFER = "01 03 8001 04b0 8899aabbccddeeff" + "00".repeat(58);
    private static final Wire.Encoder ENCODER = payload -> ((HandshakePayload) payload).encode();

    @Test
    void goesToItsBytesAndBack() throws Exception {
        check(new Offer(1, 3, 0x8001, 1200, 0x8899aabbccddeeffL), OFFER, Offer::decode);
        check(new Accept(1, 0x81, 548, 0xfffefdfc), "01 81 0224 fffefdfc", Accept::decode);
        check(new Confirm(0xfffefdfc), "fffefdfc 00000000", Confirm::decode);
    }

    private static void check(HandshakePayload payload, String hex, Wire.Decoder decoder) throws Exception {
        byte[] bytes = Wire.hex(hex);
        assertEquals(Wire.hex(bytes), Wire.hex(payload.encode()));
        assertEquals(payload, decoder.decode(bytes, 0, bytes.length));
        for (int length = 0; length <= bytes.length + 1; length++) {
            byte[] other = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThrows(MalformedException.class, () -> decoder.decode(other, 0, other.length), "at " + length);
            }
        }
        for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[i] = (byte) value;
                Wire.accepts(decoder, ENCODER, changed, "byte " + i + " = " + value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"548, 548", "1199, 1199", "1200, 1200", "1201, 1200", "65535, 1200"})
    void aGreaterMaximumCountsAs1200(int said, int counts) throws Exception {
        byte[] offer = Wire.hex(OFFER);
        new WireWriter(offer, 4, 2).u16(said);
        assertEquals(counts, Offer.decode(offer, 0, offer.length).maxUdp());
        byte[] accept = new WireWriter(Wire.hex("01 00 0000 00000000"), 0, 8)
                .u8(1)
                .u8(0)
                .u16(said)
                .int32(0)
                .filled();
        assertEquals(counts, Accept.decode(accept, 0, accept.length).maxUdp());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 547})
    void aLesserMaximumAborts(int said) {
        byte[] offer = Wire.hex(OFFER);
        new WireWriter(offer, 4, 2).u16(said);
        assertThrows(MalformedException.class, () -> Offer.decode(offer, 0, offer.length));
        byte[] accept = Wire.hex("01 00 0000 00000000");
        new WireWriter(accept, 2, 2).u16(said);
        assertThrows(MalformedException.class, () -> Accept.decode(accept, 0, accept.length));
    }

    @ParameterizedTest
    @CsvSource({"00 01", "00 00", "01 00", "03 02", "ff 01"})
    void versionsAreARangeFrom1(String range) {
        byte[] offer = Wire.hex(range + OFFER.substring(5));
        assertThrows(MalformedException.class, () -> Offer.decode(offer, 0, offer.length));
    }

    @Test
    void zerosAreNotLookedAt() throws Exception {
        byte[] offer = Wire.hex(OFFER);
        Offer plain = Offer.decode(offer, 0, offer.length);
        Arrays.fill(offer, 14, 72, (byte) 0xff);
        assertEquals(plain, Offer.decode(offer, 0, offer.length));
        assertEquals(new Confirm(5), Confirm.decode(Wire.hex("00000005 ffffffff"), 0, 8));
    }

    @Test
    void whatWeMakeOurselvesIsCheckedToo() {
        assertThrows(IllegalArgumentException.class, () -> new Offer(0, 1, 0, 1200, 0));
        assertThrows(IllegalArgumentException.class, () -> new Offer(2, 1, 0, 1200, 0));
        assertThrows(IllegalArgumentException.class, () -> new Offer(1, 256, 0, 1200, 0));
        assertThrows(IllegalArgumentException.class, () -> new Offer(1, 1, 0x10000, 1200, 0));
        assertThrows(IllegalArgumentException.class, () -> new Offer(1, 1, 0, 1201, 0));
        assertThrows(IllegalArgumentException.class, () -> new Accept(1, 0, 547, 0));
        assertThrows(IllegalArgumentException.class, () -> new Accept(0, 0, 548, 0));
        assertThrows(IllegalArgumentException.class, () -> new Accept(1, 256, 548, 0));
    }

    @Test
    void randomBytesAreValidOrRejected() {
        long seed = 12;
        Random random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 72 : random.nextInt(10)];
            random.nextBytes(bytes);
            String where = "seed " + seed + ", round " + i;
            valid += Wire.accepts(Offer::decode, ENCODER, bytes, where) ? 1 : 0;
            valid += Wire.accepts(Accept::decode, ENCODER, bytes, where) ? 1 : 0;
            valid += Wire.accepts(Confirm::decode, ENCODER, bytes, where) ? 1 : 0;
        }
        assertTrue(valid > 10_000, valid + " of them were valid");
    }
}
