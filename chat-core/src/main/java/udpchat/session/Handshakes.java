package udpchat.session;

import java.util.EnumSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import udpchat.model.PeerAddress;
import udpchat.noise.Identity;
import udpchat.wire.Bytes;
import udpchat.wire.Packet;
import udpchat.wire.WireLimits.Datagram;

/**
 * How sessions begin: all handshakes of one socket, without the socket. Packets, commands and time go in; after each
 * call the owner polls {@link #pollTransmit} and {@link #pollEvent} until they are empty, and calls {@link #onDeadline}
 * when {@link #nextDeadline} has come.
 *
 * <p>What it cannot know, and leaves to its callers: which addresses want an INIT that is repeated (given with a key, in
 * a session before, or proven by the echo of a HELLO's nonce sent to it alone, see {@link HandshakeEvent.HelloEchoed});
 * which of them sent plain text; and when a session's probe timeout fires.
 *
 * <p>What strangers send is bounded: 64 half-open inbound handshakes, each answer shorter than the INIT it answers; 16
 * one-shot INITs that answer HELLO, and as many for stray DATA as go out in the life of one, 100. For one thread.
 */
public final class Handshakes {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private final HandshakeContext context;
    private final Initiating initiating;
    private final Answering answering;

    /**
     * @param maxUdp the longest datagram we take, 548 to 1200
     * @param random {@link udpchat.noise.SystemRandom} in a running program: keys are drawn from it
     * @param indexes of this socket
     */
    public Handshakes(Identity self, int maxUdp, RandomGenerator random, LocalIndexes indexes, long now) {
        this(
                self.publicKey(),
                maxUdp,
                Noise.of(self, random),
                random,
                indexes,
                EnumSet.noneOf(HandshakeRule.class),
                now);
    }

    /** With some rules switched off, and with another Noise. */
    Handshakes(
            byte[] self,
            int maxUdp,
            Noise noise,
            RandomGenerator random,
            LocalIndexes indexes,
            EnumSet<HandshakeRule> off,
            long now) {
        if (maxUdp < Datagram.MIN_MAX || maxUdp > Datagram.MAX) {
            throw new IllegalArgumentException("max_udp " + maxUdp);
        }
        context = new HandshakeContext(self, maxUdp, noise, random, indexes, off);
        initiating = new Initiating(context);
        answering = new Answering(context, initiating, now);
    }

    /**
     * Sends INIT, repeated: at once, after 1 s, then at intervals that double up to 8 s, each with up to 333 ms more, 12
     * times; about 80 s later it fails. Only for an address that wants it. One attempt per address: a call while one is
     * pending changes only the key it expects, and while a session with it waits for its first DATA nothing.
     *
     * @param expectedKey 32 bytes; a peer with another key gets no FIN, and the attempt goes on
     */
    public void connect(PeerAddress to, Optional<Bytes> expectedKey, long now) {
        initiating.connect(to, expectedKey, now);
    }

    /**
     * A person just said something that waits for this address: if its INIT is being repeated and the last went out 1 s
     * ago or more, it goes out now and the intervals begin anew.
     */
    public void hasten(PeerAddress to, long now) {
        initiating.hasten(to, now);
    }

    /** Gives up what is pending towards an address, without an event. */
    public void cancel(PeerAddress to) {
        initiating.cancel(to);
    }

    /**
     * Answers a HELLO with one INIT that carries its nonce; 20 a second in all, one per nonce and 5 s, and none where
     * an INIT is being repeated anyway. Not for one's own HELLO come back.
     */
    public void answerHello(PeerAddress from, long nonce, long now) {
        initiating.answerHello(from, nonce, now);
    }

    /**
     * Sends one INIT to somebody who said HELLO to all. If it leads to a peer with which there is a session, that is told
     * as {@link HandshakeEvent.SamePeer}, and the session goes on as it is. How many are greeted is for the caller to say.
     */
    public void greet(PeerAddress to, long nonce, long now) {
        initiating.greet(to, nonce, now);
    }

    /** Whether a handshake with somebody there is under way, whoever began it; one that they began half a second ago is not. */
    public boolean isUnderWay(PeerAddress address, long now) {
        return initiating.isUnderWay(address) || answering.isUnderWay(address, now);
    }

    /**
     * Answers DATA that is addressed to nobody here with one INIT; 20 a second in all, one per address and 5 s. Not for
     * addresses of live sessions or plain peers.
     */
    public void answerStray(PeerAddress from, long now) {
        initiating.answerStray(from, now);
    }

    /** Plain text came from there: the INIT is repeated no more, and a RESP still welcome for 5 s. */
    public void onPlainText(PeerAddress from, long now) {
        initiating.onPlainText(from, now);
    }

    /** Takes in what a stranger sent. */
    public void onPacket(Packet.Handshake packet, PeerAddress from, long now) {
        // What is past its time must not answer, even if the owner is late.
        answering.onDeadline(now);
        if (packet instanceof Packet.Init init) {
            answering.onInit(init, from, now);
        } else if (packet instanceof Packet.Resp resp) {
            initiating.onResp(resp, from, now);
        } else if (packet instanceof Packet.Fin fin) {
            answering.onFin(fin, from, now);
        } else if (packet instanceof Packet.Cookie cookie) {
            initiating.onCookie(cookie, from, now);
        } else if (packet instanceof Packet.VerNeg verNeg) {
            initiating.onVerNeg(verNeg, from);
        }
    }

    /** The first DATA opened under a session that we began: FIN is repeated no more. Harmless for any other. */
    public void onFirstData(int localIndex) {
        initiating.onFirstData(localIndex);
    }

    /**
     * The probe timeout of a session fired: if it is not confirmed, FIN goes out again, before the session's own data;
     * after the eighth the session fails. Harmless for any other.
     */
    public void onProbeTimeout(int localIndex, long now) {
        initiating.onProbeTimeout(localIndex, now).ifPresent(key -> answering.onUnconfirmed(key, now));
    }

    /** A session is over, for whatever reason, or was not wanted: its index is retired, its FIN forgotten. */
    public void onSessionClosed(int localIndex, long now) {
        answering.end(localIndex);
        initiating.end(localIndex, now);
    }

    /** Does what is due; calling it too early or too often does no harm. */
    public void onDeadline(long now) {
        initiating.onDeadline(now);
        answering.onDeadline(now);
    }

    /** When {@link #onDeadline} is due, or {@link #NEVER}. */
    public long nextDeadline() {
        return Math.min(initiating.nextDeadline(), answering.nextDeadline());
    }

    /** The next datagram to send, or null. */
    public Transmit pollTransmit() {
        return context.transmits.poll();
    }

    /** The next event, or null. */
    public HandshakeEvent pollEvent() {
        return context.events.poll();
    }

    /** Packets dropped so far for this reason. */
    public long dropped(HandshakeDrop why) {
        return context.dropped(why);
    }

    /** Inbound handshakes that wait for FIN now; 64 at most. */
    public int halfOpen() {
        return answering.halfOpen();
    }

    /** Own attempts, answers, and sessions known of; for tests of the caps. */
    int size() {
        return initiating.size() + answering.size() + context.live.size();
    }
}
