package udpchat.wire;

/**
 * Every size, cap and time of the protocol, each with its reason or its source. {@link Rfc} holds what standards say;
 * all else is ours. Sizes are in bytes, times in nanoseconds, rates per second, unless the name says otherwise.
 */
public final class WireLimits {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;

    private WireLimits() {}

    /** What the standards say. */
    public static final class Rfc {
        private Rfc() {}

        /** RFC 9002 §6.1.1, kPacketThreshold: this many later packets acknowledged make an earlier one lost. */
        public static final int PACKET_THRESHOLD = 3;
        /** RFC 9002 §6.1.2, kTimeThreshold 9/8 of an RTT. */
        public static final int TIME_THRESHOLD_NUMERATOR = 9;

        public static final int TIME_THRESHOLD_DENOMINATOR = 8;
        /** RFC 9002 §6.1.2, kGranularity. */
        public static final long GRANULARITY = MILLISECOND;
        /** RFC 9002 §6.2.2, kInitialRtt. */
        public static final long INITIAL_RTT = 333 * MILLISECOND;
        /** RFC 9000 §18.2, the default of max_ack_delay. */
        public static final long MAX_ACK_DELAY = 25 * MILLISECOND;
        /** RFC 9000 §13.2.2: every second packet that asks for an ACK gets one at once. */
        public static final int ACK_EVERY = 2;
        /** RFC 9002 §7.2: ten datagrams of {@link Datagram#MAX}. */
        public static final int INITIAL_WINDOW = 12_000;
        /** RFC 9002 §7.2, kMinimumWindow: two datagrams of {@link Datagram#MAX}. */
        public static final int MINIMUM_WINDOW = 2_400;
        /** RFC 9002 §7.6.1, kPersistentCongestionThreshold, in PTO. */
        public static final int PERSISTENT_CONGESTION_PTOS = 3;
        /** RFC 9002 §7.7: pace at 5/4 of a window per RTT, so that pacing alone never leaves the window unused. */
        public static final double PACING_GAIN = 1.25;
        /** RFC 9000 §8.1, §9.3: to an address not proven, at most this many times what came from it. */
        public static final int ANTI_AMPLIFICATION = 3;
        /** RFC 9000 §8.2.4: a path has failed after this many times the larger of PTO and kInitialPto … */
        public static final int PATH_VALIDATION_PTOS = 3;
        /** … RFC 9002 §6.2.2 on {@link #INITIAL_RTT}: 333 ms + 4 × 166.5 ms + 25 ms. */
        public static final long INITIAL_PTO = 1_024 * MILLISECOND;
        /** RFC 9000 §10.2: how long a closed key still answers or drains, in PTO. */
        public static final int DRAIN_PTOS = 3;
        /** RFC 9001 §6.6, the confidentiality limit of AES-GCM: no key seals more packets than this. */
        public static final long SEAL_LIMIT = 1L << 23;
        /** RFC 6479: the replay window, in packets; far wider than any reordering seen, 512 bytes as a bitmap. */
        public static final int REPLAY_WINDOW = 4096;
        /** RFC 8085 §3.5: a keepalive no more often than this; NAT bindings live 30 s and more. */
        public static final long KEEPALIVE_FLOOR = 15 * SECOND;
        /** Noise rev 34 §4.1, §4.2, §4.3: the bytes of a key, of an authentication tag, of a hash. */
        public static final int KEY = 32;

        public static final int TAG = 16;
        public static final int HASH = 32;
        /** RFC 768 over RFC 791: the longest UDP payload of IPv4, hence of any plain peer. */
        public static final int UDP_PAYLOAD = 65_507;
    }

    /** Datagrams and the packets in them. */
    public static final class Datagram {
        private Datagram() {}

        /** The longest we send: RFC 9000 §14 guarantees it on every path QUIC works on, and it fits IPv6's 1280. */
        public static final int MAX = 1200;
        /** What every IPv4 host must take (RFC 791: 576 − 20 IP − 8 UDP): the black-hole size, the least max_udp. */
        public static final int MIN_MAX = 548;

