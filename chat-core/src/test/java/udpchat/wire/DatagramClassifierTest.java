package udpchat.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.wire.DatagramClassifier.Kind;

class DatagramClassifierTest {

    /** The one index that is ours. */
    private static final int OURS = 0xfffefdfc;

    private static Kind classify(byte[] datagram) {
        byte[] array = new byte[datagram.length + 20];
        Arrays.fill(array, (byte) 0xfb);
        System.arraycopy(datagram, 0, array, 7, datagram.length);
        return DatagramClassifier.classify(array, 7, datagram.length, index -> index == OURS);
    }

    private static Stream<Map.Entry<String, Packet>> packets() {
        return SamplePackets.TABLE.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyPacketIsOne(Map.Entry<String, Packet> row) {
        Kind kind = row.getValue() instanceof Packet.Data ? Kind.DATA : Kind.HANDSHAKE;
        assertEquals(kind, classify(Wire.hex(row.getKey())));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aPacketCutAnywhereIsText(Map.Entry<String, Packet> row) {
        byte[] bytes = Wire.hex(row.getKey());
        for (int length = 1; length < bytes.length; length++) {
            assertEquals(Kind.PLAIN, classify(Arrays.copyOf(bytes, length)), "cut to " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, EMPTY",
        "00, 0, PLAIN",
        "0a, 0, PLAIN",
        // The form of a handshake packet is its type, its magic and its length, whatever else it says.
        "f8 c55a 00, 124, HANDSHAKE",
        "f8 c55a 07, 124, HANDSHAKE",
        "f8 c55a 01, 125, PLAIN",
        "f8 c55a 01, 123, PLAIN",
        "f9 c55a 01, 112, HANDSHAKE",
        "f9 c55a 01, 113, PLAIN",
        "fa c55a 01, 80, HANDSHAKE",
        "fa c55a 01, 112, PLAIN",
        "fc c55a 01, 24, HANDSHAKE",
        "fc c55a 01, 23, PLAIN",
        "f8 c55b 01, 124, PLAIN",
        "f8 c45a 01, 124, PLAIN",
        "f7 c55a 01, 124, PLAIN",
        "fe c55a 01, 124, PLAIN",
        // VERNEG: n at byte 12 has to agree with the length.
        "fd c55a 00 00000000 00000000 01, 1, HANDSHAKE",
        "fd c55a 00 00000000 00000000 10, 16, HANDSHAKE",
        "fd c55a 00 00000000 00000000 00, 0, PLAIN",
        "fd c55a 00 00000000 00000000 11, 17, PLAIN",
        "fd c55a 00 00000000 00000000 02, 1, PLAIN",
        "fd c55a 00 00000000 00000000 02, 3, PLAIN",
        "fd c55a 00 00000000 00000000 ff, 255, PLAIN",
        // DATA: 93 to 1200 bytes, a counter below 2^24, and whose index it is.
        "fb fffefdfc 0000000000000000, 80, DATA",
        "fb fffefdfc 0000000000ffffff, 1187, DATA",
        "fb fffefdfb 0000000000ffffff, 80, STRAY_DATA",
        "fb 00000000 0000000000ffffff, 1187, STRAY_DATA",
        "fb fffefdfc 0000000000000000, 79, PLAIN",
        "fb fffefdfc 0000000000000000, 1188, PLAIN",
        "fb fffefdfc 0000000001000000, 80, PLAIN",
        "fb fffefdfc 0100000000000000, 80, PLAIN",
        "fb fffefdfb 8000000000000000, 80, PLAIN",
    })
    void isToldByItsBytes(String head, int zeros, Kind kind) {
        assertEquals(kind, classify(Wire.hex(head + "00".repeat(zeros))), head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00f8",
                "\u00f8l er godt",
                "\u00f9 est-il\u00a0?",
                "\u00fa",
                "\u00fbt ce vrai",
                "\u00fc",
                "\u00fcber den Wolken",
                "\u00fd",
                "\u00f8\u00c5Z",
                "\u00fd\u00c5Z, a letter short of everything, and longer than any of our lists of versions",
            })
    void latin1IsText(String text) {
        for (String padding : new String[] {"", " ", ".".repeat(29), "x".repeat(100), "y".repeat(2000)}) {
            assertEquals(Kind.PLAIN, classify((text + padding).getBytes(ISO_8859_1)), text + padding);
        }
    }

    @Test
    void latin1OfEveryLengthIsText() {
        for (int first = 0xf8; first <= 0xfd; first++) {
            for (int length = 1; length <= 1300; length++) {
                byte[] text = new byte[length];
                Arrays.fill(text, (byte) 'e');
                text[0] = (byte) first;
                assertEquals(Kind.PLAIN, classify(text), "byte " + first + ", length " + length);
            }
        }
    }

    @Test
    void aHelloOfAnyVersionIsOne() {
        for (int version = 0; version < 256; version++) {
            assertEquals(Kind.HELLO, classify(new Hello(version, 0x0123456789abcdefL).encode()), "version " + version);
        }
        assertEquals(Kind.HELLO, classify(new Hello(1, 0).encode()));
    }

    @Test
    void aHelloWithOneWrongCharacterIsText() {
        byte[] hello = new Hello(1, 0x0123456789abcdefL).encode();
        for (int i = 0; i < hello.length; i++) {
            for (char wrong : new char[] {'x', '\0', '\n', '\u00a0', '\u00fb'}) {
                byte[] changed = hello.clone();
                changed[i] = (byte) wrong;
                assertEquals(Kind.PLAIN, classify(changed), "character " + i);
            }
        }
        for (int i = 0; i < 16; i++) {
            byte[] changed = hello.clone();
            changed[i] ^= ' ' ^ '\t';
            assertEquals(Kind.PLAIN, classify(changed), "bit " + i + " of the magic");
        }
        for (int length = 1; length < 100; length++) {
            Kind kind = length == hello.length ? Kind.HELLO : Kind.PLAIN;
            assertEquals(kind, classify(Arrays.copyOf(hello, length)), "length " + length);
        }
    }

    @Test
    void validUtf8IsNeverAPacket() {
        long seed = 13;
        Random random = new Random(seed);
        int[] lengths = {1, 13, 14, 28, 29, 84, 89, 93, 116, 128, 1200};
        for (int i = 0; i < 100_000; i++) {
            String text = SampleFrames.text(random, 1 + random.nextInt(100));
            byte[] bytes = text.getBytes(UTF_8);
            if (i % 2 == 0) {
                // Of a length that a packet could have, filled up with NUL, which is UTF-8 too.
                int length = lengths[random.nextInt(lengths.length)];
                bytes = Arrays.copyOf(Utf8.encode(Utf8.prefix(text, length)), length);
            }
            assertTrue(Utf8.isValid(bytes, 0, bytes.length));
            assertEquals(Kind.PLAIN, classify(bytes), "seed " + seed + ", round " + i);
        }
    }

    @Test
    void noFirstByteOfAPacketIsInUtf8() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                for (byte b : Character.toString(codePoint).getBytes(UTF_8)) {
                    if ((b & 0xff) >= 0xf8) {
                        assertEquals(-1, codePoint);
                    }
                }
            }
        }
    }

