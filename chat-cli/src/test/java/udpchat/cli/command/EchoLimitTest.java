package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EchoLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private final EchoLimit limit = new EchoLimit();

    private int admitted(String peer, int times, long now) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += limit.admit(peer, now) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aBurstThenSoManyASecond() {
        long now = -3 * SECOND;
        assertEquals(EchoLimit.BURST, admitted("bob", 5000, now));
        for (int second = 1; second <= 3; second++) {
            assertEquals(EchoLimit.PER_SECOND, admitted("bob", 5000, now + second * SECOND));
        }
        assertEquals(EchoLimit.BURST, admitted("bob", 5000, now + 1000 * SECOND), "after a long silence");
    }

    @Test
    void eachPeerHasItsOwn() {
        assertEquals(EchoLimit.BURST, admitted("bob", 5000, 0));
        assertTrue(limit.admit("carol", 0));
        assertFalse(limit.admit("bob", 0));
    }

    @Test
    void whoWroteLastIsRemembered() {
        assertEquals(EchoLimit.BURST, admitted("bob", 5000, 0));
        for (int i = 0; i < 3 * EchoLimit.MAX_PEERS; i++) {
            assertTrue(limit.admit("stranger " + i, 0));
            assertFalse(limit.admit("bob", 0));
        }
    }
}
