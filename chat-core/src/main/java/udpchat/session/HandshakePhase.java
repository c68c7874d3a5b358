package udpchat.session;

/**
 * Where a handshake stands. One that is freed has no phase any more.
 *
 * <pre>
 *            CONNECT    PLAIN_TEXT YIELD      RESUME     COMPLETE   FREE
 * INIT_SENT  =          ONE_SHOT   PAUSED     -          DONE       freed
 * ONE_SHOT   INIT_SENT  =          =          -          DONE       freed
 * PAUSED     =          ONE_SHOT   =          INIT_SENT  DONE       freed
 * RESP_SENT  -          -          -          -          DONE       freed
 * DONE       -          -          -          -          -          freed
 * </pre>
 *
 * {@code =} stays, {@code -} cannot happen: {@link #next} throws, for it would be our own bug. What packets do:
 *
 * <pre>
 *            INIT from there     RESP                  COOKIE          VERNEG      FIN
 * INIT_SENT  {@literal >} ours: RESP, YIELD;   right: FIN, COMPLETE  resend, once    remembered  of the same peer: FREE
 *            {@literal <} ours: 3rd copy RESP  else drop             a try
 * ONE_SHOT   RESP, YIELD         likewise              likewise        likewise    likewise
 * PAUSED     RESP, YIELD         likewise              for the next    likewise    likewise
 * RESP_SENT  identical: the      drop                  drop            drop        right: COMPLETE
 *            same RESP                                                             else drop
 * DONE       identical: drop     drop                  drop            drop        identical: one PING a second
 * </pre>
 *
 * An INIT that is equal to ours is a reflection, in any phase, and dropped. Time: INIT_SENT repeats, after the last try
 * FREE; PAUSED ends in RESUME; ONE_SHOT and RESP_SENT end in FREE; DONE of the side that sends FIN ends in FREE when
 * all FINs are used up, and either DONE when the session is closed.
 */
enum HandshakePhase {
    /** Our INIT is repeated. */
    INIT_SENT,
    /** Our INIT went out once. */
    ONE_SHOT,
    /** Our INIT waits, because theirs was answered. */
    PAUSED,
    /** Their INIT was answered. */
    RESP_SENT,
    /** Both sides' keys are proven to us. */
    DONE;

    /** What moves a handshake on. */
    enum Signal {
        /** The address wants our INIT, repeated. */
        CONNECT,
        /** Plain text came from the address. */
        PLAIN_TEXT,
        /** We answered an INIT from the address. */
        YIELD,
        /** The pause is over. */
        RESUME,
        /** The other side's static key is proven. */
        COMPLETE
    }

    /**
     * The phase after a signal.
     *
     * @throws IllegalStateException where the table has {@code -}
     */
    HandshakePhase next(Signal signal) {
        return switch (signal) {
            case CONNECT -> requireOwn(signal) == ONE_SHOT ? INIT_SENT : this;
            case PLAIN_TEXT -> {
                requireOwn(signal);
                yield ONE_SHOT;
            }
            case YIELD -> requireOwn(signal) == INIT_SENT ? PAUSED : this;
            case RESUME -> {
                require(this == PAUSED, signal);
                yield INIT_SENT;
            }
            case COMPLETE -> {
                require(this != DONE, signal);
                yield DONE;
            }
        };
    }

    /** Whether our own INIT still waits for its RESP. */
    boolean isPending() {
        return this == INIT_SENT || this == ONE_SHOT || this == PAUSED;
    }

    private HandshakePhase requireOwn(Signal signal) {
        require(isPending(), signal);
        return this;
    }

    private void require(boolean possible, Signal signal) {
        if (!possible) {
            throw new IllegalStateException(signal + " in " + this);
        }
    }
}
