package udpchat.messaging;

import udpchat.wire.WireLimits.Frames;
import udpchat.wire.WireLimits.Messages;
import udpchat.wire.WireLimits.Session;

/** How the memory of a conversation ({@link Session#BYTES_PER_PEER}) is divided, and what else is bounded. */
final class MessagingLimits {
    private MessagingLimits() {}

    /**
     * Messages coming in: half received, not yet stored, or stored and waiting for one before them. All that an honest
     * peer may have unreceipted, with the most ranges that it makes of two messages at the longest.
     */
    static final int INBOUND = Messages.UNRECEIPTED + 2 * Messages.RANGES * Messages.RANGE_OVERHEAD;

    /**
     * And above that for the message that all others wait for, so that they cannot keep it out: the longest, in the
     * shortest fragments that an honest peer makes of it (about 2,000).
     */
    static final int INBOUND_NEXT = Frames.MESSAGE + 3 * Messages.RANGES * Messages.RANGE_OVERHEAD;

    /** Messages of ours until they are receipted. */
    static final int OUTBOX = Session.BYTES_PER_PEER - INBOUND - INBOUND_NEXT;

    /** The same with a store that lasts, where messages wait for days: what two people write in months. */
    static final int OUTBOX_ON_DISK = 10 << 20;

    /**
     * What has waited too long as this program starts waits so much longer, ns: a clock that is wrong is mostly put right
     * within minutes.
     */
    static final long GRACE = 3_600_000_000_000L;

    /** From the lowest unreceipted number to the highest given: all that fit, if they are empty, twice. */
    static final int SEQ_SPAN = 1 << 16;

    /** Holes in what came: some hundred packets under way, each with messages, of which every second one is lost. */
    static final int HOLES = 1024;

    /** Intervals of stored or skipped numbers that are kept for receipts; the oldest are forgotten, being receipted. */
    static final int CLAIMS = 2 * HOLES;

    /** SKIPs to answer; more become one that spans them. */
    static final int QUESTIONS = 64;

    /** Delivered messages whose READ is waited for; that an older one was read is not told. */
    static final int UNREAD = 1024;

    /** A message that is longer than what is free in a packet is cut, but not into pieces shorter than this. */
    static final int MIN_FRAGMENT = 256;

    /** Streams of the peer whose shown messages are remembered while the store is loaded again. */
    static final int STREAMS = 16;
}
