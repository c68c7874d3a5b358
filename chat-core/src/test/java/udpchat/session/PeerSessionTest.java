package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.MS;
import static udpchat.session.SimulatedNetwork.SECOND;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.PeerAddress;
import udpchat.wire.CloseCode;
import udpchat.wire.WireLimits;

/** What a session does, event by event, on a network that is good unless a test says otherwise: 20 ms each way. */
class PeerSessionTest {
    private static final long MINUTE = 60 * SECOND;

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

    private void talk(int messages) {
        left.messages(right).send(messages);
        right.messages(left).send(messages);
    }

    private void assertAllArrived() {
        assertEquals(left.messages(right).sent(), right.messages(left).arrived.cardinality(), "arrived at the right");
        assertEquals(right.messages(left).sent(), left.messages(right).arrived.cardinality(), "arrived at the left");
        assertEquals(0, left.messages(right).wronglySettled);
        assertEquals(0, right.messages(left).wronglySettled);
    }

    private static List<SessionEnd> ends(SimulatedSessions node) {
        return node.events.stream()
                .filter(SessionEvent.Ended.class::isInstance)
                .map(event -> ((SessionEvent.Ended) event).why())
                .toList();
    }

    @Test
    void aHandshakeMakesASessionOfBoth() {
        assertTrue(left.isUpWith(right));
        assertTrue(right.isUpWith(left));
        assertEquals(1, left.count(SessionEvent.Up.class));
        assertEquals(1, left.count(SessionEvent.FirstData.class));
        assertEquals(1, right.count(SessionEvent.Up.class));
        assertEquals(1, left.messages(right).newSessions);
        assertEquals(1, right.messages(left).newSessions);
        // INIT, RESP, FIN; each side's PING, and the ACKs.
        assertTrue(network.packets <= 8, network.packets + " packets");
    }

    @Test
    void messagesArriveAsManyInAPacketAsFit() {
        long before = network.packets;
        talk(1_000);
        network.run(5 * SECOND);
        assertAllArrived();
        assertEquals(1_000, left.messages(right).acknowledged.cardinality());
        // Ten to a packet, in either direction, and one ACK for every two at most.
        assertTrue(network.packets - before <= 2 * (100 + 60), network.packets - before + " packets");
    }

    @Test
    void statusSaysHowItIs() {
        talk(100);
        network.run(SECOND);
        SessionStatus status = left.with(right).status(network.now);
        assertEquals(right.address, status.address());
        assertTrue(status.up() && status.reachable());
        assertTrue(Math.abs(status.rtt().orElseThrow() - 40 * MS) < 5 * MS, status::toString);
        assertEquals(0, status.bytesInFlight());
        assertEquals(WireLimits.Datagram.MAX, status.maxDatagram());
        assertEquals(0, status.loss());
        assertTrue(Math.abs(status.keyAge() - 2 * SECOND) < SECOND, status::toString);
        assertTrue(status.packetsSent() >= 10 && status.packetsReceived() >= 10);
        assertEquals(0, status.packetsDropped());
    }

    @Test
    void twoIdlePeersExchangeAtMostEightPacketsAMinute() {
        for (int minute = 0; minute < 9; minute++) {
            long before = network.packets;
            network.run(MINUTE);
            assertTrue(network.packets - before <= 8, network.packets - before + " in minute " + minute);
        }
        long before = network.packets;
        network.run(60 * MINUTE);
        assertTrue(network.packets - before <= 8 * 60, network.packets - before + " in an hour, with its rekeys");
        assertTrue(left.isUpWith(right) && right.isUpWith(left));
        assertEquals(0, left.count(SessionEvent.Unreachable.class));
        assertEquals(6, left.count(SessionEvent.WantsRekey.class) + right.count(SessionEvent.WantsRekey.class));
    }

