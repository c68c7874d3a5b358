package udpchat.session;

/** Why a handshake packet was dropped without a word; for counters. */
public enum HandshakeDrop {
    /** Our own packet came back. */
    REFLECTED,
    /** Its payload is not what an honest peer sends. */
    MALFORMED,
    /** It does not decrypt, or has a key of small order. */
    FORGED,
    /** It names no handshake that waits for it, or comes from another address than that. */
    UNEXPECTED,
    /** The peer is not the one of {@code KEY@}. */
    OTHER_KEY,
    /** Both sides began; ours goes on. */
    OURS_IS_LARGER,
    /** Another handshake with the same key won. */
    SUPERSEDED,
    /** Too many of this source, though it receives where it says. */
    RATE
}