    @Test
    void blanksAreTextUnlessTheySpellHello() {
        long seed = 14;
        Random random = new Random(seed);
        int hellos = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = i % 2 == 0 ? new Hello(random.nextInt(256), random.nextLong()).encode() : new byte[89];
            if (i % 2 == 1) {
                for (int k = 0; k < 88; k++) {
                    bytes[k] = (byte) (random.nextBoolean() ? ' ' : '\t');
                }
                bytes[88] = '\r';
            }
            boolean magic = new String(bytes, 0, 16, UTF_8).equals(" \t \t \t \t \t    \t\t");
            assertEquals(magic ? Kind.HELLO : Kind.PLAIN, classify(bytes), "seed " + seed + ", round " + i);
            hellos += magic ? 1 : 0;
        }
        assertTrue(hellos >= 100_000);
    }

    @Test
    void anyBytesAtAllAreClassified() {
        long seed = 15;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(140)];
            random.nextBytes(bytes);
            if (bytes.length > 3 && i % 2 == 0) {
                bytes[0] = (byte) random.nextInt(0xf7, 0xff);
                bytes[1] = (byte) 0xc5;
                bytes[2] = 0x5a;
            }
            Kind kind = classify(bytes);
            String where = "seed " + seed + ", round " + i;
            assertEquals(bytes.length == 0, kind == Kind.EMPTY, where);
            try {
                Packet packet = PacketCodec.decode(bytes, 0, bytes.length);
                assertEquals(packet instanceof Packet.Handshake, kind == Kind.HANDSHAKE, where);
            } catch (MalformedException e) {
                assertTrue(kind != Kind.DATA && kind != Kind.STRAY_DATA, where);
            }
        }
        assertThrows(
                IndexOutOfBoundsException.class, () -> DatagramClassifier.classify(new byte[5], 3, 3, index -> false));
    }
}
