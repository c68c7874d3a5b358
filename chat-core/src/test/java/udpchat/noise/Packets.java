package udpchat.noise;

import java.nio.ByteBuffer;

/** DATA packets as they are before they are sealed. */
final class Packets {
    private static final byte DATA = (byte) 0xfb;
    private static final int RECEIVER_INDEX = 0x01020304;

    private Packets() {}

    /** Header, plaintext, and room for the tag. */
    static byte[] unsealed(long counter, byte[] plaintext) {
        return ByteBuffer.allocate(SecureChannel.HEADER_BYTES + plaintext.length + SecureChannel.TAG_BYTES)
                .put(DATA)
                .putInt(RECEIVER_INDEX)
                .putLong(counter)
                .put(plaintext)
                .array();
    }

    /** A packet as it travels. */
    static byte[] sealed(SecureChannel channel, long counter, byte[] plaintext) {
        byte[] packet = unsealed(counter, plaintext);
        channel.seal(packet, plaintext.length);
        return packet;
    }
}
