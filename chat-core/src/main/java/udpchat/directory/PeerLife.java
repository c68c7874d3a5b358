package udpchat.directory;

import udpchat.model.PeerState;

/**
 * How a peer's state moves: the table of {@link PeerState}, and the only place where one follows another. What the table
 * has no place for changes nothing, since strangers may cause it at any time.
 */
public final class PeerLife {

    /** What moves a peer on. */
    public enum Signal {
        /** Somebody wants to talk to an address of which no key is known. */
        WISH,
        /** Plain text came, and no answer to HELLO is waited for any more. */
        PLAIN_TEXT,
        /** A handshake begins that somebody waits for. */
        HANDSHAKE,
        /** A session is up, or answers again. */
        SESSION,
        /** No answer: to HELLO for 2 s, to a handshake or in a session for 5 s. */
        SILENCE,
        /** The session ended, or the handshake did without one. */
        GOODBYE,
        /** Another key than the pinned one answers. */
        OTHER_KEY,
        /** Its key is known without having met it: from the peer list, or accepted by a person. */
        KNOWN
    }

    private PeerLife() {}

    static PeerState next(PeerState state, Signal signal) {
        return switch (signal) {
            case WISH ->
                state == PeerState.NEW || state == PeerState.SILENT
                        ? PeerState.ASKING
                        : state == PeerState.OFFLINE ? PeerState.CONNECTING : state;
            case PLAIN_TEXT ->
                state == PeerState.NEW || state == PeerState.ASKING || state == PeerState.SILENT
                        ? PeerState.PLAIN
                        : state;
            case HANDSHAKE ->
                switch (state) {
                    case NEW, ASKING, SILENT, PLAIN, OFFLINE -> PeerState.CONNECTING;
                    default -> state;
                };
            case SESSION -> PeerState.UP;
            case SILENCE ->
                switch (state) {
                    case ASKING -> PeerState.SILENT;
                    case UP -> PeerState.UNREACHABLE;
                    case CONNECTING, UNREACHABLE -> PeerState.OFFLINE;
                    default -> state;
                };
            case GOODBYE ->
                switch (state) {
                    case CONNECTING, UP, UNREACHABLE -> PeerState.OFFLINE;
                    default -> state;
                };
            case OTHER_KEY ->
                state == PeerState.CONNECTING || state == PeerState.OFFLINE ? PeerState.KEY_CHANGED : state;
            case KNOWN -> state == PeerState.NEW || state == PeerState.KEY_CHANGED ? PeerState.OFFLINE : state;
        };
    }
}
