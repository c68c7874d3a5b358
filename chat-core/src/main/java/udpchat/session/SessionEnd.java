package udpchat.session;

import udpchat.wire.CloseCode;
import udpchat.wire.WireLimits;

/** Why a session is over, and whether to try again without being asked. */
public enum SessionEnd {
    /** The owner closed it. */
    CLOSED(Handshakes.NEVER),
    /** The peer closed it: its program or the conversation ends. */
    BYE(WireLimits.Session.OFFLINE_RETRY),
    /** The peer says that we broke the protocol. */
    BLAMED(WireLimits.Session.PROTOCOL_RETRY),
    /** The peer talks to another program with our key; to reconnect would take the session from that one. */
    REPLACED(Handshakes.NEVER),
    /** The peer has no room for what is under way. */
    BUSY(WireLimits.Session.BUSY_RETRY),
    /** The peer does not want us. */
    REFUSED(Handshakes.NEVER),
    /** The peer broke the protocol, and was told so. */
    VIOLATED(WireLimits.Session.PROTOCOL_RETRY),
    /** We have no room for what is under way, and said so. */
    OVERLOADED(WireLimits.Session.BUSY_RETRY),
    /** Nothing came for 50 s. */
    OFFLINE(WireLimits.Session.OFFLINE_RETRY),
    /** The handshake that began it was never confirmed. */
    UNCONFIRMED(WireLimits.Session.OFFLINE_RETRY),
    /** All packet numbers of its key are used, and no new handshake came to an end. */
    USED_UP(0);

    private final long retryAfter;

    SessionEnd(long retryAfter) {
        this.retryAfter = retryAfter;
    }

    /**
     * How long to wait before a new session is tried for messages that wait, in nanoseconds; {@link Handshakes#NEVER} if
     * only a person may ask for one. A session that the peer begins is always welcome.
     */
    public long retryAfter() {
        return retryAfter;
    }

    /** What a CLOSE from the peer means. */
    static SessionEnd byPeer(CloseCode code) {
        return switch (code) {
            case BYE -> BYE;
            case PROTOCOL -> BLAMED;
            case REPLACED -> REPLACED;
            case BUSY -> BUSY;
            case REFUSED -> REFUSED;
        };
    }
}
