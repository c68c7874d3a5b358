package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PacketCodecTest {

    /** DATA says where it lies, which is somewhere else after encoding: moved to 0. */
    private static final Wire.Decoder DECODER = (array, offset, length) -> {
        Packet packet = PacketCodec.decode(array, offset, length);
        return packet instanceof Packet.Data data
                ? new Packet.Data(data.receiverIndex(), data.counter(), data.offset() - offset, data.length())
                : packet;
    };

    private static final Wire.Encoder ENCODER = packet -> SamplePackets.encode((Packet) packet);

    private static Stream<Map.Entry<String, Packet>> table() {
        return SamplePackets.TABLE.entrySet().stream();
    }

    private static Packet decode(String hex) throws MalformedException {
        byte[] bytes = Wire.hex(hex);
        return PacketCodec.decode(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @MethodSource("table")
    void goesToItsBytesAndBack(Map.Entry<String, Packet> row) throws Exception {
        assertEquals(row.getValue(), decode(row.getKey()));
        if (row.getValue() instanceof Packet.Handshake packet) {
            assertEquals(Wire.hex(Wire.hex(row.getKey())), Wire.hex(PacketCodec.encode(packet)));
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void isRejectedWhenCutAnywhereOrTooLong(Map.Entry<String, Packet> row) {
        byte[] bytes = Wire.hex(row.getKey());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedException.class, () -> PacketCodec.decode(cut, 0, cut.length), "cut to " + length);
        }
        if (row.getValue() instanceof Packet.Handshake) {
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            assertThrows(MalformedException.class, () -> PacketCodec.decode(longer, 0, longer.length));
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void isValidOrRejectedWithAnyByteChanged(Map.Entry<String, Packet> row) {
        byte[] bytes = Wire.hex(row.getKey());
        for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[i] = (byte) value;
                boolean valid = Wire.accepts(DECODER, ENCODER, changed, "byte " + i + " = " + value);
                boolean form = changed[0] == (byte) 0xfb
                        ? PacketCodec.hasFormOfData(changed, 0, changed.length)
                        : PacketCodec.hasFormOfHandshake(changed, 0, changed.length);
                assertTrue(form || !valid, "what is valid has the form of it: byte " + i + " = " + value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'f8 c55a 00 00000000', 120, INIT of version 0",
        "'f9 c55a 02 00000000', 108, RESP of another version",
        "'f9 c55a 00 00000000', 108, RESP of version 0",
        "'fa c55a 02 00000000', 76, FIN of another version",
        "'fc c55a 02 00000000', 20, COOKIE of another version",
        "'fd c55a 01 00000000 00000000 01 01', 0, VERNEG of version 1",
        "'fd c55a 00 00000000 00000000 00', 0, VERNEG of nothing",
        "'fd c55a 00 00000000 00000000 01 00', 0, VERNEG of version 0 only",
        "'fd c55a 00 00000000 00000000 02 0100', 0, VERNEG with version 0",
        "'f8 c55b 01 00000000', 120, wrong magic",
        "'f8 c45a 01 00000000', 120, wrong magic",
        "'f7 c55a 01 00000000', 120, unknown type",
        "'fe c55a 01 00000000', 120, unknown type",
        "'ff c55a 01 00000000', 120, unknown type",
        "'fb 00000000 0000000001000000', 80, DATA with counter 2^24",
        "'fb 00000000 8000000000000000', 80, DATA with a negative counter",
    })
    void isMalformed(String head, int zeros, String why) {
        assertThrows(MalformedException.class, () -> decode(head + "00".repeat(zeros)), why);
    }

    @Test
    void capsHoldAndOneBeyondDoesNot() throws Exception {
        String verNeg = "fd c55a 00 00000000 00000000 ";
        assertInstanceOf(Packet.VerNeg.class, decode(verNeg + "10" + "07".repeat(16)));
        assertThrows(MalformedException.class, () -> decode(verNeg + "11" + "07".repeat(17)));
        String data = "fb 00000000 0000000000ffffff";
        assertEquals(new Packet.Data(0, 0xffffff, 0, 93), decode(data + "00".repeat(80)));
        assertEquals(new Packet.Data(0, 0xffffff, 0, 1200), decode(data + "00".repeat(1187)));
        assertThrows(MalformedException.class, () -> decode(data + "00".repeat(79)));
        assertThrows(MalformedException.class, () -> decode(data + "00".repeat(1188)));
        byte[] packet = new byte[93];
        assertThrows(IllegalArgumentException.class, () -> PacketCodec.writeDataHeader(0, 1L << 24, packet, 0));
        assertThrows(IllegalArgumentException.class, () -> PacketCodec.writeDataHeader(0, -1, packet, 0));
    }

    @Test
    void dataIsAViewOfTheArray() throws Exception {
        byte[] array = new byte[300];
        PacketCodec.writeDataHeader(0x80000001, 7, array, 50);
        assertEquals("fb800000010000000000000007", Wire.hex(Arrays.copyOfRange(array, 50, 63)));
        Packet.Data data = PacketCodec.decodeData(array, 50, 200);
        assertEquals(new Packet.Data(0x80000001, 7, 50, 200), data);
        assertEquals(50, data.headerOffset());
        assertEquals(63, data.sealedOffset());
        assertEquals(187, data.sealedLength());
    }

    @Test
    void everyPacketHasTheSizeOfTheProtocol() {
        Bytes noise = Bytes.wrap(new byte[104]);
        Bytes cookie = Packet.Init.NO_COOKIE;
        assertEquals(128, PacketCodec.encode(new Packet.Init(1, 0, noise, cookie)).length);
        assertEquals(116, PacketCodec.encode(new Packet.Resp(0, 0, noise)).length);
        assertEquals(84, PacketCodec.encode(new Packet.Fin(0, 0, noise.slice(0, 72))).length);
        assertEquals(28, PacketCodec.encode(new Packet.Cookie(0, 0, cookie)).length);
        assertEquals(14, PacketCodec.encode(new Packet.VerNeg(0, 0, Bytes.ofHex("01"))).length);
        assertEquals(29, PacketCodec.encode(new Packet.VerNeg(0, 0, Bytes.ofHex("01".repeat(16)))).length);
        assertEquals(93, WireLimits.Datagram.MIN_DATA);
    }

    @Test
    void initSaysWhatTheHandshakeAsksFor() {
        Bytes noise = Bytes.ofHex("0a".repeat(32) + "0b".repeat(72));
        Packet.Init init = new Packet.Init(1, 0x01020304, noise, Packet.Init.NO_COOKIE);
        assertEquals(Bytes.ofHex("0a".repeat(32)), init.ephemeral());
        assertFalse(init.hasCookie());
        Packet.Init again = init.withCookie(Bytes.ofHex("0c".repeat(16)));
        assertTrue(again.hasCookie());
        byte[] first = PacketCodec.encode(init);
        byte[] second = PacketCodec.encode(again);
        assertEquals(112, Arrays.mismatch(first, second));
        assertEquals("f8c55a0101020304", Wire.hex(PacketCodec.initHeader(1, 0x01020304)));
        assertEquals("f8c55a0101020304", Wire.hex(Arrays.copyOf(first, 8)));
    }

    @Test
    void verNegOffersWhatItLists() {
        Packet.VerNeg verNeg = new Packet.VerNeg(0, 0, Bytes.ofHex("01ff"));
        assertTrue(verNeg.offers(1));
        assertTrue(verNeg.offers(255));
        assertFalse(verNeg.offers(2));
        assertFalse(verNeg.offers(-1));
    }

    @Test
    void whatWeMakeOurselvesIsCheckedToo() {
        Bytes noise = Bytes.wrap(new byte[104]);
        Bytes cookie = Packet.Init.NO_COOKIE;
        assertThrows(IllegalArgumentException.class, () -> new Packet.Init(0, 0, noise, cookie));
        assertThrows(IllegalArgumentException.class, () -> new Packet.Init(256, 0, noise, cookie));
        assertThrows(IllegalArgumentException.class, () -> new Packet.Init(1, 0, noise, noise));
        assertThrows(IllegalArgumentException.class, () -> new Packet.Init(1, 0, cookie, cookie));
        assertThrows(IllegalArgumentException.class, () -> new Packet.Resp(0, 0, cookie));
        assertThrows(IllegalArgumentException.class, () -> new Packet.Fin(0, 0, noise));
        assertThrows(IllegalArgumentException.class, () -> new Packet.Cookie(0, 0, noise));
        assertThrows(IllegalArgumentException.class, () -> new Packet.VerNeg(0, 0, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Packet.VerNeg(0, 0, cookie));
    }

    @Test
    void randomBytesAreValidOrRejected() {
        long seed = 11;
        Random random = new Random(seed);
        int[] lengths = {0, 1, 8, 14, 29, 28, 84, 93, 116, 128, 1200};
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? random.nextInt(140) : lengths[random.nextInt(lengths.length)]];
            random.nextBytes(bytes);
            if (bytes.length >= 14 && i % 4 != 0) {
                bytes[0] = (byte) random.nextInt(0xf7, 0xff);
                bytes[1] = (byte) 0xc5;
                bytes[2] = 0x5a;
                bytes[3] = (byte) random.nextInt(3);
                bytes[12] = (byte) random.nextInt(18);
                if (bytes[0] == (byte) 0xfb) {
                    Arrays.fill(bytes, 5, 10, (byte) 0);
                }
            }
            valid += Wire.accepts(DECODER, ENCODER, bytes, "seed " + seed + ", round " + i) ? 1 : 0;
        }
        assertTrue(valid > 5_000, valid + " of them were valid");
    }
}
