package udpchat.cli.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The whole benchmark: warm-up, rounds of baseline and peers in turn, then latency at a steady rate. */
public final class Bench {

    /** Rounds of each, in turn, so that a machine whose speed drifts slows both; the median counts. */
    private static final int ROUNDS = 5;

    private final int bytes;
    private final long roundNanos;
    private final int rate;

    /**
     * What was measured.
     *
     * @param bytes of text in each message
     * @param baseline messages a second through bare Netty
     * @param plain messages a second through two peers
     * @param p50Nanos one-way latency at {@code rate}, median
     * @param p99Nanos the same, 99th percentile
     * @param lost messages that did not arrive, of all that were sent through the peers
     * @param rate messages a second at which latency was measured
     */
    public record Result(int bytes, double baseline, double plain, long p50Nanos, long p99Nanos, long lost, int rate) {}

    /**
     * @param bytes of text in each message, 10 to 1024
     * @param seconds to measure in all, at least 1; warming up comes on top
     * @param rate messages a second at which latency is measured
     */
    public Bench(int bytes, int seconds, int rate) {
        this.bytes = bytes;
        // A third for each of baseline, peers and latency.
        this.roundNanos = TimeUnit.SECONDS.toNanos(seconds) / (3L * ROUNDS);
        this.rate = rate;
    }

    /** Measures, and says what it does to {@code progress}. */
    public Result run(Consumer<String> progress) {
        String text = "x".repeat(bytes);
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) 'x');
        Throughput[] bare = new Throughput[ROUNDS];
        Throughput[] plain = new Throughput[ROUNDS];
        long[] latencies;
        int messages;
        try (NettyBaseline baseline = new NettyBaseline(payload);
                PlainPeers peers = new PlainPeers(text)) {
            progress.accept("warming up");
            // Two seconds at least: then the compiler is done with what matters.
            baseline.run(Math.max(roundNanos, 2_000_000_000L));
            peers.run(Math.max(roundNanos, 2_000_000_000L));
            progress.accept(ROUNDS + " rounds of " + TimeUnit.NANOSECONDS.toMillis(roundNanos)
                    + " ms each: bare Netty datagrams, then two peers, " + bytes + " bytes a message, at most "
                    + Window.sizeFor(bytes) + " in flight");
            for (int i = 0; i < ROUNDS; i++) {
                bare[i] = baseline.run(roundNanos);
                plain[i] = peers.run(roundNanos);
            }
            messages = (int) Math.max(1L, roundNanos * ROUNDS / 1_000_000 * rate / 1000);
            progress.accept("one-way latency of " + messages + " messages at " + rate + " a second");
            peers.latencies(rate, rate);
            latencies = peers.latencies(messages, rate);
        }
        long lost = (long) messages - latencies.length;
        for (Throughput round : plain) {
            lost += round.lost();
        }
        return new Result(
                bytes, median(bare), median(plain), percentile(latencies, 50), percentile(latencies, 99), lost, rate);
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
