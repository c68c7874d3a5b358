package udpchat.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** One packet of each kind, with its bytes, for the tests. */
final class SamplePackets {

    private SamplePackets() {}

    static final Map<String, Packet> TABLE = new LinkedHashMap<>();

    static {
        String noise = "a1".repeat(104);
        TABLE.put(
                "f8 c55a 01 11223344" + noise + "00".repeat(16),
                new Packet.Init(1, 0x11223344, Bytes.ofHex(noise), Packet.Init.NO_COOKIE));
        TABLE.put(
                "f8 c55a ff 81223344" + noise + "b2".repeat(16),
                new Packet.Init(255, 0x81223344, Bytes.ofHex(noise), Bytes.ofHex("b2".repeat(16))));
        TABLE.put("f9 c55a 01 11223344 fffefdfc" + noise, new Packet.Resp(0x11223344, 0xfffefdfc, Bytes.ofHex(noise)));
        TABLE.put(
                "fa c55a 01 11223344 fffefdfc" + "c3".repeat(72),
                new Packet.Fin(0x11223344, 0xfffefdfc, Bytes.ofHex("c3".repeat(72))));
        TABLE.put("fb fffefdfc 0000000000abcdef" + "d4".repeat(80), new Packet.Data(0xfffefdfc, 0xabcdefL, 0, 93));
        TABLE.put(
                "fc c55a 01 11223344 fffefdfc" + "e5".repeat(16),
                new Packet.Cookie(0x11223344, 0xfffefdfc, Bytes.ofHex("e5".repeat(16))));
        TABLE.put(
                "fd c55a 00 11223344 fffefdfc 03 010203",
                new Packet.VerNeg(0x11223344, 0xfffefdfc, Bytes.ofHex("010203")));
    }

    /** The bytes of a packet; DATA gets a body of zeros. */
    static byte[] encode(Packet packet) {
        if (packet instanceof Packet.Data data) {
            byte[] bytes = new byte[data.length()];
            PacketCodec.writeDataHeader(data.receiverIndex(), data.counter(), bytes, 0);
            return bytes;
        }
        return PacketCodec.encode((Packet.Handshake) packet);
    }
}
