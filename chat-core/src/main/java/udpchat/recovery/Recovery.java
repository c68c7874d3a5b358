package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_ACK_DELAY;
import static udpchat.recovery.RecoveryLimits.MAX_IN_FLIGHT;
import static udpchat.recovery.RecoveryLimits.MAX_SPACES;
import static udpchat.recovery.RecoveryLimits.NEVER;
import static udpchat.recovery.RecoveryLimits.PROBES;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Recovery for one peer, over all its keys and on the path in use: what the session asks before and tells after each
 * packet, ACK and deadline.
 *
 * <ul>
 *   <li>To send: {@link #canSend}, then a number from the space of the key in use, then {@link #onPacketSent}. When the
 *       sources are dry, {@link PathRecovery#onSourcesDry}.
 *   <li>At {@link #nextDeadline}: {@link #onDeadline}, then {@link #probesDue} packets that ask for an ACK, past window
 *       and pacer, with the frames of {@link #oldestInFlight} if nothing better waits. From the second expiry in a row
 *       ({@link #probeTimeout}) one of the two should have at most 548 bytes, or a black hole is never found.
 *   <li>A frame can be in several packets at once, as probes repeat what is in flight. So one that arrived may be
 *       reported as acked or lost again; the first acked counts.
 * </ul>
 *
 * @param <P> what the session hangs on each packet, say a list of frames
 */
public final class Recovery<P> {
    private final RandomGenerator random;
    private final List<PacketSpace<P>> spaces = new ArrayList<>(MAX_SPACES);
    private final ProbeTimeout probeTimeout = new ProbeTimeout();
    private PathRecovery path;
    private long lastExpiry = Long.MIN_VALUE;
    private int probesDue;

    /**
     * Without a key yet.
     *
     * @param random decides which packet numbers are skipped; a peer must not be able to guess it
     */
    public Recovery(RandomGenerator random, PathRecovery path) {
        this.random = random;
        this.path = path;
    }

    /** A new key begins, with numbers from 0. Round-trip time and window stay: they belong to the path. */
    public PacketSpace<P> openSpace() {
        if (spaces.size() == MAX_SPACES) {
            throw new IllegalStateException(MAX_SPACES + " keys are alive");
        }
        PacketSpace<P> space = new PacketSpace<>(random);
        spaces.add(space);
        return space;
    }

    /**
     * A key ends. What was in flight under it is to be queued again; this is no sign of congestion.
     *
     * @return its payloads, oldest first
     */
    public List<P> retire(PacketSpace<P> space) {
        if (!spaces.remove(space)) {
            throw new IllegalArgumentException("not alive");
        }
        List<SentPacket<P>> packets = space.sent().removeAll();
        for (SentPacket<P> packet : packets) {
            packet.path().onForgotten(packet.bytes());
        }
        probeTimeout.reset();
        return payloads(packets);
    }

    /** The path in use. */
    public PathRecovery path() {
        return path;
    }

    /** From now on packets take another path: one just validated, or the old one that we return to. */
    public void changePath(PathRecovery next) {
        path = next;
        probeTimeout.reset();
    }

    /** Whether an ack-eliciting datagram of this size may go now. ACKs alone and probes need not ask. */
    public boolean canSend(int bytes, long now) {
        return earliestSend(bytes) <= now;
    }

    /** {@link PathRecovery#earliestSend} of the path in use; never while some key has 16,384 packets in flight. */
    public long earliestSend(int bytes) {
        return isFull() ? NEVER : path.earliestSend(bytes);
    }

    /** How many probes have to go now. */
    public int probesDue() {
        return isFull() ? 0 : probesDue;
    }

    /** Counts expiries in a row. */
    public ProbeTimeout probeTimeout() {
        return probeTimeout;
    }

    /** Payloads of up to {@code count} packets that wait longest for an ACK; they stay in flight. */
    public List<P> oldestInFlight(int count) {
        List<SentPacket<P>> oldest = new ArrayList<>();
        for (PacketSpace<P> space : spaces) {
            oldest.addAll(space.sent().oldest(count - oldest.size()));
        }
        return payloads(oldest);
    }

    /** A packet has left, on whatever path it names. */
    public void onPacketSent(PacketSpace<P> space, SentPacket<P> packet) {
        space.onSent(packet);
        if (packet.ackEliciting()) {
            packet.path().onSent(packet.bytes(), packet.sentAt());
            probesDue = Math.max(0, probesDue - 1);
        }
    }

    /**
     * An ACK came under this space's key (Appendix A.7).
     *
     * @throws PacketNeverSentException if it names a packet that was not sent; then nothing has changed
     */
    public AckOutcome<P> onAckReceived(PacketSpace<P> space, Ack ack, long now) throws PacketNeverSentException {
        space.numbers().requireSent(ack);
        long before = space.losses().largestAcked();
        space.losses().onAcked(ack.largest());
        List<SentPacket<P>> acked = space.sent().removeAll(ack.ranges());
        SentPacket<?> ackOnly = space.ackOnly().removeAll(ack);
        if (acked.isEmpty() && ackOnly == null) {
            return new AckOutcome<>(List.of(), List.of());
        }
        sampleRtt(ack, acked, ackOnly, now);
        long arrived = ackOnly == null ? SentPacket.NO_ACK : ackOnly.largestAcked();
        for (SentPacket<P> packet : acked) {
            packet.path().onAcked(packet.bytes(), packet.sentAt());
            arrived = Math.max(arrived, packet.largestAcked());
        }
        space.received().ranges().forgetThrough(arrived);
        List<SentPacket<P>> lost = removeLost(space, now);
        if (PersistentCongestion.isEstablished(lost, acked, before, path)) {
            path.onPersistentCongestion();
        }
        for (SentPacket<P> packet : acked) {
            packet.path().growWindow(packet.bytes(), packet.sentAt());
        }
        probeTimeout.reset();
        probesDue = 0;
        return new AckOutcome<>(payloads(acked), payloads(lost));
    }

    /** When {@link #onDeadline} is to be called or an ACK is due; {@link RecoveryLimits#NEVER} if there is nothing. */
    public long nextDeadline() {
        long deadline = lossDeadline();
        for (PacketSpace<P> space : spaces) {
            deadline = Math.min(deadline, space.received().deadline());
        }
        return deadline;
    }

    /**
     * Time has passed: packets may be lost, or probes due (Appendix A.9). Too early does no harm.
     *
     * @return payloads of lost packets, oldest first
     */
    public List<P> onDeadline(long now) {
        long lossTime = lossTime();
        if (lossTime == NEVER) {
            if (probeDeadline() <= now) {
                probeTimeout.onExpired();
                lastExpiry = now;
                probesDue = PROBES;
            }
            return List.of();
        }
        List<SentPacket<P>> lost = new ArrayList<>();
        for (PacketSpace<P> space : spaces) {
            if (space.losses().lossTime() <= now) {
                lost.addAll(removeLost(space, now));
            }
        }
        return payloads(lost);
    }

    /** §5.1: only if the largest acknowledged is among the new, and something new had asked for the ACK. */
    private void sampleRtt(Ack ack, List<SentPacket<P>> acked, SentPacket<?> ackOnly, long now) {
        if (acked.isEmpty()) {
            return;
        }
        SentPacket<?> newest = acked.get(acked.size() - 1);
        if (ackOnly != null && ackOnly.number() > newest.number()) {
            newest = ackOnly;
        }
        if (newest.number() == ack.largest()) {
            long delay = Math.min(ack.delayMicros(), MAX_ACK_DELAY / 1_000) * 1_000;
            newest.path().rtt().onSample(now - newest.sentAt(), delay, now);
        }
    }

    private List<SentPacket<P>> removeLost(PacketSpace<P> space, long now) {
        List<SentPacket<P>> lost = space.losses().removeLost(space.sent(), now);
        for (SentPacket<P> packet : lost) {
            packet.path().onLost(packet.bytes(), packet.sentAt(), now);
        }
        return lost;
    }

    /** Appendix A.8: the time threshold where something waits for it, else the probe timeout. */
    private long lossDeadline() {
        long lossTime = lossTime();
        return lossTime == NEVER ? probeDeadline() : lossTime;
    }

    private long lossTime() {
        long lossTime = NEVER;
        for (PacketSpace<P> space : spaces) {
            lossTime = Math.min(lossTime, space.losses().lossTime());
        }
        return lossTime;
    }

    private long probeDeadline() {
        long deadline = NEVER;
        for (PacketSpace<P> space : spaces) {
            if (space.packetsInFlight() > 0) {
                // From the last expiry if no probe could be sent since: else the deadline would stay in the past.
                long from = Math.max(space.lastElicitingAt(), lastExpiry);
                deadline = Math.min(deadline, from + probeTimeout.duration(path.rtt()));
            }
        }
        return deadline;
    }

    private boolean isFull() {
        for (PacketSpace<P> space : spaces) {
            if (space.packetsInFlight() == MAX_IN_FLIGHT) {
                return true;
            }
        }
        return false;
    }

    private static <P> List<P> payloads(List<SentPacket<P>> packets) {
        return packets.stream().map(SentPacket::payload).toList();
    }
}
