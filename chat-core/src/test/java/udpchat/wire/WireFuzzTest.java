package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import udpchat.wire.DatagramClassifier.Kind;

/**
 * Any bytes at all, for all that reads them before anything vouches for them. Whatever is accepted says the same when it
 * is written again, and nothing but {@link MalformedException} is ever thrown.
 */
class WireFuzzTest {

    @FuzzTest
    void classifier(byte[] input) throws MalformedException {
        byte[] array = new byte[input.length + 5];
        Arrays.fill(array, (byte) 0xfb);
        System.arraycopy(input, 0, array, 3, input.length);
        boolean ours = input.length > 4 && (input[4] & 1) == 0;
        Kind kind = DatagramClassifier.classify(array, 3, input.length, index -> ours);
        switch (kind) {
            case EMPTY -> assertEquals(0, input.length);
            case HANDSHAKE -> {
                assertEquals(!isUtf8(input), true, "text taken for a packet");
                try {
                    Packet packet = PacketCodec.decode(array, 3, input.length);
                    assertArrayEquals(input, PacketCodec.encode((Packet.Handshake) packet));
                } catch (MalformedException e) {
                    // The form was right, a version was not.
                    assertTrue(input.length <= WireLimits.Datagram.INIT);
                }
            }
            case DATA, STRAY_DATA -> {
                assertEquals(ours ? Kind.DATA : Kind.STRAY_DATA, kind);
                assertEquals(false, isUtf8(input), "text taken for DATA");
                Packet.Data data = PacketCodec.decodeData(array, 3, input.length);
                byte[] header = new byte[WireLimits.Datagram.DATA_HEADER];
                PacketCodec.writeDataHeader(data.receiverIndex(), data.counter(), header, 0);
                assertArrayEquals(header, Arrays.copyOf(input, header.length));
            }
            case HELLO ->
                assertArrayEquals(input, Hello.decode(array, 3, input.length).encode());
            case PLAIN -> {
                assertThrows(MalformedException.class, () -> PacketCodec.decode(array, 3, input.length));
                assertThrows(MalformedException.class, () -> Hello.decode(array, 3, input.length));
            }
        }
    }

    @FuzzTest
    void handshakePayloads(byte[] input) {
        accept(input, HandshakePayload.Offer::decode, 14);
        accept(input, HandshakePayload.Accept::decode, HandshakePayload.ACCEPT_BYTES);
        accept(input, HandshakePayload.Confirm::decode, 4);
    }

    private interface Reader {
        HandshakePayload read(byte[] array, int offset, int length) throws MalformedException;
    }

    /** @param meaning how many bytes of it are more than zeros for later */
    private static void accept(byte[] input, Reader reader, int meaning) {
        try {
            HandshakePayload payload = reader.read(input, 0, input.length);
            byte[] written = payload.encode();
            assertEquals(input.length, written.length);
            assertEquals(payload, reader.read(written, 0, written.length));
            // A greater max_udp counts as 1200, and is all that may differ.
            int differs = Arrays.mismatch(input, 0, meaning, written, 0, meaning);
            assertTrue(differs < 0 || written[differs] == (byte) 0x04 || written[differs] == (byte) 0xb0);
        } catch (MalformedException e) {
            assertNotEquals(null, e.getMessage());
        }
    }

    @FuzzTest
    void frames(byte[] input) throws MalformedException {
        List<Frame> frames;
        try {
            frames = FrameCodec.decodeAll(input, 0, input.length);
        } catch (MalformedException e) {
            return;
        }
        int size = frames.stream().mapToInt(FrameSize::of).sum();
        assertTrue(size <= input.length, "the shortest form is longer");
        byte[] written = new byte[size];
        WireWriter out = new WireWriter(written);
        frames.forEach(frame -> FrameCodec.write(frame, out));
        assertEquals(size, out.written());
        assertEquals(frames, FrameCodec.decodeAll(written, 0, size));
    }

    @FuzzTest
    void messageBody(byte[] input) {
        try {
            MessageBody body = MessageBody.decode(input, 0, input.length);
            assertArrayEquals(input, body.encode().toArray());
        } catch (MalformedException e) {
            assertNotEquals(null, e.getMessage());
        }
    }

    @FuzzTest
    void plainText(byte[] input) {
        PlainText.Decoded decoded = PlainText.decode(input, 0, input.length);
        boolean lf = input.length > 0 && input[input.length - 1] == '\n';
        int end = input.length - (lf ? 1 : 0);
        end -= lf && end > 0 && input[end - 1] == '\r' ? 1 : 0;
        byte[] content = Arrays.copyOf(input, end);
        assertEquals(lf, decoded.endedInLf());
        assertEquals(isUtf8(content), decoded.malformed() == 0);
        assertTrue(decoded.text().length() <= 4 * content.length);
        if (decoded.malformed() == 0) {
            assertArrayEquals(content, decoded.text().getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] datagram : PlainText.encode(decoded.text(), lf)) {
            assertTrue(datagram.length >= 1 && datagram.length <= PlainText.MAX_DATAGRAM_BYTES);
            assertTrue(isUtf8(datagram), "cut within a code point");
            joined.writeBytes(datagram);
        }
        String whole = lf ? decoded.text() + '\n' : decoded.text();
        assertArrayEquals(whole.getBytes(StandardCharsets.UTF_8), joined.toByteArray());
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