        public static final int LONG_HEADER = 8;
        public static final int INIT = 128;
        public static final int RESP = 116;
        public static final int FIN = 84;
        public static final int COOKIE = 28;
        public static final int COOKIE_VALUE = 16;
        /** Plenty, and a VERNEG stays smaller than the INIT it answers. */
        public static final int VERNEG_VERSIONS = 16;
        /** Type, receiver index and counter of DATA; the associated data of its seal. */
        public static final int DATA_HEADER = 13;
        /** What a DATA packet costs beside its frames. */
        public static final int DATA_OVERHEAD = DATA_HEADER + Rfc.TAG;
        /** Plaintext is a multiple of this, or as long as the packet may be: lengths tell less, typing tells nothing. */
        public static final int PADDING_STEP = 64;

        public static final int MIN_DATA = DATA_OVERHEAD + PADDING_STEP;
        /** Counters are below it ({@link Rfc#SEAL_LIMIT} leaves room), so five zero bytes help to tell DATA from text. */
        public static final long COUNTER_END = 1L << 24;
        /** HELLO: 88 blanks and a CR. */
        public static final int HELLO = 89;
    }

    /** Caps of what one frame or one message may say. */
    public static final class Frames {
        private Frames() {}

        /** ACK ranges after the first: 32 holes are more than loss detection ever needs. */
        public static final int ACK_RANGES = 32;
        /** A full RECEIPT (1,052 bytes at its longest) fits one packet. */
        public static final int RECEIPT_RANGES = 64;
        /** One line for a log. */
        public static final int CLOSE_REASON = 128;
        /** Sixteen code points at the widest: a name, not a message. */
        public static final int NICK = 64;
        /** Kind and time of a message; its text follows. */
        public static final int MESSAGE_HEAD = 9;
        /** The text of a message as UTF-8: a long text, but no file. */
        public static final int TEXT = MIB;
        /** A message with its head, as in MSG's total. */
        public static final int MESSAGE = MESSAGE_HEAD + TEXT;
    }

    /** Messages under way. */
    public static final class Messages {
        private Messages() {}

        /** Sent and not receipted, per peer and direction: one of the longest messages, and nearly as much again. */
        public static final int UNRECEIPTED = 2 * MIB;
        /** What a message counts beyond its bytes, so that empty ones are not free. */
        public static final int OVERHEAD = 64;
        /** What a range of a half-received message counts beyond its bytes, likewise. */
        public static final int RANGE_OVERHEAD = 64;
        /** A message of 1 MiB is about 900 fragments in order; only an attacker makes more holes. */
        public static final int RANGES = 1024;
        /** RECEIPT is state, so it may wait as long as an ACK may and share its packet. */
        public static final long RECEIPT_DELAY = Rfc.MAX_ACK_DELAY;
    }

    /** The handshake. */
    public static final class Handshake {
        private Handshake() {}

        /** First repeat of INIT; RFC 9002 §6.2.2 begins there as well. */
        public static final long INIT_FIRST = SECOND;
        /** The interval doubles up to here: a peer that comes back is met within 8 s. */
        public static final long INIT_MAX = 8 * SECOND;
        /** Uniform jitter on each repeat, so that two sides do not stay in step. */
        public static final long INIT_JITTER = 333 * MILLISECOND;
        /** INITs sent in all, about 80 s; then the slot is freed. */
        public static final int INIT_TRIES = 12;
        /** A one-shot INIT's slot: a round trip and a COOKIE on the slowest path. */
        public static final long ONE_SHOT_SLOT = 5 * SECOND;
        /** An identical INIT gets the identical RESP this long: longer than {@link #INIT_MAX} and its jitter. */
        public static final long RESP_CACHE = 10 * SECOND;
        /** FIN goes with this many PTOs' data; then nobody is there. */
        public static final int FIN_TRIES = 8;
        /** A repeated FIN is answered by one PING per this. */
        public static final long FIN_PING_INTERVAL = SECOND;
        /** How long the smaller side of a simultaneous open leaves its own INIT unsent, once. */
        public static final long PAUSE = 3 * SECOND;
        /** The larger side answers this copy of the other's INIT: the other one does not seem to hear ours. */
        public static final int SIMULTANEOUS_COPIES = 3;
        /** If a peer whose address a HELLO proved has not finished by then, we begin. */
        public static final long HELLO_GRACE = SECOND;

