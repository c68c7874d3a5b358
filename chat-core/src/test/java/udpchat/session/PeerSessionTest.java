package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.SECOND;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session does, event by event, on a network that is good unless a test says otherwise. */
class PeerSessionTest {
    private SimulatedNetwork network;
    private SimulatedSessions left;
    private SimulatedSessions right;

    @BeforeEach
    void connect() {
        network = new SimulatedNetwork(1);
        left = network.add(1);
        right = network.add(2);
        left.want(right);
        network.run(SECOND);
    }

    @Test
    void aHandshakeMakesASessionOfBoth() {
        assertTrue(left.isUpWith(right));
        assertTrue(right.isUpWith(left));
        assertEquals(1, left.count(SessionEvent.Up.class));
        assertEquals(1, left.count(SessionEvent.FirstData.class));
        assertEquals(1, right.count(SessionEvent.Up.class));
        assertEquals(1, left.messages(right).newSessions);
    }

    @Test
    void messagesArrive() {
        left.messages(right).send(1000);
        network.run(5 * SECOND);
        assertEquals(1000, right.messages(left).arrived.cardinality());
        assertEquals(1000, left.messages(right).acknowledged.cardinality());
    }
}
