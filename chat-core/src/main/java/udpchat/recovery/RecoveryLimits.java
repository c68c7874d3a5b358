package udpchat.recovery;

/** Every number of this package, with its reason. Times are nanoseconds, sizes bytes of UDP payload. */
public final class RecoveryLimits {

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    // --- the standard's ---

    /** kPacketThreshold, RFC 9002 §6.1.1: this many numbers behind the largest acknowledged is lost. */
    public static final int PACKET_THRESHOLD = 3;

    /** kGranularity, RFC 9002 §6.1.2. */
    public static final long GRANULARITY = 1_000_000;

    /** kInitialRtt, RFC 9002 §6.2.2: assumed until the first sample. */
    public static final long INITIAL_RTT = 333_000_000;

    /** kPersistentCongestionThreshold, RFC 9002 §7.6.1. */
    public static final int PERSISTENT_CONGESTION_THRESHOLD = 3;

    /** max_ack_delay, RFC 9000 §18.2: its default, and here not negotiable. */
    public static final long MAX_ACK_DELAY = 25_000_000;

    /** Ack-eliciting packets after which an ACK goes out at once, RFC 9000 §13.2.2. */
    public static final int ACK_ELICITING_THRESHOLD = 2;

    /** Probes for one expiry, RFC 9002 §6.2.4: a second one, as the first may be lost too. */
    public static final int PROBES = 2;

    /** max_datagram_size: all of IPv6 carries 1280 bytes, less 48 for its headers and a reserve (RFC 9000 §14). */
    public static final int MAX_DATAGRAM = 1200;

    /** Ten datagrams, RFC 9002 §7.2; also the largest burst that the pacer lets through, §7.7. */
    public static final int INITIAL_WINDOW = 10 * MAX_DATAGRAM;

    /** kMinimumWindow, RFC 9002 §7.2: two datagrams. */
    public static final int MINIMUM_WINDOW = 2 * MAX_DATAGRAM;

    // --- ours ---

    /** Where the back-off of the probe timeout stops: RFC 9002 §6.2.1 sets no limit, and 30 % loss then takes minutes. */
    public static final long MAX_BACKOFF = 1_000_000_000;

    /** Ranges of one ACK, and so of what the receiver remembers: with 30 % loss, the last 150 packets or so. */
    public static final int MAX_ACK_RANGES = 32;

    /** One packet number in about this many is skipped, RFC 9000 §21.4. */
    public static final int SKIP_INTERVAL = 1_000;

    /** Skipped numbers that are remembered: those of the last 64,000 packets, far more than can be in flight. */
    public static final int MAX_SKIPPED = 64;

    /** Packets in flight under one key: 19 MB of full datagrams, or 50,000 packets a second over 320 ms. */
    public static final int MAX_IN_FLIGHT = 16_384;

    /** ACK-only packets whose send time is remembered: enough for those of one round trip of a busy chat. */
    public static final int MAX_ACK_ONLY = 64;

    /** Keys alive at once: one not yet confirmed, the current, the previous; and one to spare. */
    public static final int MAX_SPACES = 4;

    /** Below this smoothed RTT nothing is paced: timers are not finer. */
    public static final long MIN_PACED_RTT = 2_000_000;

    /** What may go at once when the pace is a quick one: as much as it allows in this time, for timers are not finer. */
    public static final long PACING_BURST = 1_000_000;

    /** A longer round trip is a suspended computer or a lie, and would stop everything for as long again. */
    public static final long MAX_RTT_SAMPLE = 10_000_000_000L;

    /** What passes everywhere: 576 bytes of IPv4 (RFC 1122 §3.3.2) less its headers. */
    public static final int SAFE_DATAGRAM = 548;

    /**
     * Large packets lost in a row that make a black hole: a full initial window. At 30 % random loss six in a row happened
     * to one talk in seven, and cost it a minute at half speed; ten happen to one in three hundred.
     */
    public static final int BLACK_HOLE_LOSSES = 10;

    /** Small packets, sent between those, that must have arrived: one alone may be luck. */
    public static final int BLACK_HOLE_SURVIVORS = 2;

    /** How long a path is held to small packets before full size is tried again. */
    public static final long BLACK_HOLE_PAUSE = 60_000_000_000L;

    private RecoveryLimits() {}
}
