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

    @ParameterizedTest(name = "{0} messages of {1} bytes each way, {2} % loss: {3} s at the median, {4} s at worst")
    @CsvSource({"1000, 100, 30, 20, 60", "1000, 100, 0, 1, 1", "1000, 1049, 30, 120, 120"})
    void takesThisLong(int messages, int size, int percent, long median, long worst, TestReporter reporter) {
        long[] times = new long[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedNetwork network = new SimulatedNetwork(seed);
            network.loss = percent / 100.0;
            SimulatedSessions left = network.add(1);
            SimulatedSessions right = network.add(2);
            left.want(right);
            for (SimulatedSessions node : network.nodes) {
                SimulatedSessions peer = node == left ? right : left;
                node.messages(peer).size(size);
                node.messages(peer).send(messages);
            }
            while (left.messages(right).arrived.cardinality() < messages
                    || right.messages(left).arrived.cardinality() < messages) {
                network.run(10 * MS);
                assertTrue(network.now < 600 * SECOND, "seed " + seed);
            }
            times[seed] = network.now;
        }
        Arrays.sort(times);
        reporter.publishEntry(String.format(
                Locale.ROOT,
                "%d x %d bytes each way at %d %% loss: median %d ms, worst %d ms",
                messages,
                size,
                percent,
                times[SEEDS / 2] / MS,
                times[SEEDS - 1] / MS));
        assertTrue(times[SEEDS / 2] < median * SECOND, "median " + times[SEEDS / 2] / MS + " ms");
        assertTrue(times[SEEDS - 1] < worst * SECOND, "worst " + times[SEEDS - 1] / MS + " ms");
    }
}
