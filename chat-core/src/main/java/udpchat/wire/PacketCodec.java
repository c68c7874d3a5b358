package udpchat.wire;

import java.util.Objects;
import udpchat.wire.WireLimits.Datagram;

/** Packets to bytes and back: exact lengths, and nothing is decrypted here. */
public final class PacketCodec {

    static final int INIT = 0xf8;
    static final int RESP = 0xf9;
    static final int FIN = 0xfa;
    static final int DATA = 0xfb;
    static final int COOKIE = 0xfc;
    static final int VERNEG = 0xfd;

    /** Where n of VERNEG stands. */
    private static final int VERNEG_COUNT = 12;

    private PacketCodec() {}

    /** The datagram of a packet; DATA is made in place instead, see {@link #writeDataHeader}. */
    public static byte[] encode(Packet.Handshake packet) {
        if (packet instanceof Packet.Init init) {
            return header(Datagram.INIT, INIT, init.version(), init)
                    .bytes(init.noise())
                    .bytes(init.cookie())
                    .filled();
        }
        if (packet instanceof Packet.Resp resp) {
            return header(Datagram.RESP, RESP, Packet.VERSION, resp)
                    .int32(resp.receiverIndex())
                    .bytes(resp.noise())
                    .filled();
        }
        if (packet instanceof Packet.Fin fin) {
            return header(Datagram.FIN, FIN, Packet.VERSION, fin)
                    .int32(fin.receiverIndex())
                    .bytes(fin.noise())
                    .filled();
        }
        if (packet instanceof Packet.Cookie cookie) {
            return header(Datagram.COOKIE, COOKIE, Packet.VERSION, cookie)
                    .int32(cookie.receiverIndex())
                    .bytes(cookie.cookie())
                    .filled();
        }
        Packet.VerNeg verNeg = (Packet.VerNeg) packet;
        int count = verNeg.versions().length();
        return header(VERNEG_COUNT + 1 + count, VERNEG, 0, verNeg)
                .int32(verNeg.receiverIndex())
                .u8(count)
                .bytes(verNeg.versions())
                .filled();
    }

    private static WireWriter header(int size, int type, int version, Packet.Handshake packet) {
        return WireWriter.ofSize(size).u8(type).u16(Packet.MAGIC).u8(version).int32(packet.senderIndex());
    }

    /**
     * Bytes 0–7 of an INIT: the end of the handshake's prologue, and so bound into it.
     *
     * @return 8 bytes
     */
    public static byte[] initHeader(int version, int senderIndex) {
        return WireWriter.ofSize(Datagram.LONG_HEADER)
                .u8(INIT)
                .u16(Packet.MAGIC)
                .u8(version)
                .int32(senderIndex)
                .filled();
    }

    /**
     * Writes the 13 bytes that begin a DATA packet and are its associated data.
     *
     * @param counter 0 to 2^24 − 1
     */
    public static void writeDataHeader(int receiverIndex, long counter, byte[] packet, int offset) {
        if (counter < 0 || counter >= Datagram.COUNTER_END) {
            throw new IllegalArgumentException("counter " + counter);
        }
        new WireWriter(packet, offset, Datagram.DATA_HEADER)
                .u8(DATA)
                .int32(receiverIndex)
                .int64(counter);
    }

    /** Reads exactly one packet; {@link Packet.Data} refers to {@code array}, all others have copies. */
    public static Packet decode(byte[] array, int offset, int length) throws MalformedException {
        WireReader in = new WireReader(array, offset, length);
        return in.hasRemaining() && (array[offset] & 0xff) == DATA
                ? decodeData(array, offset, length)
                : decodeHandshake(in);
    }

    /** The receiver index of what has the form of DATA. */
    public static int receiverIndex(byte[] array, int offset) {
        return WireReader.int32(array, offset + 1);
    }

    /** Reads the header of exactly one DATA packet, without a copy. */
    public static Packet.Data decodeData(byte[] array, int offset, int length) throws MalformedException {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (!hasFormOfData(array, offset, length)) {
            throw new MalformedException("not DATA");
        }
        int receiverIndex = WireReader.int32(array, offset + 1);
        return new Packet.Data(receiverIndex, WireReader.int64(array, offset + 5), offset, length);
    }

    private static Packet.Handshake decodeHandshake(WireReader in) throws MalformedException {
        int type = in.u8();
        if (in.u16() != Packet.MAGIC) {
            throw new MalformedException("no magic");
        }
        int version = in.u8();
        int sender = in.int32();
        Packet.Handshake packet;
        switch (type) {
            case INIT -> {
                require(version != 0);
                packet = new Packet.Init(
                        version, sender, in.bytes(Packet.Init.NOISE_BYTES), in.bytes(Datagram.COOKIE_VALUE));
            }
            case RESP -> {
                require(version == Packet.VERSION);
                packet = new Packet.Resp(sender, in.int32(), in.bytes(Packet.Resp.NOISE_BYTES));
            }
            case FIN -> {
                require(version == Packet.VERSION);
                packet = new Packet.Fin(sender, in.int32(), in.bytes(Packet.Fin.NOISE_BYTES));
            }
            case COOKIE -> {
                require(version == Packet.VERSION);
                packet = new Packet.Cookie(sender, in.int32(), in.bytes(Datagram.COOKIE_VALUE));
            }
            case VERNEG -> {
                require(version == 0);
                packet = new Packet.VerNeg(sender, in.int32(), versions(in));
            }
            default -> throw new MalformedException("packet type");
        }
        in.end();
        return packet;
    }

    private static void require(boolean rightVersion) throws MalformedException {
        if (!rightVersion) {
            throw new MalformedException("version");
        }
    }

    private static Bytes versions(WireReader in) throws MalformedException {
        int count = in.u8();
        if (count < 1 || count > Datagram.VERNEG_VERSIONS) {
            throw new MalformedException("VERNEG count");
        }
        Bytes versions = in.bytes(count);
        for (int i = 0; i < count; i++) {
            if (versions.get(i) == 0) {
                throw new MalformedException("VERNEG of version 0");
            }
        }
        return versions;
    }

    /** Whether type, length and the five zero bytes of a counter below 2^24 are those of DATA. */
    static boolean hasFormOfData(byte[] array, int offset, int length) {
        return length >= Datagram.MIN_DATA
                && length <= Datagram.MAX
                && (array[offset] & 0xff) == DATA
                && WireReader.int64(array, offset + 5) >>> 24 == 0;
    }

    /** Whether type, magic and exact length are those of another packet; no more is looked at. */
    static boolean hasFormOfHandshake(byte[] array, int offset, int length) {
        if (length <= VERNEG_COUNT
                || (array[offset + 1] & 0xff) != Packet.MAGIC >> 8
                || (array[offset + 2] & 0xff) != (Packet.MAGIC & 0xff)) {
            return false;
        }
        return switch (array[offset] & 0xff) {
            case INIT -> length == Datagram.INIT;
            case RESP -> length == Datagram.RESP;
            case FIN -> length == Datagram.FIN;
            case COOKIE -> length == Datagram.COOKIE;
            case VERNEG -> {
                int count = array[offset + VERNEG_COUNT] & 0xff;
                yield count >= 1 && count <= Datagram.VERNEG_VERSIONS && length == VERNEG_COUNT + 1 + count;
            }
            default -> false;
        };
    }
}
