package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;

import udpchat.model.PeerAddress;
import udpchat.noise.SecureChannel;
import udpchat.recovery.PacketSpace;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits;
import udpchat.wire.WireLimits.Rfc;

/** One key of a session, with its own packet numbers. */
final class SessionKey {
    final SecureChannel channel;
    final int localIndex;
    final int remoteIndex;
    final boolean initiator;
    final long establishedAt;
    /** Where its handshake ended. */
    final Path path;

    final PacketSpace<Bundle> space;

    /** The highest number that came; −1 before the first. */
    long highest = -1;
    /** When UNCONFIRMED, PREVIOUS, CLOSING or DRAINING ends. */
    long deadline = NEVER;
    /** A PING has to go out under it. */
    boolean pingDue;

    /** When the next FIN may go out, if it is not confirmed. */
    long nextFin;

    int fins;

    /** When CLOSING, and once when DRAINING. */
    Frame.Close close;

    int closesSent;
    long nextClose = NEVER;
    /** Where the packet with the highest number came from, or where the handshake ended. */
    PeerAddress lastFrom;

    /** The peer acknowledged something under it, so it hears us under it. */
    boolean acked;

    /** Its sources know of it. */
    boolean announced;

    /** The wish for another key, for this one is worn, was said. */
    boolean wornSaid;

    private KeyState state;

    SessionKey(HandshakeEvent.Established established, Path path, PacketSpace<Bundle> space, KeyState begin, long now) {
        this.channel = established.channel();
        this.localIndex = established.localIndex();
        this.remoteIndex = established.remoteIndex();
        this.initiator = established.role() == HandshakeEvent.Role.INITIATOR;
        this.establishedAt = now;
        this.path = path;
        this.lastFrom = path.address;
        this.space = space;
        this.state = begin;
    }

    KeyState state() {
        return state;
    }

    /** The only way from one state to another. */
    void on(KeyState.Signal signal) {
        state = state.next(signal);
    }

    /** When there should be a new one, by its age: the side that sent INIT first. */
    long rekeyAt() {
        return establishedAt + (initiator ? WireLimits.Session.REKEY : WireLimits.Session.REKEY_RESPONDER);
    }

    /** Whether there should be a new one, by its use in either direction: again the side that sent INIT first. */
    boolean isWorn() {
        return Math.max(space.numbers().next(), highest)
                >= WireLimits.Session.REKEY_PACKETS + (initiator ? 0 : WireLimits.Session.REKEY_PACKETS_RESPONDER);
    }

    /** Whether no packet can be sealed any more; a few numbers are kept for CLOSE. */
    boolean isUsedUp() {
        return space.numbers().next() >= Rfc.SEAL_LIMIT - 2 * WireLimits.Session.CLOSE_COPIES;
    }
}
