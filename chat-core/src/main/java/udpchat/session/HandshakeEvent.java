package udpchat.session;

import java.util.Optional;
import java.util.OptionalLong;
import udpchat.model.PeerAddress;
import udpchat.noise.SecureChannel;
import udpchat.wire.Bytes;

/** What comes out of {@link Handshakes}. */
public sealed interface HandshakeEvent {

    /** Which side of the handshake is ours. */
    enum Role {
        /** We sent INIT. The key is not confirmed before DATA opens under it. */
        INITIATOR,
        /** We sent RESP. The key is confirmed: the other side holds it. */
        RESPONDER
    }

    /** Why there is no session. */
    enum Reason {
        /** All tries are used up. */
        NO_ANSWER,
        /** All tries are used up, and somebody with another key than the expected one answered. */
        OTHER_KEY,
        /** All tries are used up, and somebody said that it speaks other versions. */
        OTHER_VERSION,
        /** Plain text came from there. */
        PLAIN_TEXT,
        /** FIN went out as often as it may, and no DATA came. */
        UNCONFIRMED
    }

    /**
     * A session may begin. A responder sends DATA at once, even if only a PING: that ends the other side's FINs. A live
     * session with the same static key is replaced: by a responder now, by an initiator when DATA opens under this key.
     *
     * @param localIndex by which the peer addresses us; in use until {@link Handshakes#onSessionClosed}
     * @param remoteIndex by which we address the peer
     * @param remoteStatic the peer's proven static key, 32 bytes
     * @param address where the peer is
     * @param maxUdp the longest datagram that both sides take, 548 to 1200
     * @param helloNonce what the INIT, theirs or ours, said about a HELLO; 0 if it answered none
     * @param rtt from INIT to RESP, or from RESP to FIN, in nanoseconds, where it is certain which one was answered
     */
    record Established(
            SecureChannel channel,
            int localIndex,
            int remoteIndex,
            Bytes remoteStatic,
            Role role,
            PeerAddress address,
            int maxUdp,
            long helloNonce,
            OptionalLong rtt)
            implements HandshakeEvent {}

    /**
     * An attempt that {@link Handshakes#connect} began is over; or, {@link Reason#UNCONFIRMED}, any that we began.
     *
     * @param expectedKey as it was given to connect
     * @param localIndex of the session that was established and not confirmed, for {@link Reason#UNCONFIRMED} only;
     *     the index is retired already
     */
    record Failed(PeerAddress address, Optional<Bytes> expectedKey, Reason reason, Optional<Integer> localIndex)
            implements HandshakeEvent {}

    /**
     * A session that was established as initiator and never confirmed gave way to another one with the same peer. Drop
     * it in silence, without CLOSE; its index is retired already.
     */
    record Superseded(int localIndex) implements HandshakeEvent {}

    /**
     * An attempt found a peer that we have a session with since it began, or, where it answered a HELLO to all, at any
     * time: the same key at one more address. The attempt is over and nothing more was sent.
     *
     * @param helloNonce of the HELLO that it answered; 0 if it answered none
     */
    record SamePeer(PeerAddress address, Bytes remoteStatic, int localIndex, long helloNonce)
            implements HandshakeEvent {}

    /** Somebody with another key answered; the attempt goes on. Said once per attempt. */
    record KeyMismatch(PeerAddress address, Bytes expectedKey, Bytes foundKey) implements HandshakeEvent {}

    /** Somebody, unauthenticated, said that it speaks only these versions; the attempt goes on. Said once per attempt. */
    record VersionMismatch(PeerAddress address, Bytes versions) implements HandshakeEvent {}

    /**
     * An INIT from there carries this nonce. If the nonce was sent in a HELLO to that address alone, the address is
     * proven, and may be sent repeated INITs.
     */
    record HelloEchoed(PeerAddress address, long nonce) implements HandshakeEvent {}

    /** The peer repeats its FIN: it does not hear us. Send a PING on the session's current path. Once a second at most. */
    record FinRepeated(int localIndex) implements HandshakeEvent {}
}
