package udpchat.wire;

import java.util.Objects;

/**
 * "Do you speak the protocol?", asked so that who does not sees nothing: 88 characters, SP for 0 and TAB for 1, most
 * significant bit first, and a CR. They spell the magic {@code UC} (16 bits), the version (8) and the nonce (64).
 *
 * @param version 0 to 255; a HELLO of any version is one
 * @param nonce 64 random bits; draw no 0, which in an INIT says that it answers no HELLO. From others 0 is accepted,
 *     and proves nothing
 */
public record Hello(int version, long nonce) {

    private static final int MAGIC = 'U' << 8 | 'C';
    private static final int MAGIC_BITS = 16;
    private static final int VERSION_BITS = 8;
    private static final int BITS = MAGIC_BITS + VERSION_BITS + Long.SIZE;

    public Hello {
        if (version < 0 || version > 255) {
            throw new IllegalArgumentException("version " + version);
        }
    }

    /** The 89 bytes of this HELLO. */
    public byte[] encode() {
        byte[] out = new byte[WireLimits.Datagram.HELLO];
        put(out, 0, MAGIC_BITS, MAGIC);
        put(out, MAGIC_BITS, VERSION_BITS, version);
        put(out, MAGIC_BITS + VERSION_BITS, Long.SIZE, nonce);
        out[BITS] = '\r';
        return out;
    }

    /** Reads exactly one HELLO. */
    public static Hello decode(byte[] array, int offset, int length) throws MalformedException {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (!matches(array, offset, length)) {
            throw new MalformedException("not a HELLO");
        }
        int version = (int) bits(array, offset + MAGIC_BITS, VERSION_BITS);
        return new Hello(version, bits(array, offset + MAGIC_BITS + VERSION_BITS, Long.SIZE));
    }

    /** Whether these bytes are a HELLO of any version. */
    static boolean matches(byte[] array, int offset, int length) {
        if (length != WireLimits.Datagram.HELLO || array[offset + BITS] != '\r') {
            return false;
        }
        for (int i = offset; i < offset + BITS; i++) {
            if (array[i] != ' ' && array[i] != '\t') {
                return false;
            }
        }
        return bits(array, offset, MAGIC_BITS) == MAGIC;
    }

    private static void put(byte[] out, int at, int count, long value) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (byte) ((value >>> (count - 1 - i) & 1) == 0 ? ' ' : '\t');
        }
    }

    private static long bits(byte[] array, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value << 1 | (array[i] == '\t' ? 1 : 0);
        }
        return value;
    }
}
