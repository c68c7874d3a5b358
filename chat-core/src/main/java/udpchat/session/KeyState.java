package udpchat.session;

/**
 * Where a key of a session stands.
 *
 * <pre>
 *              OPENED    SUCCEEDED  CLOSE     CLOSED    END
 * UNCONFIRMED  CURRENT   -          CLOSING   DRAINING  RETIRED
 * CURRENT      =         PREVIOUS   CLOSING   DRAINING  RETIRED
 * PREVIOUS     =         -          CLOSING   DRAINING  RETIRED
 * CLOSING      =         -          =         DRAINING  RETIRED
 * DRAINING     =         -          =         =         RETIRED
 * RETIRED      -         -          -         -         -
 * </pre>
 *
 * {@code =} stays, {@code -} cannot happen: {@link #next} throws, for it would be our own bug. What a key may do:
 *
 * <pre>
 *              opens packets  sends        time
 * UNCONFIRMED  yes            PINGs; all if there is no CURRENT   10 s for who sent RESP; 8 FINs for who sent INIT: END
 * CURRENT      yes            all          600 or 660 s: the wish for a new key
 * PREVIOUS     yes            ACKs         3 PTO, at least 5 s: END
 * CLOSING      for CLOSE      CLOSE, 3     3 PTO: END
 * DRAINING     no             CLOSE, 1     3 PTO: END
 * RETIRED      no             nothing
 * </pre>
 *
 * A session's first key is CURRENT at once for the side that got FIN, which proves that the other one holds it. Every
 * other begins as UNCONFIRMED, on both sides: until DATA opens under the next key the current one is used, so nothing
 * depends on a handshake that does not come to its end.
 */
enum KeyState {
    UNCONFIRMED,
    CURRENT,
    PREVIOUS,
    CLOSING,
    DRAINING,
    RETIRED;

    /** What moves a key on. */
    enum Signal {
        /** A packet of the peer opened under it. */
        OPENED,
        /** Another key is CURRENT from now on. */
        SUCCEEDED,
        /** We close it. */
        CLOSE,
        /** The peer closed it. */
        CLOSED,
        /** Its time is over, or it is not wanted any more. */
        END
    }

    /**
     * The state after a signal.
     *
     * @throws IllegalStateException where the table has {@code -}
     */
    KeyState next(Signal signal) {
        if (this == RETIRED) {
            throw new IllegalStateException(signal + " in " + this);
        }
        return switch (signal) {
            case OPENED -> this == UNCONFIRMED ? CURRENT : this;
            case SUCCEEDED -> {
                if (this != CURRENT) {
                    throw new IllegalStateException(signal + " in " + this);
                }
                yield PREVIOUS;
            }
            case CLOSE -> isAlive() ? CLOSING : this;
            case CLOSED -> DRAINING;
            case END -> RETIRED;
        };
    }

    /** Whether frames are taken from packets under it. */
    boolean isAlive() {
        return this == UNCONFIRMED || this == CURRENT || this == PREVIOUS;
    }
}