    @Test
    void whoBeganRekeysAfterTenMinutesAndTheOtherAMinuteLater() {
        PeerSession session = left.with(right);
        network.run(598 * SECOND);
        assertEquals(0, left.count(SessionEvent.WantsRekey.class));
        // What the left asks for does not get through.
        network.wall = (from, to, bytes) -> bytes.length != WireLimits.Datagram.INIT || !from.equals(left.address);
        network.run(30 * SECOND);
        assertEquals(1, left.count(SessionEvent.WantsRekey.class));
        assertEquals(1, left.established);
        assertEquals(0, right.count(SessionEvent.WantsRekey.class));
        network.run(40 * SECOND);
        assertEquals(1, right.count(SessionEvent.WantsRekey.class));
        assertEquals(2, left.established);
        assertEquals(2, left.messages(right).keysEstablished);
        assertEquals(1, left.messages(right).newSessions);
        assertSame(session, left.with(right), "one session all the time");
        assertTrue(session.status(network.now).keyAge() < 60 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3})
    void aRekeyInMidTalkLosesNothing(double loss) {
        network.loss = loss;
        for (int i = 0; i < 20; i++) {
            talk(100);
            network.run(SECOND / 4);
            (i % 2 == 0 ? left : right).rekey(i % 2 == 0 ? right : left);
        }
        network.run(MINUTE);
        assertAllArrived();
        assertTrue(left.established > 2, left.established + " keys");
        assertEquals(0, left.count(SessionEvent.Ended.class));
        assertEquals(0, right.count(SessionEvent.Ended.class));
        assertTrue(left.byIndex.size() <= 2);
    }

    @Test
    void aKeyThatOnlyOneSideHoldsIsNotUsed() {
        // FIN comes, and nothing more under the new key.
        network.wall = (from, to, bytes) ->
                !(bytes.length >= WireLimits.Datagram.MIN_DATA && left.established > 1 && isNewest(bytes));
        left.rekey(right);
        network.run(5 * SECOND);
        assertEquals(2, right.established);
        talk(100);
        network.run(20 * SECOND);
        assertAllArrived();
        assertTrue(left.isUpWith(right));
        assertEquals(0, left.count(SessionEvent.Unreachable.class));
    }

    /** Whether a DATA packet is for the newest index that either side gave out. */
    private boolean isNewest(byte[] bytes) {
        int index = ByteBuffer.wrap(bytes).getInt(1);
        return index != firstLeft && index != firstRight;
    }

    private int firstLeft;
    private int firstRight;

    @BeforeEach
    void rememberIndexes() {
        if (left != null) {
            firstLeft = left.byIndex.keySet().iterator().next();
            firstRight = right.byIndex.keySet().iterator().next();
        }
    }

    @Test
    void silenceIsToldAfter5SecondsAndEndsAfter50() {
        network.wall = (from, to, bytes) -> false;
        talk(1);
        network.run(4_900 * MS);
        assertEquals(0, left.count(SessionEvent.Unreachable.class));
        network.run(200 * MS);
        assertEquals(1, left.count(SessionEvent.Unreachable.class));
        assertFalse(left.with(right).status(network.now).reachable());
        network.run(43 * SECOND);
        assertTrue(left.isUpWith(right));
        network.run(2 * SECOND);
        assertEquals(List.of(SessionEnd.OFFLINE), ends(left));
        assertNull(left.with(right));
        assertEquals(0, left.byIndex.size());
    }

    @Test
    void anIdlePeerIsMissedAtTheNextKeepalive() {
        network.wall = (from, to, bytes) -> false;
        network.run(28 * SECOND);
        assertEquals(1, left.count(SessionEvent.Unreachable.class));
        network.run(23 * SECOND);
        assertEquals(List.of(SessionEnd.OFFLINE), ends(left));
        assertEquals(List.of(SessionEnd.OFFLINE), ends(right));
    }

    @Test
    void backFromAHoleOfTenSeconds() {
        network.wall = (from, to, bytes) -> false;
        talk(100);
        network.run(10 * SECOND);
        network.heal();
        network.run(2 * SECOND);
        assertAllArrived();
        assertEquals(1, left.count(SessionEvent.Unreachable.class));
        assertEquals(1, left.count(SessionEvent.Back.class));
        assertEquals(0, left.count(SessionEvent.Ended.class));
        assertTrue(left.with(right).status(network.now).reachable());
    }