        /** Half-open inbound handshakes held: 64 slots are a few dozen KiB. */
        public static final int HALF_OPEN = 64;
        /** Above this many half-open inbound handshakes an INIT needs a cookie: half of the slots. */
        public static final int HALF_OPEN_FREE = 32;
        /** Above this many of one IP address likewise: a household behind one NAT. */
        public static final int HALF_OPEN_FREE_PER_IP = 4;
        /** Above this many INITs a second likewise: X25519 for each stays far below one core. */
        public static final int INITS_FREE_PER_SECOND = 50;
        /** With a cookie: so many INITs a second and at once, per IPv4 address or IPv6 /64. */
        public static final int PROVEN_INITS_PER_SECOND = 20;

        public static final int PROVEN_INITS_BURST = 5;
        /** Sources whose rate is remembered; each one has proven that it receives there. */
        public static final int PROVEN_INIT_PREFIXES = 1024;
        /** A host owns all of its IPv6 subnet's addresses (RFC 4291 §2.5.1): one source of packets. */
        public static final int IPV6_PREFIX_BITS = 64;
        /** A cookie's secret; the one before is still accepted, so a cookie lives 120 to 240 s. */
        public static final long COOKIE_SECRET = 120 * SECOND;

        /** Stray DATA is answered by one INIT per address and this … */
        public static final long STRAY_INIT_INTERVAL = 5 * SECOND;
        /** … and this many in all: 20 × 128 bytes a second are nobody's weapon. */
        public static final int STRAY_INITS_PER_SECOND = 20;
        /** DATA for an index retired less than this ago is late, not stray. */
        public static final long RETIRED_INDEX = 120 * SECOND;
        /**
         * A one-shot INIT, which anybody can make us send, leads to no new key while a session with the same peer is
         * younger than this: a peer that lost its session asks for longer, and then begins itself.
         */
        public static final long ONE_SHOT_REKEY = 5 * SECOND;
        /** Retired indexes remembered: every session four times over. */
        public static final int RETIRED_INDEXES = 4 * Session.MAX;
    }

    /** The lives of keys, paths and peers. */
    public static final class Session {
        private Session() {}

        /** The initiator begins a rekey at this age … */
        public static final long REKEY = 600 * SECOND;
        /** … the responder later, so that both rarely begin at once … */
        public static final long REKEY_RESPONDER = 660 * SECOND;
        /** … or at this many packets: half of {@link Rfc#SEAL_LIMIT}. */
        public static final long REKEY_PACKETS = 1L << 22;
        /** So many later for the responder: some seconds of the fastest sender. */
        public static final long REKEY_PACKETS_RESPONDER = 1L << 18;
        /** The previous key lives {@value #PREVIOUS_KEY_PTOS} PTO for packets under way, and at least this. */
        public static final long PREVIOUS_KEY = 5 * SECOND;

        public static final int PREVIOUS_KEY_PTOS = 3;
        /** Nothing sent or received this long: a PING. Above {@link Rfc#KEEPALIVE_FLOOR}, below a NAT's 30 s. */
        public static final long KEEPALIVE = 20 * SECOND;
        /** Uniform, in both directions, so that many peers do not fall into step. */
        public static final double KEEPALIVE_JITTER = 0.1;
        /** No answer to what needs one: say so to the user, who is about to wonder. */
        public static final long UNREACHABLE = 5 * SECOND;

