package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.wire.WireLimits.Rfc.ANTI_AMPLIFICATION;
import static udpchat.wire.WireLimits.Rfc.INITIAL_PTO;
import static udpchat.wire.WireLimits.Rfc.PATH_VALIDATION_PTOS;

import udpchat.model.PeerAddress;
import udpchat.recovery.PathRecovery;

/** One address of the peer, and what is known of the way there. */
final class Path {
    final PeerAddress address;
    /** The largest datagram that both sides take. */
    final int maxDatagram;

    final PathRecovery recovery;

    /** When VALIDATING ends in failure. */
    long deadline = NEVER;

    private final long[] challenges = new long[PATH_VALIDATION_PTOS];
    private int challengesSent;
    private long lastChallengeAt;
    private long nextChallenge = NEVER;
    private PathState state = PathState.UNKNOWN;
    private long bytesReceived;
    private long bytesSent;

    Path(PeerAddress address, int maxDatagram) {
        this.address = address;
        this.maxDatagram = maxDatagram;
        this.recovery = new PathRecovery(maxDatagram);
    }

    PathState state() {
        return state;
    }

    boolean isValid() {
        return state == PathState.VALID;
    }

    /** The only way from one state to another. */
    void on(PathState.Signal signal) {
        state = state.next(signal);
        if (state != PathState.VALIDATING) {
            deadline = NEVER;
            stopChallenging();
        }
    }

    void onReceived(int bytes) {
        bytesReceived += bytes;
    }

    void onSent(int bytes) {
        bytesSent += bytes;
    }

    /** Whether a datagram of this size may go there: an address that is not proven may be a victim's (RFC 9000 §9.3.1). */
    boolean allows(int bytes) {
        return isValid() || bytesSent + bytes <= ANTI_AMPLIFICATION * bytesReceived;
    }

    /** From now on PATH_CHALLENGEs go there, one a PTO and three at most. */
    void challenge(long now) {
        challengesSent = 0;
        nextChallenge = now;
        if (state == PathState.VALIDATING) {
            deadline = now + PATH_VALIDATION_PTOS * Math.max(recovery.rtt().pto(), INITIAL_PTO);
        }
    }

    void stopChallenging() {
        nextChallenge = NEVER;
    }

    /** When the next PATH_CHALLENGE is due, or never. */
    long nextChallenge() {
        return nextChallenge;
    }

    /** The data of one goes out now. */
    void onChallengeSent(long data, long now) {
        challenges[challengesSent++] = data;
        lastChallengeAt = now;
        nextChallenge = challengesSent == challenges.length
                ? NEVER
                : now + Math.max(recovery.rtt().pto(), INITIAL_PTO);
    }

    /** Whether this is the data of one of them. */
    boolean isAnsweredBy(long data) {
        for (int i = 0; i < challengesSent; i++) {
            if (challenges[i] == data) {
                return true;
            }
        }
        return false;
    }

    /** A round trip that a handshake measured. */
    void onHandshakeRtt(long nanos) {
        recovery.rtt().onHandshake(nanos);
    }

    /** The answer to the first challenge is a round trip; to a later one it may be to any. */
    void sampleRtt(long now) {
        if (challengesSent == 1 && recovery.rtt().firstSampleAt() == NEVER) {
            recovery.rtt().onSample(now - lastChallengeAt, 0, now);
        }
    }
}
