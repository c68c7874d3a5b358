package udpchat.session;

import java.util.OptionalLong;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;
import udpchat.wire.HandshakePayload;
import udpchat.wire.Packet;
import udpchat.wire.WireLimits;

/** A handshake that another began and we answered: RESP_SENT, and DONE for as long as the session lives. */
final class Answer extends Handshake {

    /**
     * What makes an INIT the same one: all its bytes but the cookie, and the source. Who replays another's INIT from
     * elsewhere gets a half of its own and does not touch the genuine one.
     */
    record Key(PeerAddress from, int senderIndex, Bytes noise) {
        static Key of(Packet.Init init, PeerAddress from) {
            return new Key(from, init.senderIndex(), init.noise());
        }
    }

    /** A FIN that was read, and whose it is. */
    record Held(Packet.Fin fin, Bytes remoteStatic) {}

    final Key key;
    final HandshakePayload.Offer offer;
    /** It came with a valid cookie. */
    final boolean proven;

    /** Waits for FIN; only copies of it read. Null when DONE. */
    Noise.Party noise;
    /** Goes out again for an identical INIT. Null when DONE. */
    Packet.Resp resp;
    /** Of RESP_SENT. */
    long deadline;

    private long respSent;
    private int resps;

    /** A genuine FIN that came while our own handshake with the same peer won; null if none did. */
    Held held;

    /** The FIN that ended it. */
    Packet.Fin fin;
    /** When a repeated FIN may cause the next PING. */
    long nextPing;

    Answer(
            Key key,
            int index,
            HandshakePayload.Offer offer,
            boolean proven,
            Bytes ephemeral,
            Noise.Party noise,
            Packet.Resp resp,
            long order) {
        super(HandshakePhase.RESP_SENT, key.from(), index, ephemeral, order);
        this.key = key;
        this.offer = offer;
        this.proven = proven;
        this.noise = noise;
        this.resp = resp;
    }

    void onRespSent(long now) {
        respSent = now;
        resps++;
    }

    /**
     * A round trip, unless RESP went out more than once, or it is so long that this may be a FIN sent again: then the
     * assumed RTT is the better guess.
     */
    OptionalLong rtt(long now) {
        return resps == 1 && now - respSent <= WireLimits.Rfc.INITIAL_RTT
                ? OptionalLong.of(now - respSent)
                : OptionalLong.empty();
    }
}