        public static final int UNREACHABLE_PTOS = 3;
        /** PTOs in a row until other addresses are tried: less than a second on a LAN, also before its RTT is known well. */
        public static final int DETOUR_PTOS = 3;
        /** Other addresses tried at once: of a laptop's two interfaces, both families. */
        public static final int DETOURS = 3;
        /** Silence: two keepalives and a bit. */
        public static final long OFFLINE = 50 * SECOND;
        /** So long a message waits for a peer that is away; later it is hardly what its sender still wants to say. */
        public static final long OUTBOX = 7 * 24 * 3_600 * SECOND;
        /** With messages waiting, one INIT series per this. */
        public static final long OFFLINE_RETRY = 60 * SECOND;
        /** CLOSE is unacknowledged; three copies survive 30 % loss in 97 of 100. */
        public static final int CLOSE_COPIES = 3;
        /** After CLOSE(protocol): the bug will still be there in a second. */
        public static final long PROTOCOL_RETRY = 60 * SECOND;
        /** After CLOSE(busy): room comes by shown messages and finished writes, which take no longer. */
        public static final long BUSY_RETRY = 5 * SECOND;
        /** The PTO backs off to the larger of itself and this; without it 30 % loss takes minutes. */
        public static final long PTO_BACKOFF_MAX = SECOND;
        /** Below this RTT timers are coarser than gaps between packets: no pacing. */
        public static final long PACING_MIN_RTT = 2 * MILLISECOND;
        /** One packet number in about so many is skipped; who acknowledges it lies (RFC 9000 §21.4). */
        public static final int SKIP_PACKET_NUMBER = 1000;
        /** This many full-size packets lost in a row, small ones getting through: at 30 % loss six come in a MiB. */
        public static final int BLACK_HOLE_LOSSES = 10;
        /** Full size is tried again after this. */
        public static final long BLACK_HOLE_RETRY = 60 * SECOND;

        /** Moves to another address at once, … */
        public static final int MOVES_BURST = 4;
        /** … and then one per this: people move less often, and a source that alternates buys no challenges with it. */
        public static final long MOVE_INTERVAL = 2 * SECOND;
        /** PATH_RESPONSEs waiting to be sent: the peer asks on two paths, again once or twice. */
        public static final int PATH_RESPONSES = 4;
        /** How long the side that got FIN waits for DATA under the next key: longer than all the FINs take. */
        public static final long UNCONFIRMED = 10 * SECOND;
        /** Keys of one session that are remembered, closed ones and all; the oldest goes first. */
        public static final int KEYS = 8;
        /** How long a wish for a new key is left to the handshake before it is said again. */
        public static final long REKEY_RETRY = 60 * SECOND;

        /** Sessions held at once. */
        public static final int MAX = 1024;
        /** Held for one peer, both directions and all queues: thrice {@link Messages#UNRECEIPTED}. */
        public static final int BYTES_PER_PEER = 6 * MIB;
        /** Held for all peers together; what a desktop program may take. */
        public static final long BYTES = 256L * MIB;
    }

    /** Finding out how the way to a peer is. */
    public static final class Check {
        private Check() {}

        /** Small packets: a loss of one in a hundred shows. */
        public static final int PACKETS = 100;
        /** Between two packets: two seconds for all, and 40 kbit/s. */
        public static final long INTERVAL = 20 * MILLISECOND;
        /** Of each of some sizes: at 30 % loss all are lost in one case of a hundred. */
        public static final int PACKETS_OF_SIZE = 4;
        /** After the first packet: then what has no answer is lost. */
        public static final long GIVE_UP = 6 * SECOND;
    }

    /** Asking an address whether it speaks the protocol. */
    public static final class Asking {
        private Asking() {}

        /** HELLOs to a new {@code host:port} go out this long after the first wish to talk: loss must not decide. */
        public static final long SECOND_HELLO = SECOND;

        public static final long THIRD_HELLO = 3 * SECOND;

