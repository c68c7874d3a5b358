package udpchat.store;

import java.util.List;
import java.util.OptionalLong;
import udpchat.wire.Interval;

/**
 * All that a store holds for a peer and a conversation needs.
 *
 * @param streamId of our messages, if we have begun one
 * @param sent one for each channel on which a number was given
 * @param outbox in the order of queueing
 * @param peerStreamId of the peer's messages, if it has begun one
 * @param received one for each channel on which something of the peer's current stream is known
 * @param unshown messages that were received and not shown, by stream in the order they began, channel and number
 */
public record StoredPeer(
        OptionalLong streamId,
        List<SentChannel> sent,
        List<OutboundRecord> outbox,
        OptionalLong peerStreamId,
        List<ReceivedChannel> received,
        List<InboundRecord> unshown) {

    /** What is held for a peer never heard of. */
    public static final StoredPeer NOTHING =
            new StoredPeer(OptionalLong.empty(), List.of(), List.of(), OptionalLong.empty(), List.of(), List.of());

    public StoredPeer {
        sent = List.copyOf(sent);
        outbox = List.copyOf(outbox);
        received = List.copyOf(received);
        unshown = List.copyOf(unshown);
    }

    /**
     * What we sent on a channel.
     *
     * @param lastSeq the highest number given so far
     * @param readThrough the peer says that all up to here that it has were read
     */
    public record SentChannel(long channel, long lastSeq, long readThrough) {}

    /**
     * What came on a channel. Every number up to {@code shownThrough} is stored or skipped, although the intervals may no longer say which.
     *
     * @param stored numbers received, ascending; the lowest may be forgotten
     * @param skipped numbers that the peer gave up on, likewise
     * @param shownThrough up to here all were shown or skipped
     * @param readThrough up to here all were read or skipped
     */
    public record ReceivedChannel(
            long channel, List<Interval> stored, List<Interval> skipped, long shownThrough, long readThrough) {
        public ReceivedChannel {
            stored = List.copyOf(stored);
            skipped = List.copyOf(skipped);
        }

        /** A channel on which nothing came. */
        public static ReceivedChannel nothing(long channel) {
            return new ReceivedChannel(channel, List.of(), List.of(), 0, 0);
        }
    }
}
