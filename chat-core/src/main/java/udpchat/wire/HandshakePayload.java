package udpchat.wire;

import udpchat.wire.WireLimits.Datagram;

/**
 * What the two sides tell each other inside the three Noise messages: P1 in clear, P2 and P3 sealed. All of it is
 * hashed into the handshake. Bytes called zeros are written as zeros and not looked at when read: flags say what they
 * will mean one day. So are flags that we do not know.
 */
public sealed interface HandshakePayload {

    int OFFER_BYTES = 72;
    int ACCEPT_BYTES = 8;
    int CONFIRM_BYTES = 8;

    /** The bytes of this payload, as long as its kind always is. */
    byte[] encode();

    /**
     * P1, in INIT.
     *
     * @param minVersion the lowest version the sender speaks, 1 to {@code maxVersion}
     * @param maxVersion the highest, at most 255
     * @param flags 16 bits, none of which has a meaning in version 1
     * @param maxUdp the longest datagram the sender takes, 548 to 1200
     * @param helloNonce of the HELLO that this INIT answers, 0 if none
     */
    record Offer(int minVersion, int maxVersion, int flags, int maxUdp, long helloNonce) implements HandshakePayload {
        public Offer {
            requireIn(minVersion, 1, 255);
            requireIn(maxVersion, minVersion, 255);
            requireIn(flags, 0, 0xffff);
            requireMaxUdp(maxUdp);
        }

        @Override
        public byte[] encode() {
            WireWriter out = WireWriter.ofSize(OFFER_BYTES)
                    .u8(minVersion)
                    .u8(maxVersion)
                    .u16(flags)
                    .u16(maxUdp)
                    .int64(helloNonce);
            return out.zeros(out.remaining()).filled();
        }

        /** Reads exactly 72 bytes; a greater maximum counts as 1200. */
        public static Offer decode(byte[] array, int offset, int length) throws MalformedException {
            WireReader in = new WireReader(array, offset, length);
            int min = readVersion(in);
            int max = readVersion(in);
            if (max < min) {
                throw new MalformedException("version range");
            }
            Offer offer = new Offer(min, max, in.u16(), readMaxUdp(in), in.int64());
            in.skip(OFFER_BYTES - 14);
            in.end();
            return offer;
        }
    }

    /**
     * P2, in RESP.
     *
     * @param version the one the responder chose, 1 to 255
     * @param flags the low byte of those of P1, as the responder answers them
     * @param maxUdp as in {@link Offer}
     * @param index the sender's own, to be compared with the packet's header
     */
    record Accept(int version, int flags, int maxUdp, int index) implements HandshakePayload {
        public Accept {
            requireIn(version, 1, 255);
            requireIn(flags, 0, 0xff);
            requireMaxUdp(maxUdp);
        }

        @Override
        public byte[] encode() {
            return WireWriter.ofSize(ACCEPT_BYTES)
                    .u8(version)
                    .u8(flags)
                    .u16(maxUdp)
                    .int32(index)
                    .filled();
        }

        /** Reads exactly 8 bytes; a greater maximum counts as 1200. */
        public static Accept decode(byte[] array, int offset, int length) throws MalformedException {
            WireReader in = new WireReader(array, offset, length);
            Accept accept = new Accept(readVersion(in), in.u8(), readMaxUdp(in), in.int32());
            in.end();
            return accept;
        }
    }

    /**
     * P3, in FIN.
     *
     * @param index the sender's own, to be compared with the packet's header
     */
    record Confirm(int index) implements HandshakePayload {
        @Override
        public byte[] encode() {
            return WireWriter.ofSize(CONFIRM_BYTES).int32(index).zeros(4).filled();
        }

        /** Reads exactly 8 bytes. */
        public static Confirm decode(byte[] array, int offset, int length) throws MalformedException {
            WireReader in = new WireReader(array, offset, length);
            Confirm confirm = new Confirm(in.int32());
            in.skip(4);
            in.end();
            return confirm;
        }
    }

    private static int readVersion(WireReader in) throws MalformedException {
        int version = in.u8();
        if (version == 0) {
            throw new MalformedException("version 0");
        }
        return version;
    }

    private static int readMaxUdp(WireReader in) throws MalformedException {
        int maxUdp = in.u16();
        if (maxUdp < Datagram.MIN_MAX) {
            throw new MalformedException("max_udp");
        }
        return Math.min(maxUdp, Datagram.MAX);
    }

    private static void requireMaxUdp(int maxUdp) {
        requireIn(maxUdp, Datagram.MIN_MAX, Datagram.MAX);
    }

    private static void requireIn(int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " is not from " + min + " to " + max);
        }
    }
}