        /** At 30 % loss each way three in a row find nobody in one case of eight, five in one of thirty. */
        public static final long FOURTH_HELLO = 7 * SECOND;

        public static final long FIFTH_HELLO = 15 * SECOND;
        /** Then, while a message waits: often enough for a person, too rare to bother anyone. */
        public static final long HELLO_INTERVAL = 60 * SECOND;
        /** One-shot INITs in answer to HELLOs, in all: 1.4 times what a forged source costs its forger. */
        public static final int ANSWERS_PER_SECOND = 20;
        /** One answer per nonce and this. */
        public static final long ANSWER_INTERVAL = 5 * SECOND;
        /** Slots for these answers, apart from real handshakes'; the oldest is evicted. */
        public static final int ANSWER_SLOTS = 16;
    }

    /** Plain peers. */
    public static final class Plain {
        private Plain() {}

        /** The buffer of the classic {@code recvfrom(1024)}: longer text is split. */
        public static final int TEXT = KIB;
        /** Addresses remembered as plain; forgeable, so few. */
        public static final int PEERS = 256;
        /** Shown on the console per source; the rest is counted. */
        public static final int LINES_PER_SECOND = 200;
    }

    /** Finding peers on the local network. */
    public static final class Discovery {
        private Discovery() {}

        public static final int PORT = 8088;
        /** Administratively scoped (RFC 2365); 85.67 is "UC". */
        public static final String GROUP_IPV4 = "239.255.85.67";
        /** Transient, link-local (RFC 4291 §2.7); 5543 is "UC". */
        public static final String GROUP_IPV6 = "ff12::5543";
        /** TTL and hop limit: the LAN and nothing else. */
        public static final int HOPS = 1;
        /** At the start and when an interface appears: at 0 and after these. */
        public static final long SECOND_HELLO = 250 * MILLISECOND;

        public static final long THIRD_HELLO = SECOND;
        /** A HELLO that comes so long after a session began is none of those, with some time for what is under way. */
        public static final long FIRST_HELLOS = THIRD_HELLO + SECOND_HELLO;
        /** Afterwards, for those whose listener missed the first. */
        public static final long HELLO_INTERVAL = 30 * SECOND;
        /** Uniform, in both directions. */
        public static final double HELLO_JITTER = 0.1;
        /** An answer waits 0 to this: everybody hears the HELLO at the same moment. */
        public static final long ANSWER_DELAY = 50 * MILLISECOND;
        /** Answers in all, as many as to HELLOs that are asked of us alone ({@link Asking#ANSWERS_PER_SECOND}). */
        public static final int ANSWERS_PER_SECOND = 20;
        /** Of them at once: a household. */
        public static final int ANSWERS_BURST = 10;
        /** Whose INIT was answered this long ago and who has not gone on needs no other one yet. */
        public static final long UNDER_WAY = 500 * MILLISECOND;
        /** The same HELLO again within this is the same by another group; later, its answer was lost. */
        public static final long ANSWER_AGAIN = 150 * MILLISECOND;
        /** Answers to one HELLO, one for each time that it is said at the start … */
        public static final int ANSWER_TRIES = 3;
        /** … and forgotten after this. */
        public static final long ANSWER_MEMORY = 5 * SECOND;
        /** HELLOs that wait for their answer: a large LAN; the rest says it again. */
        public static final int ANSWERS_WAITING = 256;
        /** Of one IP address: so many programs on one host, and no more room than that for a forger. */
        public static final int ANSWERS_WAITING_PER_IP = 32;
        /** Slots for these answers; the oldest is evicted. */
        public static final int ANSWER_SLOTS = 16;
        /** Who is here and says HELLO as another run of its program is asked by PING whether it knows us, once per this. */
        public static final long CHECK_INTERVAL = SECOND;
        /** How often the interfaces of the machine are looked at. */
        public static final long LINKS_INTERVAL = 2 * SECOND;
        /** Interfaces on which HELLO is said: a machine with more has them for its containers. */
        public static final int LINKS = 32;
    }
}
