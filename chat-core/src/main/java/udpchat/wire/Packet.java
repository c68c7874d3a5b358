package udpchat.wire;

/** What one datagram of ours is. An index is 32 bits; the sign bit is an ordinary bit. */
public sealed interface Packet {

    /** The version of the protocol that we speak. */
    int VERSION = 1;

    /** Bytes that every packet with a long header has after its type. */
    int MAGIC = 0xc55a;

    /** The packets that make a session, in clear or carrying a Noise message. They are rare: they own their bytes. */
    sealed interface Handshake extends Packet {

        /** The index by which the sender wants to be addressed; what a VERNEG says here means nothing. */
        int senderIndex();
    }

    /**
     * The first packet. Every version's is 128 bytes long and begins with the same header; only of our own {@link
     * #VERSION} do the other fields mean anything, any other is answered by a {@link VerNeg}.
     *
     * @param version 1 to 255
     * @param noise bytes 8–111, the first Noise message: an ephemeral key and an {@link HandshakePayload.Offer}
     * @param cookie bytes 112–127, zero if there is none
     */
    record Init(int version, int senderIndex, Bytes noise, Bytes cookie) implements Handshake {

        /** What a cookie is before one was given. */
        public static final Bytes NO_COOKIE = Bytes.wrap(new byte[WireLimits.Datagram.COOKIE_VALUE]);

        public static final int NOISE_BYTES = 104;

        public Init {
            if (version < 1 || version > 255) {
                throw new IllegalArgumentException("version " + version);
            }
            requireLength(noise, NOISE_BYTES);
            requireLength(cookie, WireLimits.Datagram.COOKIE_VALUE);
        }

        /** The key {@code e}, in clear. */
        public Bytes ephemeral() {
            return noise.slice(0, WireLimits.Rfc.KEY);
        }

        /** Whether it brings a cookie. */
        public boolean hasCookie() {
            return !cookie.isZero();
        }

        /** The same with a cookie. */
        public Init withCookie(Bytes given) {
            return new Init(version, senderIndex, noise, given);
        }
    }

    /**
     * The answer to {@link Init}.
     *
     * @param noise bytes 12–115, the second Noise message: an ephemeral key, a sealed static key and payload
     */
    record Resp(int senderIndex, int receiverIndex, Bytes noise) implements Handshake {

        public static final int NOISE_BYTES = 104;

        public Resp {
            requireLength(noise, NOISE_BYTES);
        }
    }

    /**
     * The end of the handshake.
     *
     * @param noise bytes 12–83, the third Noise message: a sealed static key and payload
     */
    record Fin(int senderIndex, int receiverIndex, Bytes noise) implements Handshake {

        public static final int NOISE_BYTES = 72;

        public Fin {
            requireLength(noise, NOISE_BYTES);
        }
    }

    /**
     * Asks for the INIT again, with this cookie.
     *
     * @param cookie 16 bytes
     */
    record Cookie(int senderIndex, int receiverIndex, Bytes cookie) implements Handshake {
        public Cookie {
            requireLength(cookie, WireLimits.Datagram.COOKIE_VALUE);
        }
    }

    /**
     * Says which versions the sender speaks. Nobody vouches for it.
     *
     * @param versions 1 to 16 of them, a byte each, none of them 0
     */
    record VerNeg(int senderIndex, int receiverIndex, Bytes versions) implements Handshake {
        public VerNeg {
            if (versions.length() < 1 || versions.length() > WireLimits.Datagram.VERNEG_VERSIONS) {
                throw new IllegalArgumentException(versions.length() + " versions");
            }
            for (int i = 0; i < versions.length(); i++) {
                if (versions.get(i) == 0) {
                    throw new IllegalArgumentException("version 0");
                }
            }
        }

        /** Whether {@code version} is among them. */
        public boolean offers(int version) {
            for (int i = 0; i < versions.length(); i++) {
                if ((versions.get(i) & 0xff) == version) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Sealed frames: where they lie in the array that was decoded. The record has no bytes of its own, so it means
     * something only as long as that array keeps its content.
     *
     * @param counter 0 to 2^24 − 1: nonce, packet number and replay key in one
     * @param offset of the first byte of the packet in that array
     * @param length of the packet, 93 to 1200
     */
    record Data(int receiverIndex, long counter, int offset, int length) implements Packet {

        /** Where the associated data begins, {@link WireLimits.Datagram#DATA_HEADER} bytes. */
        public int headerOffset() {
            return offset;
        }

        /** Where ciphertext and tag begin. */
        public int sealedOffset() {
            return offset + WireLimits.Datagram.DATA_HEADER;
        }

        /** The bytes of ciphertext and tag together. */
        public int sealedLength() {
            return length - WireLimits.Datagram.DATA_HEADER;
        }
    }

    private static void requireLength(Bytes bytes, int length) {
        if (bytes.length() != length) {
            throw new IllegalArgumentException(bytes.length() + " bytes instead of " + length);
        }
    }
}
