package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.List;
import java.util.Optional;
import udpchat.messaging.FrameSource;
import udpchat.model.PeerAddress;
import udpchat.recovery.RttEstimator;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits.Check;
import udpchat.wire.WireLimits.Datagram;

/**
 * Finds out how the way to the peer is: a row of small packets that ask for an ACK, then some of each size. What is lost
 * there shows by the ACKs, what is lost on the way back by the numbers of the peer's packets that are missing. The packets
 * are ordinary ones, under the congestion window like all others; the peer needs to know nothing of it.
 */
final class PathCheck {
    private static final Frame PING = new Frame.Ping();
    private static final Frame ADDRESS_REQUEST = new Frame.AddressRequest();

    /** Datagrams, bytes of UDP payload, from what passes everywhere to the largest there is. */
    private static final List<Integer> SIZES = List.of(Datagram.MIN_MAX, 800, 1000, Datagram.MAX);

    private final boolean asksAddress;
    private final long receivedBefore;
    private final long highestBefore;
    private final int localIndex;
    private final boolean[] passed = new boolean[SIZES.size()];

    private int sent;
    private int acked;
    private int lost;
    private int smallLost;
    private final long giveUpAt;
    private long nextAt;
    private PeerAddress observed;

    /**
     * @param key in use
     * @param received packets that were opened so far
     * @param asksAddress whether the peer can be asked where our packets come from
     */
    PathCheck(SessionKey key, long received, boolean asksAddress, long now) {
        this.localIndex = key.localIndex;
        this.highestBefore = key.highest;
        this.receivedBefore = received;
        this.asksAddress = asksAddress;
        this.nextAt = now;
        this.giveUpAt = now + Check.GIVE_UP;
    }

    /** When {@link #add} has something, if it may be sent; {@link Long#MAX_VALUE} if all is sent. */
    long nextAt() {
        return isAllSent() ? NEVER : nextAt;
    }

    /** When the check ends, whatever is not answered. */
    long giveUpAt() {
        return giveUpAt;
    }

    private boolean isAllSent() {
        return sent == Check.PACKETS + SIZES.size() * Check.PACKETS_OF_SIZE;
    }

    /** The size of the next packet, as a datagram. */
    int nextSize() {
        return sent < Check.PACKETS || isAllSent() ? Datagram.MIN_DATA : SIZES.get(sizeIndex());
    }

    private int sizeIndex() {
        return (sent - Check.PACKETS) / Check.PACKETS_OF_SIZE;
    }

    /** Fills a packet that was begun with {@link #nextSize}, and counts it as sent. */
    void add(PacketBuilder builder, long now) {
        boolean small = sent < Check.PACKETS;
        builder.track(PING, new Fate(small ? -1 : sizeIndex()));
        if (small && asksAddress && observed == null) {
            builder.add(ADDRESS_REQUEST);
        }
        if (!small && builder.room() > 0) {
            builder.add(new Frame.Padding(builder.room()));
        }
        sent++;
        nextAt = now + Check.INTERVAL;
    }

    void onObserved(PeerAddress address) {
        observed = address;
    }

    /** Whether what became of each packet is known, or it takes too long. */
    boolean isOver(long now) {
        return (isAllSent() && acked + lost == sent) || giveUpAt <= now;
    }

    /**
     * What was found.
     *
     * @param key in use now
     * @param received packets that were opened until now
     */
    PathStatus status(SessionKey key, long received, Path path) {
        int undecided = sent - acked - lost;
        // Under another key the numbers begin anew: nothing can be said then.
        boolean sameKey = key.localIndex == localIndex;
        long opened = received - receivedBefore;
        long numbered = sameKey ? Math.max(opened, key.highest - highestBefore) : opened;
        int largest = 0;
        for (int i = 0; i < passed.length; i++) {
            if (passed[i]) {
                largest = Math.max(largest, SIZES.get(i));
            }
        }
        RttEstimator rtt = path.recovery.rtt();
        return new PathStatus(
                path.address,
                Math.min(Check.PACKETS, sent),
                Math.min(Math.min(Check.PACKETS, sent), smallLost + undecided),
                numbered,
                numbered - opened,
                rtt.smoothed(),
                rtt.min(),
                largest,
                Optional.ofNullable(observed));
    }

    /** Hears what became of one packet. */
    private final class Fate implements FrameSource {
        private final int size;

        /** @param size index of its size, or −1 for one of the small ones */
        Fate(int size) {
            this.size = size;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public Frame pull(int maxBytes, long now) {
            return null;
        }

        @Override
        public void acked(Frame frame) {
            acked++;
            if (size >= 0) {
                passed[size] = true;
            }
        }

        @Override
        public void lost(Frame frame) {
            lost++;
            if (size < 0) {
                smallLost++;
            }
        }
    }
}
