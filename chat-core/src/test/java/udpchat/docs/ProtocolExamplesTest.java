package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.docs.ProtocolPage.bytes;
import static udpchat.docs.ProtocolPage.code;
import static udpchat.docs.ProtocolPage.hex;
import static udpchat.docs.ProtocolPage.table;
import static udpchat.docs.ProtocolPage.text;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import udpchat.model.PeerAddress;
import udpchat.noise.CookieJar;
import udpchat.noise.Fingerprint;
import udpchat.noise.HandshakeState;
import udpchat.noise.Identity;
import udpchat.noise.SafetyNumber;
import udpchat.noise.SecureChannel;
import udpchat.session.HandshakeEvent;
import udpchat.session.Handshakes;
import udpchat.session.LocalIndexes;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.FrameCodec;
import udpchat.wire.FrameSize;
import udpchat.wire.HandshakePayload;
import udpchat.wire.Hello;
import udpchat.wire.MessageBody;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.PlainText;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireReader;
import udpchat.wire.WireWriter;

/** The examples of docs/protocol.md: the code reads each of them, and makes the same bytes. */
class ProtocolExamplesTest {

    private static final long NONCE = 0x0123456789abcdefL;
    private static final int PACKETS = 5;

    private final Identity alice = Identity.generate(new ScriptedRandom().bytes(bytes("alice private")));
    private final Identity bob = Identity.generate(new ScriptedRandom().bytes(bytes("bob private")));
    private final PeerAddress aliceAt = address(40000);
    private final PeerAddress bobAt = address(8089);

    private static PeerAddress address(int port) {
        try {
            return new PeerAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), port);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void varints() throws Exception {
        for (List<String> row : table("bytes", "value")) {
            byte[] bytes = HexFormat.of().parseHex(code(row.get(0)).get(0));
            long value = Long.parseLong(code(row.get(1)).get(0));
            assertEquals(value, new WireReader(bytes).varint(), row::toString);
            byte[] shortest = new byte[udpchat.wire.Varint.size(value)];
            new WireWriter(shortest, 0, shortest.length).varint(value);
            assertTrue(shortest.length < bytes.length || Arrays.equals(shortest, bytes), row::toString);
        }
    }

    @Test
    void keysAndWhatIsMadeOfThem() {
        assertArrayEquals(bytes("alice public"), alice.publicKey());
        assertArrayEquals(bytes("bob public"), bob.publicKey());
        assertEquals(text("fingerprint of alice"), Fingerprint.of(alice.publicKey()));
        assertEquals(text("fingerprint of bob"), Fingerprint.of(bob.publicKey()));
        assertEquals(text("safety number"), SafetyNumber.of(alice.publicKey(), bob.publicKey()));
        assertEquals(text("safety number"), SafetyNumber.of(bob.publicKey(), alice.publicKey()));
    }

    @Test
    void hello() throws Exception {
        byte[] hello = hex("HELLO");
        assertEquals(new Hello(1, NONCE), Hello.decode(hello, 0, hello.length));
        assertArrayEquals(hello, new Hello(1, NONCE).encode());
    }

    /** Every packet as the two sides really send it, and the channels that they end with. */
    @Test
    void aHandshakeAndItsFirstPackets() throws Exception {
        ScriptedRandom aliceRandom = cookieSecrets();
        ScriptedRandom bobRandom = cookieSecrets();
        Handshakes aliceSide = new Handshakes(alice, Datagram.MAX, aliceRandom, new LocalIndexes(aliceRandom), 0);
        Handshakes bobSide = new Handshakes(bob, Datagram.MAX, bobRandom, new LocalIndexes(bobRandom), 0);

        aliceRandom.integer(index("alice index")).bytes(bytes("alice ephemeral private"));
        aliceSide.answerHello(bobAt, NONCE, 0);
        Packet.Init init = (Packet.Init) sent(aliceSide, "INIT");
        assertArrayEquals(bytes("alice ephemeral public"), init.ephemeral().toArray());
        HandshakePayload.Offer offer =
                HandshakePayload.Offer.decode(init.noise().toArray(), 32, HandshakePayload.OFFER_BYTES);
        assertEquals(new HandshakePayload.Offer(1, 1, 0, Datagram.MAX, NONCE), offer);

        bobRandom.integer(index("bob index")).bytes(bytes("bob ephemeral private"));
        bobSide.onPacket(init, aliceAt, 1);
        assertEquals(new HandshakeEvent.HelloEchoed(aliceAt, NONCE), bobSide.pollEvent());
        Packet.Resp resp = (Packet.Resp) sent(bobSide, "RESP");
        assertArrayEquals(
                bytes("bob ephemeral public"), resp.noise().slice(0, 32).toArray());

        aliceSide.onPacket(resp, bobAt, 2);
        HandshakeEvent.Established byAlice = (HandshakeEvent.Established) aliceSide.pollEvent();
        Packet.Fin fin = (Packet.Fin) sent(aliceSide, "FIN");

        bobSide.onPacket(fin, aliceAt, 3);
        HandshakeEvent.Established byBob = (HandshakeEvent.Established) bobSide.pollEvent();
        assertArrayEquals(bob.publicKey(), byAlice.remoteStatic().toArray());
        assertArrayEquals(alice.publicKey(), byBob.remoteStatic().toArray());

        for (int i = 1; i <= PACKETS; i++) {
            boolean toAlice = i % 2 == 1;
            data(i, toAlice ? byBob.channel() : byAlice.channel(), toAlice ? byAlice.channel() : byBob.channel());
        }
    }

