package udpchat.session;

import static udpchat.wire.WireLimits.Handshake.INIT_FIRST;
import static udpchat.wire.WireLimits.Handshake.INIT_JITTER;
import static udpchat.wire.WireLimits.Handshake.INIT_MAX;
import static udpchat.wire.WireLimits.Handshake.INIT_TRIES;
import static udpchat.wire.WireLimits.Handshake.ONE_SHOT_SLOT;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import udpchat.model.PeerAddress;
import udpchat.noise.NoiseException;
import udpchat.wire.Bytes;
import udpchat.wire.HandshakePayload;
import udpchat.wire.Packet;

/** A handshake that we begin: INIT_SENT, ONE_SHOT and PAUSED, and DONE until it is confirmed. */
final class Attempt extends Handshake {
    private static final int MAX_DOUBLINGS = Long.numberOfTrailingZeros(INIT_MAX / INIT_FIRST);

    final long helloNonce;
    /** Waits for RESP; only copies of it read. */
    final Noise.Party noise;
    /** Whether it sits in the pool of answers to HELLO. */
    final boolean answersHello;

    /** Whether it answers a HELLO to all. */
    boolean greets;

    /** Somebody called connect, so somebody wants to hear how it ends. */
    boolean wanted;

    Optional<Bytes> expectedKey = Optional.empty();
    /** The same bytes each time but for the cookie. */
    Packet.Init init;
    /** Of the next repeat, the end of a pause, or the end of the slot. */
    long deadline;
    /** Copies of the other side's INIT that we left unanswered because ours is larger. */
    int rivalCopies;

    boolean pausedOnce;
    boolean plainText;
    boolean saidKeyMismatch;
    boolean saidVersionMismatch;

    /** When DONE. */
    Bytes remoteStatic;

    Packet.Fin fin;
    int fins;

    private int tries;
    private boolean cookieSpent;
    private int sends;
    private long firstSent;
    private long lastSent;

    private Attempt(
            HandshakePhase begin,
            PeerAddress address,
            Packet.Init init,
            Noise.Party noise,
            long helloNonce,
            boolean answersHello,
            long order) {
        super(begin, address, init.senderIndex(), init.ephemeral(), order);
        this.init = init;
        this.noise = noise;
        this.helloNonce = helloNonce;
        this.answersHello = answersHello;
    }

    static Attempt begin(
            HandshakeContext context,
            HandshakePhase phase,
            PeerAddress address,
            long helloNonce,
            boolean answersHello,
            long now) {
        int index = context.indexes.allocate(now);
        Noise.Party noise = context.noise.initiator(HandshakeContext.prologue(index));
        HandshakePayload offer =
                new HandshakePayload.Offer(Packet.VERSION, Packet.VERSION, 0, context.maxUdp, helloNonce);
        try {
            Bytes message = Bytes.wrap(noise.writeMessage(offer.encode()));
            Packet.Init init = new Packet.Init(Packet.VERSION, index, message, Packet.Init.NO_COOKIE);
            return new Attempt(phase, address, init, noise, helloNonce, answersHello, context.tick());
        } catch (NoiseException e) {
            throw new IllegalStateException("the first message has no key of another that could fail", e);
        }
    }

    /** From here on as if it had just begun; it may have gone out before. */
    void restartTries() {
        tries = 0;
    }

    boolean hasTriesLeft() {
        return tries < INIT_TRIES;
    }

    /** One more try goes out: when is the next? */
    void onTry(RandomGenerator random, long now) {
        tries++;
        cookieSpent = false;
        onSent(now);
        deadline = now
                + (phase() == HandshakePhase.ONE_SHOT
                        ? ONE_SHOT_SLOT
                        : (INIT_FIRST << Math.min(tries - 1, MAX_DOUBLINGS)) + random.nextLong(INIT_JITTER + 1));
    }

    /** Whether a COOKIE may send INIT once more: once a try, and not in a pause. */
    boolean spendCookie() {
        boolean may = !cookieSpent && phase() != HandshakePhase.PAUSED;
        cookieSpent = true;
        return may;
    }

    void onSent(long now) {
        if (sends++ == 0) {
            firstSent = now;
        }
        lastSent = now;
    }

    long lastSent() {
        return lastSent;
    }

    /** A round trip, unless the answer may be to one of several copies (RFC 6298 §3). */
    OptionalLong rtt(long now) {
        return sends == 1 ? OptionalLong.of(now - firstSent) : OptionalLong.empty();
    }

    HandshakeEvent.Failed failed() {
        HandshakeEvent.Reason reason = HandshakeEvent.Reason.NO_ANSWER;
        if (plainText) {
            reason = HandshakeEvent.Reason.PLAIN_TEXT;
        } else if (saidKeyMismatch) {
            reason = HandshakeEvent.Reason.OTHER_KEY;
        } else if (saidVersionMismatch) {
            reason = HandshakeEvent.Reason.OTHER_VERSION;
        }
        return new HandshakeEvent.Failed(address, expectedKey, reason, Optional.empty());
    }

    HandshakeEvent.Failed unconfirmed() {
        return new HandshakeEvent.Failed(address, expectedKey, HandshakeEvent.Reason.UNCONFIRMED, Optional.of(index));
    }
}
