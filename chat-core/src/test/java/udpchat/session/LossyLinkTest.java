package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.MS;
import static udpchat.session.SimulatedNetwork.SECOND;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long it takes on a link that loses much: 20 ms each way, the same loss both ways. */
class LossyLinkTest {
    private static final int SEEDS = 20;

    @ParameterizedTest(name = "{0} and {1} messages of {2} bytes, {3} % loss: {4} s at the median, {5} s at worst")
    @CsvSource({"1000, 1000, 100, 30, 20, 40", "1000, 1000, 100, 0, 1, 1", "1000, 0, 1049, 30, 120, 120"})
    void takesThisLong(int there, int back, int size, int percent, long median, long worst, TestReporter reporter) {
        long[] times = new long[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedNetwork network = new SimulatedNetwork(seed);
            network.loss = percent / 100.0;
            SimulatedSessions left = network.add(1);
            SimulatedSessions right = network.add(2);
            left.want(right);
            while (!left.isUpWith(right) || !right.isUpWith(left)) {
                network.run(10 * MS);
            }
            // How long a handshake takes is another matter: each try comes through half of the times.
            long met = network.now;
            left.messages(right).size(size);
            left.messages(right).send(there);
            right.messages(left).size(size);
            right.messages(left).send(back);
            while (left.messages(right).arrived.cardinality() < back
                    || right.messages(left).arrived.cardinality() < there) {
                network.run(10 * MS);
                assertTrue(network.now < 600 * SECOND, "seed " + seed);
            }
            times[seed] = network.now - met;
        }
        Arrays.sort(times);
        reporter.publishEntry(String.format(
                Locale.ROOT,
                "%d and %d x %d bytes at %d %% loss: median %d ms, worst %d ms",
                there,
                back,
                size,
                percent,
                times[SEEDS / 2] / MS,
                times[SEEDS - 1] / MS));
        assertTrue(times[SEEDS / 2] < median * SECOND, "median " + times[SEEDS / 2] / MS + " ms");
        assertTrue(times[SEEDS - 1] < worst * SECOND, "worst " + times[SEEDS - 1] / MS + " ms");
    }
}