    /** The only packet that waits: the page's, both ways. */
    private static Packet sent(Handshakes side, String name) throws Exception {
        byte[] payload = side.pollTransmit().payload().toArray();
        assertNull(side.pollTransmit());
        assertArrayEquals(hex(name), payload, name);
        return both(name);
    }

    private static Packet both(String name) throws Exception {
        byte[] bytes = hex(name);
        Packet packet = PacketCodec.decode(bytes, 0, bytes.length);
        assertArrayEquals(bytes, PacketCodec.encode((Packet.Handshake) packet), name);
        return packet;
    }

    private static void data(int number, SecureChannel sender, SecureChannel receiver) throws Exception {
        byte[] packet = hex("DATA-" + number);
        byte[] plain = hex("plain-" + number);
        List<String> expected = ProtocolPage.block("frames", "DATA-" + number).lines();

        byte[] opened = new byte[packet.length];
        assertEquals(plain.length, receiver.open(packet, packet.length, opened));
        assertArrayEquals(plain, Arrays.copyOf(opened, plain.length));
        List<Frame> frames = FrameCodec.decodeAll(opened, 0, plain.length);
        assertEquals(expected, frames.stream().map(Frame::toString).toList());

        Packet.Data header = PacketCodec.decodeData(packet, 0, packet.length);
        byte[] again = new byte[packet.length];
        PacketCodec.writeDataHeader(header.receiverIndex(), header.counter(), again, 0);
        WireWriter out = new WireWriter(again, Datagram.DATA_HEADER, plain.length);
        frames.forEach(frame -> FrameCodec.write(frame, out));
        assertEquals(packet.length, sender.seal(again, plain.length));
        assertArrayEquals(packet, again);

        Frame padding = frames.get(frames.size() - 1);
        int used = plain.length - ((Frame.Padding) padding).length();
        assertEquals(plain.length, FrameSize.padded(used, Datagram.MAX - Datagram.DATA_OVERHEAD));
        jdkOpens(packet, plain, number % 2 == 1 ? "bob" : "alice");
    }

