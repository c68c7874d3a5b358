package udpchat.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a message store costs: two peers that talk by a session, each with a store in a file, beside two without. */
public final class StoreBench {
    private static final int ROUNDS = 5;
    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final int LONE = 60;
    private static final int SYNCS = 100;
    private static final int PAGE = 4096;

    private final String text;
    private final long roundNanos;

    /**
     * What was measured. Messages a second that were stored at both ends and heard; lone messages from {@code send} until the
     * receipt, median; one write of a page to the same disk and its sync, median.
     */
    public record Result(
            double inMemory, double stored, long inMemoryNanos, long storedNanos, long syncNanos, long lost) {}

    /**
     * @param bytes of text in each message
     * @param seconds to measure in all; warming up comes on top
     */
    public StoreBench(int bytes, int seconds) {
        text = "x".repeat(bytes);
        roundNanos = TimeUnit.SECONDS.toNanos(seconds) / (2L * ROUNDS);
    }

    /** Measures, in a folder for temporary files that is on a disk. */
    public Result run(Consumer<String> progress) throws IOException {
        Path folder = Files.createTempDirectory("udpchat-bench");
        try (PeerPair memory = PeerPair.secure(text);
                PeerPair durable = PeerPair.durable(text, folder)) {
            progress.accept("warming up");
            memory.run(WARM_UP_NANOS);
            durable.run(WARM_UP_NANOS);
            progress.accept(ROUNDS + " rounds of each, in memory and stored in " + folder);
            Throughput[] without = new Throughput[ROUNDS];
            Throughput[] with = new Throughput[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                without[i] = memory.run(roundNanos);
                with[i] = durable.run(roundNanos);
            }
            long lost = Stream.of(with).mapToLong(Throughput::lost).sum();
            progress.accept(LONE + " lone messages");
            return new Result(
                    median(without),
                    median(with),
                    Bench.percentile(memory.deliveries(LONE), 50),
                    Bench.percentile(durable.deliveries(LONE), 50),
                    Bench.percentile(syncs(folder.resolve("sync")), 50),
                    lost);
        } finally {
            delete(folder);
        }
    }

    private static long[] syncs(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return LongStream.generate(() -> sync(channel))
                    .limit(SYNCS)
                    .sorted()
                    .toArray();
        }
    }

    private static long sync(FileChannel channel) {
        long start = System.nanoTime();
        try {
            channel.write(ByteBuffer.allocate(PAGE));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return System.nanoTime() - start;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static double median(Throughput[] rounds) {
        Throughput[] sorted = rounds.clone();
        Arrays.sort(sorted, Comparator.comparingDouble(Throughput::perSecond));
        return sorted[sorted.length / 2].perSecond();
    }
}
