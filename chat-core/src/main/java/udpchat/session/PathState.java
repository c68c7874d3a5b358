package udpchat.session;

/**
 * Where a path, an address of the peer, stands (RFC 9000 §8.2).
 *
 * <pre>
 *             HANDSHAKE  HEARD       RESPONSE  TIMEOUT
 * UNKNOWN     VALID      VALIDATING  -         -
 * VALIDATING  VALID      =           VALID     FAILED
 * VALID       =          =           =         -
 * FAILED      VALID      VALIDATING  =         -
 * </pre>
 *
 * {@code =} stays, {@code -} cannot happen: {@link #next} throws, for it would be our own bug. To a path that is not
 * VALID goes at most three times what came from there.
 */
enum PathState {
    /** Nothing is known of it. */
    UNKNOWN,
    /** An authentic packet came from there, or a copy of one; it was asked to prove itself. */
    VALIDATING,
    /** The peer receives there. */
    VALID,
    /** It did not answer in time. */
    FAILED;

    /** What moves a path on. */
    enum Signal {
        /** A handshake ended there, which takes receiving and sending. */
        HANDSHAKE,
        /** The newest packet of the peer came from there. */
        HEARD,
        /** The data of a PATH_CHALLENGE that was sent there came back. */
        RESPONSE,
        /** The time for that is over. */
        TIMEOUT
    }

    /**
     * The state after a signal.
     *
     * @throws IllegalStateException where the table has {@code -}
     */
    PathState next(Signal signal) {
        return switch (signal) {
            case HANDSHAKE -> VALID;
            case HEARD -> this == VALID ? this : VALIDATING;
            case RESPONSE -> {
                require(this != UNKNOWN, signal);
                yield this == VALIDATING ? VALID : this;
            }
            case TIMEOUT -> {
                require(this == VALIDATING, signal);
                yield FAILED;
            }
        };
    }

    private void require(boolean possible, Signal signal) {
        if (!possible) {
            throw new IllegalStateException(signal + " in " + this);
        }
    }
}
