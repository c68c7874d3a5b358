package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTimeoutTest {
    private static final long MS = 1_000_000;

    /** A first sample of r gives a PTO of r + 4 · r/2 + 25 ms. */
    @ParameterizedTest(name = "§6.2.1: RTT {0} ms, {1} expiries: {2} ms")
    @CsvSource({
        "   0,   0,    26",
        "   0,   5,   832",
        "   0,   6,  1000",
        "  25,   0,   100",
        "  25,   1,   200",
        "  25,   3,   800",
        "  25,   4,  1000",
        "  25,  90,  1000",
        " 500,   0,  1525",
        " 500,   1,  1525",
        " 500,  50,  1525",
    })
    void theBackOffStopsAtOneSecondOrThePtoItself(long rttMillis, int expiries, long expected) {
        RttEstimator rtt = new RttEstimator();
        rtt.onSample(rttMillis * MS, 0, 0);
        ProbeTimeout timeout = new ProbeTimeout();
        for (int i = 0; i < expiries; i++) {
            timeout.onExpired();
        }
        assertEquals(expected * MS, timeout.duration(rtt));
        timeout.reset();
        assertEquals(rtt.pto(), timeout.duration(rtt));
    }
}
