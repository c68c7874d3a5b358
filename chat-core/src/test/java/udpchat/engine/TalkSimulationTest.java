package udpchat.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import udpchat.session.CheapHandshakes;
import udpchat.session.Handshakes;

/** Whatever happens between two engines, in the end all that was queued has arrived, once and in order. */
class TalkSimulationTest {

    private static final int SEEDS = Integer.getInteger("udpchat.seeds", 2_000);
    private static final int REAL_SEEDS = 40;

    private static final int FIRST_CONTACTS = 300;
    private static final long LONGEST_CONTACT = 12_000_000_000L;
    /** At most two for each: one, and one more where INIT is repeated before the answer can come. */
    private static final int MOST_RESPS = 2 * FIRST_CONTACTS;

    @Test
    void whatWasQueuedArrivesOnceAndInOrder(TestReporter reporter) {
        reporter.publishEntry(simulate(SEEDS, new CheapHandshakes()::make));
    }

    @Test
    void soItDoesWithRealKeys(TestReporter reporter) {
        reporter.publishEntry(simulate(REAL_SEEDS, Handshakes::new));
    }

    private static String simulate(int seeds, EngineContext.HandshakeMaker handshakes) {
        long nanos = 0;
        long inits = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            try {
                TalkSimulation simulation = new TalkSimulation(seed, handshakes);
                simulation.run();
                nanos += simulation.nanos;
                inits += simulation.inits;
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
        return seeds + " seeds, " + nanos / 3_600_000_000_000L + " hours, " + inits + " INITs";
    }

    // --- the rules of handshakes that are marked in the protocol: what is without them ---

    /** Whoever was away for longer than one series of INITs is never met. */
    @Test
    void unlessTheSlotIsFreedSomeMessagesNeverArrive(TestReporter reporter) {
        int seeds = 150;
        int failed = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            try {
                new TalkSimulation(seed, new CheapHandshakes("FREE_AFTER_TRIES")::make).run();
            } catch (AssertionError e) {
                failed++;
            }
        }
        reporter.publishEntry(failed + " of " + seeds + " fail");
        assertTrue(failed > 0);
    }

    @Test
    void firstContactOnALongWay(TestReporter reporter) {
        FirstContactSimulation contact = new FirstContactSimulation(FIRST_CONTACTS, new CheapHandshakes()::make);
        reporter.publishEntry(contact.toString());
        assertTrue(contact.worst <= LONGEST_CONTACT, contact::toString);
        assertTrue(contact.resps <= MOST_RESPS, contact::toString);
    }

    /** DATA for nobody makes the two try again, so they meet all the same, after many handshakes that led to nothing. */
    @Test
    void unlessAnIdenticalInitGetsTheIdenticalRespItTakesLonger() {
        FirstContactSimulation contact =
                new FirstContactSimulation(FIRST_CONTACTS, new CheapHandshakes("IDENTICAL_RESP")::make);
        assertTrue(contact.worst > LONGEST_CONTACT, contact::toString);
    }

    /** Nothing fails without the pause, but who answered is answered as well. */
    @Test
    void unlessTheSmallerOnePausesItCostsMore() {
        FirstContactSimulation contact = new FirstContactSimulation(FIRST_CONTACTS, new CheapHandshakes("PAUSE")::make);
        assertTrue(contact.resps > MOST_RESPS, contact::toString);
    }
}