    @Test
    void backFromAnHour() {
        network.wall = (from, to, bytes) -> false;
        talk(100);
        network.run(60 * MINUTE);
        assertNull(left.with(right));
        network.heal();
        network.run(70 * SECOND);
        assertAllArrived();
        assertEquals(2, left.messages(right).newSessions);
    }

    @Test
    void oneWayOnlyIsUnreachableToo() {
        network.wall = (from, to, bytes) -> from.equals(right.address);
        talk(10);
        network.run(6 * SECOND);
        assertEquals(1, left.count(SessionEvent.Unreachable.class));
        assertEquals(1, right.count(SessionEvent.Unreachable.class));
        network.run(2 * MINUTE);
        assertEquals(List.of(SessionEnd.OFFLINE), ends(right));
    }

    @Test
    void byeEndsBoth() {
        talk(10);
        network.run(SECOND);
        long before = network.packets;
        left.close(right);
        network.run(SECOND / 2);
        assertEquals(List.of(SessionEnd.CLOSED), ends(left));
        assertEquals(List.of(SessionEnd.BYE), ends(right));
        assertEquals(2, network.packets - before, "one CLOSE each");
        assertEquals(0, left.byIndex.size());
        network.run(SECOND);
        assertEquals(0, right.byIndex.size());
    }

    @Test
    void byeIsSaidThreeTimesToNobody() {
        network.wall = (from, to, bytes) -> false;
        long before = network.packets;
        left.close(right);
        network.run(MINUTE / 10);
        assertEquals(3, network.packets - before);
        assertEquals(0, left.byIndex.size());
    }

    @Test
    void whoWasRestartedIsMetAgainAtOnce() {
        talk(100);
        network.run(SECOND);
        right.restart();
        right.want(left);
        talk(100);
        network.run(8 * SECOND);
        assertTrue(left.isUpWith(right) && right.isUpWith(left));
        assertAllArrived();
        assertEquals(0, left.count(SessionEvent.Ended.class), "a rekey, as far as the left can tell");
    }

    @Test
    void whoWasRestartedAndWaitsIsFoundByStrayData() {
        right.restart();
        talk(100);
        network.run(12 * SECOND);
        assertTrue(left.isUpWith(right) && right.isUpWith(left));
        assertAllArrived();
    }

    @Test
    void bothMayBeginAtOnce() {
        SimulatedNetwork other = new SimulatedNetwork(2);
        SimulatedSessions one = other.add(1);
        SimulatedSessions two = other.add(2);
        one.want(two);
        two.want(one);
        one.messages(two).send(10);
        two.messages(one).send(10);
        other.run(10 * SECOND);
        assertTrue(one.isUpWith(two) && two.isUpWith(one));
        assertEquals(10, one.messages(two).arrived.cardinality());
        assertEquals(10, two.messages(one).arrived.cardinality());
        assertEquals(1, one.byIndex.size());
    }

    @Test
    void anotherPortIsFollowedOnceItIsProven() {
        PeerAddress moved = SimulatedNetwork.address(1, 40_000);
        talk(10);
        network.run(SECOND);
        left.address = moved;
        left.messages(right).send(1);
        network.run(30 * MS);
        assertEquals(moved, right.with(left).address(), "packets go there at once");
        assertEquals(0, right.count(SessionEvent.Moved.class));
        network.run(SECOND);
        assertEquals(1, right.count(SessionEvent.Moved.class));
        assertTrue(right.events.contains(new SessionEvent.Moved(moved)));
        talk(100);
        network.run(5 * SECOND);
        assertAllArrived();
        assertEquals(0, left.count(SessionEvent.Moved.class));
    }

    @Test
    void movingInMidTalkLosesNothing() {
        for (int i = 0; i < 10; i++) {
            talk(200);
            network.run(3 * SECOND);
            left.address = SimulatedNetwork.address(1, 40_000 + i);
        }
        talk(1);
        network.run(10 * SECOND);
        assertAllArrived();
        assertEquals(0, left.count(SessionEvent.Ended.class));
    }

