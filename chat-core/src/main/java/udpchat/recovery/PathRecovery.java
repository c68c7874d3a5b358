package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_DATAGRAM;
import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.recovery.RecoveryLimits.SAFE_DATAGRAM;

/**
 * What is known of one path: round-trip time, congestion window, pace, largest datagram, and what is in flight on it,
 * under whatever key. Another address is another path and starts with a new one of these (RFC 9000 §9.4).
 */
public final class PathRecovery {
    private final RttEstimator rtt = new RttEstimator();
    private final NewReno congestion = new NewReno();
    private final Pacer pacer = new Pacer();
    private final BlackHoleDetector blackHole;
    private long bytesInFlight;
    private boolean applicationLimited;
    private boolean onePastWindow;

    /**
     * A path nothing is known of.
     *
     * @param maxDatagram the largest datagram that both peers take, 548 to 1200 bytes
     */
    public PathRecovery(int maxDatagram) {
        if (maxDatagram < SAFE_DATAGRAM || maxDatagram > MAX_DATAGRAM) {
            throw new IllegalArgumentException("no size for a datagram: " + maxDatagram);
        }
        blackHole = new BlackHoleDetector(maxDatagram);
    }

    public RttEstimator rtt() {
        return rtt;
    }

    public NewReno congestion() {
        return congestion;
    }

    /** Bytes of ack-eliciting packets on this path that are neither acknowledged nor lost. */
    public long bytesInFlight() {
        return bytesInFlight;
    }

    /** The largest datagram to send now. */
    public int maxDatagram(long now) {
        return blackHole.maxDatagram(now);
    }

    /**
     * The earliest time at which a datagram of this size may be sent: long ago if at once, {@link RecoveryLimits#NEVER}
     * if the window is full and only an ACK or a deadline changes that. Does not hold for ACKs and probes.
     */
    public long earliestSend(int bytes) {
        if (bytesInFlight + bytes > congestion.window() && !onePastWindow) {
            return NEVER;
        }
        return pacer.earliestSend(bytes, congestion, rtt);
    }

    /**
     * The session had nothing more to send although it might have. Until it sends again the window does not grow: that
     * it is wide enough for more was not shown (RFC 9002 §7.8).
     */
    public void onSourcesDry() {
        applicationLimited = bytesInFlight + MAX_DATAGRAM <= congestion.window();
    }

    void onSent(int bytes, long now) {
        bytesInFlight += bytes;
        applicationLimited = false;
        onePastWindow = false;
        pacer.onSent(bytes, now, congestion, rtt);
    }

    void onAcked(int bytes, long sentAt) {
        bytesInFlight -= bytes;
        blackHole.onAcked(bytes, sentAt);
    }

    /** To be told of each acknowledged packet after what its ACK shows to be lost: in recovery nothing grows. */
    void growWindow(int bytes, long sentAt) {
        if (!applicationLimited) {
            congestion.onAcked(bytes, sentAt);
        }
    }

    void onLost(int bytes, long sentAt, long now) {
        bytesInFlight -= bytes;
        blackHole.onLost(bytes, sentAt, now);
        // RFC 9002 §7.3.2: on entering recovery one packet may go in spite of the window, to repair sooner.
        onePastWindow |= congestion.onLost(sentAt, now);
    }

    void onPersistentCongestion() {
        congestion.onPersistentCongestion();
        rtt.onPersistentCongestion();
    }

    /** The packet's key is gone: its fate is unknown, so no signal (RFC 9002 §6.4). */
    void onForgotten(int bytes) {
        bytesInFlight -= bytes;
    }
}
