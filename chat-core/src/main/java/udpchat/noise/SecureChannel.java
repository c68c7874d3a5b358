package udpchat.noise;

/**
 * DATA packets under the two keys of one handshake: one that seals, one that opens. A packet is
 *
 * <pre>
 * type 0 · receiver_index 1–4 · counter 5–12 · ciphertext 13… · tag 16
 * </pre>
 *
 * <p>Bytes 0–12 are the associated data, and the counter in them is also the nonce (4 zero bytes before it) and the
 * replay key: it is read from the packet, here and nowhere else, so the three cannot disagree. Every header byte is
 * authenticated; none is interpreted but the counter. For one thread; besides what the JDK's cipher allocates there is
 * no garbage.
 */
public final class SecureChannel {
    /** Bytes before the ciphertext. */
    public static final int HEADER_BYTES = 13;

    /** Bytes after it. */
    public static final int TAG_BYTES = AesGcm.TAG_BYTES;

    /** Numbers of one key and direction, from 0: the confidentiality limit of AES-GCM (RFC 9001 §6.6). */
    public static final long MAX_PACKETS = 1L << 23;

    /** {@link #open} of a packet number that was opened before, or that is too old to tell (RFC 6479). */
    public static final int REPLAYED = -1;

    /** {@link #open} of a packet that the other side did not send like this under this key. */
    public static final int FORGED = -2;

    private static final int COUNTER_OFFSET = 5;

    /** Counters on the wire have no more bits than that: bytes 5–9 of every packet are zero. */
    private static final int COUNTER_BITS = 24;

    private final AesGcm sealing;
    private final AesGcm opening;
    private final ReplayWindow window = new ReplayWindow();
    private long nextCounter;

    SecureChannel(AesGcm sealing, AesGcm opening) {
        this.sealing = sealing;
        this.opening = opening;
    }

    /** The lowest counter that {@link #seal} still takes; {@link #MAX_PACKETS} when this key is used up. */
    public long nextCounter() {
        return nextCounter;
    }

    /**
     * Seals a packet in place. Counters may be skipped, never used again: whatever is lost goes out under a new one.
     *
     * @param packet the header with the counter in bytes 5–12, the plaintext from byte 13, and room for the tag
     * @param plaintextLength at least 1
     * @return bytes of the whole packet: {@link #HEADER_BYTES} + plaintext + {@link #TAG_BYTES}
     * @throws IllegalStateException when the counter is below {@link #nextCounter} or not below {@link #MAX_PACKETS};
     *     nothing was sealed then
     */
    public int seal(byte[] packet, int plaintextLength) {
        if (plaintextLength < 1 || plaintextLength > packet.length - HEADER_BYTES - TAG_BYTES) {
            throw new IllegalArgumentException(
                    "plaintext of " + plaintextLength + " bytes in a packet of " + packet.length);
        }
        long counter = counter(packet);
        if (counter < nextCounter || counter >= MAX_PACKETS) {
            throw new IllegalStateException("counter " + counter + " after " + (nextCounter - 1));
        }
        nextCounter = counter + 1;
        int sealed = sealing.seal(
                counter, packet, HEADER_BYTES, packet, HEADER_BYTES, plaintextLength, packet, HEADER_BYTES);
        return HEADER_BYTES + sealed;
    }

    /**
     * Opens a packet. The packet itself is left as it is; a packet that fails leaves no trace, so the genuine one of
     * the same number still opens.
     *
     * @param packet from a stranger: any bytes
     * @param length bytes of the packet, from 0 on
     * @param plaintext takes what was sealed, from 0 on; at least {@code length} bytes. Undefined after a failure
     * @return bytes of plaintext, at least 1; or {@link #REPLAYED} or {@link #FORGED}
     */
    public int open(byte[] packet, int length, byte[] plaintext) {
        if (length > packet.length || length > plaintext.length) {
            throw new IllegalArgumentException(
                    length + " bytes in arrays of " + packet.length + " and " + plaintext.length);
        }
        if (length <= HEADER_BYTES + TAG_BYTES) {
            return FORGED;
        }
        long counter = counter(packet);
        if (counter >>> COUNTER_BITS != 0) {
            return FORGED;
        }
        if (!window.isFresh(counter)) {
            return REPLAYED;
        }
        int opened =
                opening.open(counter, packet, HEADER_BYTES, packet, HEADER_BYTES, length - HEADER_BYTES, plaintext, 0);
        if (opened < 0) {
            return FORGED;
        }
        window.mark(counter);
        return opened;
    }

    private static long counter(byte[] packet) {
        long counter = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            counter = (counter << 8) | (packet[COUNTER_OFFSET + i] & 0xff);
        }
        return counter;
    }
}