    /** The keys of the page, with the JDK's cipher and nothing of ours. */
    private static void jdkOpens(byte[] packet, byte[] plain, String sender) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).put(packet, 5, 8).array();
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(bytes("key of what " + sender + " sends"), "AES"),
                new GCMParameterSpec(128, nonce));
        cipher.updateAAD(packet, 0, 13);
        assertArrayEquals(plain, cipher.doFinal(packet, 13, packet.length - 13));
    }

    /** The sealed payloads, and the hash. */
    @Test
    void insideTheNoiseMessages() throws Exception {
        byte[] init = hex("INIT");
        byte[] prologue = ByteBuffer.allocate(17)
                .put("udpchat/1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .put(init, 0, 8)
                .array();
        HandshakeState initiator =
                HandshakeState.initiator(prologue, alice, new ScriptedRandom().bytes(bytes("alice ephemeral private")));
        HandshakeState responder =
                HandshakeState.responder(prologue, bob, new ScriptedRandom().bytes(bytes("bob ephemeral private")));
        byte[] first = Arrays.copyOfRange(init, 8, 112);
        assertArrayEquals(first, initiator.writeMessage(Arrays.copyOfRange(init, 40, 112)));
        assertArrayEquals(Arrays.copyOfRange(init, 40, 112), responder.readMessage(first));

        byte[] second = Arrays.copyOfRange(hex("RESP"), 12, 116);
        assertArrayEquals(second, responder.writeMessage(hex("P2")));
        assertArrayEquals(hex("P2"), initiator.readMessage(second));
        HandshakePayload.Accept accept = HandshakePayload.Accept.decode(hex("P2"), 0, hex("P2").length);
        assertEquals(new HandshakePayload.Accept(1, 0, Datagram.MAX, index("bob index")), accept);
        assertArrayEquals(hex("P2"), accept.encode());

        byte[] third = Arrays.copyOfRange(hex("FIN"), 12, 84);
        assertArrayEquals(third, initiator.writeMessage(hex("P3")));
        assertArrayEquals(hex("P3"), responder.readMessage(third));
        HandshakePayload.Confirm confirm = HandshakePayload.Confirm.decode(hex("P3"), 0, hex("P3").length);
        assertEquals(new HandshakePayload.Confirm(index("alice index")), confirm);
        assertArrayEquals(hex("P3"), confirm.encode());

        assertArrayEquals(bytes("handshake hash"), initiator.handshakeHash());
        assertArrayEquals(bytes("handshake hash"), responder.handshakeHash());
    }

    @Test
    void cookieAndVersions() throws Exception {
        byte[] ephemeral = bytes("alice ephemeral public");
        byte[] secret = HexFormat.of().parseHex(secretText());
        CookieJar jar = new CookieJar(new ScriptedRandom().bytes(secret).bytes(secret), 0);
        byte[] value = jar.cookie(aliceAt, ephemeral, 0);
        assertEquals(new Packet.Cookie(0, index("alice index"), Bytes.wrap(value)), both("COOKIE"));
        assertTrue(jar.isValid(value, aliceAt, ephemeral, 0));
        assertEquals(new Packet.VerNeg(0, index("alice index"), Bytes.ofHex("01")), both("VERNEG"));

        ScriptedRandom random = cookieSecrets();
        Handshakes side = new Handshakes(bob, Datagram.MAX, random, new LocalIndexes(random), 0);
        byte[] newer = hex("INIT");
        newer[3] = 2;
        side.onPacket((Packet.Handshake) PacketCodec.decode(newer, 0, newer.length), aliceAt, 0);
        assertArrayEquals(hex("VERNEG"), side.pollTransmit().payload().toArray());
    }

    private static String secretText() {
        String before = "The secret is `";
        String page = Pages.read("docs/protocol.md");
        int start = page.indexOf(before) + before.length();
        return page.substring(start, page.indexOf('`', start));
    }

    /** Both ways, and every kind of frame that there is. */
    @Test
    void frames() throws Exception {
        Set<Integer> seen = new HashSet<>();
        for (List<String> row : table("bytes", "frame")) {
            byte[] bytes = HexFormat.of().parseHex(code(row.get(0)).get(0));
            List<Frame> frames = FrameCodec.decodeAll(bytes, 0, bytes.length);
            assertEquals(
                    List.of(code(row.get(1)).get(0)),
                    frames.stream().map(Frame::toString).toList());
            byte[] again = new byte[FrameSize.of(frames.get(0))];
            FrameCodec.write(frames.get(0), new WireWriter(again, 0, again.length));
            assertArrayEquals(bytes, again, row::toString);
            seen.add(frames.get(0).id());
        }
        Set<Integer> all = new HashSet<>();
        for (List<String> row : table("id", "frame", "fields")) {
            if (!row.get(0).contains("–")) {
                int id = Integer.parseInt(row.get(0), 16);
                all.add(id);
                assertEquals(row.get(1), nameOf(id));
                assertEquals(row.get(3).equals("yes"), elicits(id), row::toString);
            }
        }
        assertEquals(all, seen);
        assertEquals(Frame.Id.class.getFields().length, all.size());
    }

    private static boolean elicits(int id) throws Exception {
        for (List<String> row : table("bytes", "frame")) {
            byte[] bytes = HexFormat.of().parseHex(code(row.get(0)).get(0));
            Frame frame = FrameCodec.decodeAll(bytes, 0, bytes.length).get(0);
            if (frame.id() == id) {
                return frame.isAckEliciting();
            }
        }
        throw new AssertionError(nameOf(id) + " has no example");
    }

    private static String nameOf(int id) throws IllegalAccessException {
        for (java.lang.reflect.Field field : Frame.Id.class.getFields()) {
            if (field.getInt(null) == id) {
                return field.getName();
            }
        }
        return "none";
    }

    @Test
    void messagesInTheFourthPacket() throws Exception {
        byte[] plain = hex("plain-4");
        List<String> texts = FrameCodec.decodeAll(plain, 0, plain.length).stream()
                .filter(Frame.Msg.class::isInstance)
                .map(frame -> ((Frame.Msg) frame).data().toArray())
                .map(ProtocolExamplesTest::body)
                .toList();
        assertEquals(List.of("hi", "你好"), texts);
    }

    private static String body(byte[] bytes) {
        try {
            MessageBody body = MessageBody.decode(bytes, 0, bytes.length);
            assertEquals(
                    "2023-11-14T22:13:20Z",
                    java.time.Instant.ofEpochMilli(body.sentAtMillis()).toString());
            assertArrayEquals(bytes, body.encode().toArray());
            return body.text();
        } catch (udpchat.wire.MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void plainTextReceived() {
        for (List<String> row : table("received", "is the text")) {
            byte[] bytes = HexFormat.of().parseHex(code(row.get(0)).get(0).replace(" ", ""));
            PlainText.Decoded decoded = PlainText.decode(bytes, 0, bytes.length);
            assertEquals(code(row.get(1)).get(0), decoded.text().replace("\n", "^J"));
            assertEquals(row.get(2).equals("yes"), decoded.endedInLf(), row::toString);
        }
    }

    private static int index(String row) {
        return ByteBuffer.wrap(bytes(row)).getInt();
    }

    /** A side's first draws are the two secrets of its cookies. */
    private static ScriptedRandom cookieSecrets() {
        return new ScriptedRandom().bytes(new byte[32]).bytes(new byte[32]);
    }
}
