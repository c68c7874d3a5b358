package udpchat.cli.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;

/** The whole benchmark: warm-up, rounds of baseline and peers in turn, then latency at a steady rate. */
public final class Bench {

    /** Rounds of each, in turn, so that a machine whose speed drifts slows both; the median counts. */
    private static final int ROUNDS = 5;

    private final int bytes;
    private final long roundNanos;
    private final int rate;
    private final int maxWarmUp;

    private static final long WARM_UP_NANOS = 1_000_000_000;

    /** Rounds of warming up at most. */
    private static final int MAX_WARM_UP = 25;

    /** So many rounds in a row that were no better than the best before, by this factor, are the end of it. */
    private static final int STEADY = 3;

    private static final double BETTER = 1.05;

    /** New peers that come to say their first word, some to warm up and those that count. */
    private static final int FIRST_CONTACTS = 20;

    private static final int PINGS = 100;

    /**
     * What was measured.
     *
     * @param bytes of text in each message
     * @param baseline messages a second through bare Netty
     * @param plain two peers that talk plain text
     * @param secure two peers that talk by a session
     * @param roundTripNanos of a ping of the session, median
     * @param firstNanos from the first word of a peer that has just started until it was delivered, median
     * @param rate messages a second at which latency was measured
     */
    public record Result(
            int bytes, double baseline, Peers plain, Peers secure, long roundTripNanos, long firstNanos, int rate) {}

    /**
     * What two peers did.
     *
     * @param perSecond messages a second
     * @param p50Nanos one-way latency at a steady rate, median
     * @param p99Nanos the same, 99th percentile
     * @param lost messages that did not arrive, of all that were sent
     */
    public record Peers(double perSecond, long p50Nanos, long p99Nanos, long lost) {}

    /**
     * @param bytes of text in each message, 10 to 1024
     * @param seconds to measure in all, at least 1; warming up comes on top
     * @param rate messages a second at which latency is measured
     */
    public Bench(int bytes, int seconds, int rate) {
        this(bytes, seconds, rate, MAX_WARM_UP);
    }

    /** @param maxWarmUp rounds of warming up at most */
    Bench(int bytes, int seconds, int rate, int maxWarmUp) {
        this.bytes = bytes;
        // A fifth for each of baseline, plain, secure, and the latency of the latter two.
        this.roundNanos = TimeUnit.SECONDS.toNanos(seconds) / (5L * ROUNDS);
        this.rate = rate;
        this.maxWarmUp = maxWarmUp;
    }

    /** Measures, and says what it does to {@code progress}. */
    public Result run(Consumer<String> progress) {
        String text = "x".repeat(bytes);
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) 'x');
        Throughput[] bareRounds = new Throughput[ROUNDS];
        Throughput[] plainRounds = new Throughput[ROUNDS];
        Throughput[] secureRounds = new Throughput[ROUNDS];
        try (NettyBaseline baseline = new NettyBaseline(payload);
                PeerPair plain = PeerPair.plain(text);
                PeerPair secure = PeerPair.secure(text)) {
            progress.accept("warming up, until it gets no faster");
            warmUp(baseline::run);
            warmUp(plain::run);
            warmUp(secure::run);
            progress.accept(ROUNDS + " rounds of " + TimeUnit.NANOSECONDS.toMillis(roundNanos)
                    + " ms each: bare Netty datagrams, two plain peers, two with a session; " + bytes
                    + " bytes a message, at most " + Window.sizeFor(bytes) + " in flight");
            for (int i = 0; i < ROUNDS; i++) {
                bareRounds[i] = baseline.run(roundNanos);
                plainRounds[i] = plain.run(roundNanos);
                secureRounds[i] = secure.run(roundNanos);
            }
            int messages = (int) Math.max(1L, roundNanos * ROUNDS / 1_000_000 * rate / 1000);
            progress.accept("one-way latency of " + messages + " messages at " + rate + " a second");
            Peers plainPeers = peers(plain, plainRounds, messages);
            Peers securePeers = peers(secure, secureRounds, messages);
            long roundTrip = percentile(secure.roundTrips(PINGS), 50);
            progress.accept("first contact of " + FIRST_CONTACTS + " new peers");
            secure.firstContacts(FIRST_CONTACTS);
            long first = percentile(secure.firstContacts(FIRST_CONTACTS), 50);
            return new Result(bytes, median(bareRounds), plainPeers, securePeers, roundTrip, first, rate);
        }
    }

    private void warmUp(LongFunction<Throughput> run) {
        warmUp(() -> run.apply(WARM_UP_NANOS).perSecond());
    }

    /**
     * The compiler takes its time, the more so as it has to share the processors with what it compiles; and what it made for
     * a flood it makes again for single messages.
     *
     * @param round a second of work; how well it went, more is better
     */
    private void warmUp(DoubleSupplier round) {
        double best = 0;
        int since = 0;
        for (int i = 0; i < maxWarmUp && since < STEADY; i++) {
            double now = round.getAsDouble();
            since = now > best * BETTER ? 0 : since + 1;
            best = Math.max(best, now);
        }
    }

    private Peers peers(PeerPair pair, Throughput[] rounds, int messages) {
        warmUp(() -> 1.0 / Math.max(1, percentile(pair.latencies(rate, rate), 99)));
        long[] latencies = pair.latencies(messages, rate);
        long lost = (long) messages - latencies.length;
        for (Throughput round : rounds) {
            lost += round.lost();
        }
        return new Peers(median(rounds), percentile(latencies, 50), percentile(latencies, 99), lost);
    }

    private static double median(Throughput[] rounds) {
        Throughput[] sorted = rounds.clone();
        Arrays.sort(sorted, Comparator.comparingDouble(Throughput::perSecond));
        return sorted[sorted.length / 2].perSecond();
    }

    /** The nearest-rank percentile of sorted values; 0 of none. */
    static long percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