    /** RFC 9000 §9.3.3: somebody on the side sends a copy of a packet from elsewhere, and it comes first. */
    @Test
    void aCopyFromElsewhereDoesNotPartThem() {
        PeerAddress thief = SimulatedNetwork.address(66, 6_666);
        int[] copied = new int[1];
        network.wall = (from, to, bytes) -> {
            if (from.equals(left.address) && copied[0]++ == 0) {
                network.delay = 10 * MS;
                network.inject(thief, to, bytes);
                network.delay = 20 * MS;
            }
            return true;
        };
        left.messages(right).send(1);
        network.run(15 * MS);
        assertEquals(thief, right.with(left).address());
        network.run(SECOND);
        assertEquals(left.address, right.with(left).address());
        talk(100);
        network.run(5 * SECOND);
        assertAllArrived();
        assertEquals(0, right.count(SessionEvent.Moved.class));
    }

    @Test
    void aSecondProgramWithTheSameKeyTakesTheSessionOnceAndNoMore() {
        SimulatedSessions copy = new SimulatedSessions(network, SimulatedNetwork.address(3, 8089), left);
        copy.want(right);
        network.run(20 * SECOND);
        assertTrue(copy.isUpWith(right));
        assertEquals(List.of(SessionEnd.REPLACED), ends(left));
        assertEquals(copy.address, right.with(left).address());
        long keys = right.established;
        network.run(10 * MINUTE - 30 * SECOND);
        assertEquals(keys, right.established, "nobody takes it back by itself");
        assertEquals(List.of(), ends(copy));
    }

    @Test
    void aRestartAtAnotherAddressReplacesNobody() {
        left.address = SimulatedNetwork.address(4, 8089);
        left.restart();
        network.run(30 * SECOND);
        assertTrue(left.isUpWith(right));
        assertEquals(List.of(), ends(right));
        assertEquals(List.of(), ends(left));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void aPathThatSwallowsLargePacketsIsUsedForSmallOnes(double loss) {
        network.swallowsFrom = 900;
        network.loss = loss;
        talk(300);
        network.run(MINUTE);
        assertAllArrived();
        assertEquals(0, left.count(SessionEvent.Ended.class));
    }

    @Test
    void aFinThatIsLostIsRepeatedWithEachProbe() {
        SimulatedNetwork other = new SimulatedNetwork(3);
        SimulatedSessions one = other.add(1);
        SimulatedSessions two = other.add(2);
        int[] fins = new int[1];
        other.wall = (from, to, bytes) -> bytes.length != WireLimits.Datagram.FIN || ++fins[0] > 4;
        one.want(two);
        other.run(10 * SECOND);
        assertEquals(5, fins[0]);
        assertTrue(one.isUpWith(two) && two.isUpWith(one));
    }

    @Test
    void aFinThatNeverComesEndsTheSessionThatNeverWas() {
        SimulatedNetwork other = new SimulatedNetwork(3);
        SimulatedSessions one = other.add(1);
        SimulatedSessions two = other.add(2);
        other.wall = (from, to, bytes) -> bytes.length != WireLimits.Datagram.FIN;
        one.want(two);
        other.run(20 * SECOND);
        assertEquals(List.of(SessionEnd.UNCONFIRMED), ends(one));
        assertEquals(0, one.count(SessionEvent.Up.class));
        other.heal();
        other.run(2 * MINUTE);
        assertTrue(one.isUpWith(two));
        assertEquals(1, one.byIndex.size());
    }

    @Test
    void onceItIsOverTheNextHandshakeBeginsAnother() {
        PeerSession first = left.with(right);
        first.close(CloseCode.BYE, "", network.now);
        left.want(right);
        network.run(2 * MINUTE);
        right.want(left);
        network.run(2 * MINUTE);
        assertTrue(left.isUpWith(right));
        assertNotSame(first, left.with(right));
        assertTrue(first.isFinished());
    }
}
