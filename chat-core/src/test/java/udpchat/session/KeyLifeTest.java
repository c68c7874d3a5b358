package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.SECOND;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import udpchat.model.PeerAddress;
import udpchat.session.HandshakeEvent.Role;
import udpchat.wire.CloseCode;
import udpchat.wire.Frame;
import udpchat.wire.Interval;
import udpchat.wire.WireLimits;
import udpchat.wire.WireLimits.Session;

/** When a key begins to be used, when it is worn, and when it goes. */
class KeyLifeTest {
    private static final Frame PING = new Frame.Ping();
    private static final PeerAddress ELSEWHERE = SimulatedNetwork.address(9, 9);

    private static long wishes(RawPeer peer) {
        return peer.events().stream()
                .filter(SessionEvent.WantsRekey.class::isInstance)
                .count();
    }

    private static List<Integer> retired(RawPeer peer) {
        return peer.events().stream()
                .filter(SessionEvent.IndexRetired.class::isInstance)
                .map(event -> ((SessionEvent.IndexRetired) event).localIndex())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theFirstKeySaysSomethingAtOnce(Role role) {
        RawPeer peer = new RawPeer(role);
        assertTrue(peer.session.status(0).packetsSent() == 1, "the responder's DATA ends the FINs of the other side");
        assertEquals(role == Role.RESPONDER, peer.session.isUp());
        peer.send(PING);
        assertTrue(peer.session.isUp());
        assertEquals(role == Role.INITIATOR, peer.events().contains(new SessionEvent.FirstData(100)));
    }

    @Test
    void anUnconfirmedKeyAsksForFinWithEachProbe() {
        RawPeer peer = new RawPeer(Role.INITIATOR);
        peer.pass(6 * SECOND + SECOND / 10);
        long probes = peer.events().stream()
                .filter(new SessionEvent.ProbeTimeout(100)::equals)
                .count();
        // After 145 ms, the PTO of a first RTT of 40 ms, then twice that, up to 1 s.
        assertEquals(8, probes);
        peer.session.onUnconfirmed(100, peer.now);
        peer.pass(0);
        assertTrue(peer.events().contains(new SessionEvent.Ended(SessionEnd.UNCONFIRMED, "")));
        assertTrue(peer.session.isFinished());
    }

    @Test
    void anotherWinsOverAnUnconfirmedKey() {
        RawPeer peer = new RawPeer(Role.INITIATOR);
        peer.session.onSuperseded(100, peer.now);
        peer.session.onEstablished(peer.established(Role.RESPONDER, RawPeer.HOME), peer.now);
        peer.pass(0);
        assertTrue(peer.session.isUp());
        assertFalse(peer.session.isEnded());
        assertEquals(2, peer.exchange.newSessions);
    }

    @ParameterizedTest
    @EnumSource
    void theNextKeyIsUsedOnceDataOpensUnderIt(Role role) {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        SessionKey first = peer.session.sendingKey();
        peer.session.onEstablished(peer.established(role, RawPeer.HOME), peer.now);
        assertEquals(List.of(PING), peer.pump(), "under the next key");
        assertEquals(first, peer.session.sendingKey());
        peer.send(1, RawPeer.HOME, PING);
        assertEquals(101, peer.session.sendingKey().localIndex);
        assertEquals(KeyState.PREVIOUS, first.state());
        assertTrue(peer.events().contains(new SessionEvent.FirstData(101)));
        peer.send(0, RawPeer.HOME, PING);
        assertEquals(3, peer.session.status(0).packetsReceived() + 1);
        peer.pass(Session.PREVIOUS_KEY - 1);
        assertEquals(List.of(), retired(peer));
        peer.pass(1);
        assertEquals(List.of(100), retired(peer));
    }

    @Test
    void aNextKeyThatIsNeverUsedGoesAfterTenSeconds() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        peer.send(new Frame.Ack(0, List.of(new Interval(0, 0))));
        peer.session.onEstablished(peer.established(Role.RESPONDER, RawPeer.HOME), peer.now);
        peer.pass(Session.UNCONFIRMED - 1);
        assertEquals(List.of(), retired(peer));
        peer.pass(1);
        assertEquals(List.of(101), retired(peer));
        assertFalse(peer.session.isUnreachable(), "that one key is not answered says nothing about the peer");
    }

    @Test
    void aNewKeyOfAnUnreachablePeerBringsAtOnceWhatWasLost() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        peer.exchange.send(10);
        peer.pass(6 * SECOND);
        assertTrue(peer.session.isUnreachable());
        peer.session.onEstablished(peer.established(Role.RESPONDER, ELSEWHERE), peer.now);
        peer.pump();
        List<Frame> answer = peer.send(1, ELSEWHERE, PING);
        assertEquals(10, answer.stream().filter(Frame.Msg.class::isInstance).count());
        assertFalse(peer.session.isUnreachable());
        assertTrue(peer.events.contains(new SessionEvent.Back()));
        assertTrue(peer.events.contains(new SessionEvent.Moved(ELSEWHERE)));
        assertEquals(List.of(100), retired(peer));
    }

    @Test
    void whoBeginsAnotherStreamLeavesItsOlderKeys() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        peer.exchange.send(10);
        peer.pump();
        peer.session.onEstablished(peer.established(Role.RESPONDER, RawPeer.HOME), peer.now);
        peer.pump();
        List<Frame> answer = peer.send(1, RawPeer.HOME, new Frame.Stream(5));
        assertEquals(List.of(100), retired(peer));
        assertEquals(10, answer.stream().filter(Frame.Msg.class::isInstance).count());
    }

    /** RFC 9001 §6.6 leaves 2^23; half of it is enough to ask for the next key. */
    @ParameterizedTest(name = "{0}: {1} sent, {2} received: {3}")
    @CsvSource({
        "INITIATOR, 4194303, 0,       false",
        "INITIATOR, 4194304, 0,       true",
        "INITIATOR, 0,       4194304, true",
        "RESPONDER, 4194304, 0,       false",
        "RESPONDER, 4456448, 0,       true",
        "RESPONDER, 0,       4456448, true",
    })
    void aWornKeyIsToBeReplaced(Role role, int sent, int received, boolean wish) {
        RawPeer peer = new RawPeer(role);
        peer.send(PING);
        peer.pass(SECOND);
        assertEquals(0, wishes(peer));
        // The ACK of the PING and the message take the last two.
        while (peer.session.sendingKey().space.numbers().next() < sent - 2) {
            peer.session.sendingKey().space.numbers().take();
        }
        peer.skipNumbers(0, Math.max(0, received - 1));
        peer.send(PING);
        peer.exchange.send(1);
        peer.pump();
        assertEquals(wish ? 1 : 0, wishes(peer));
    }

    @Test
    void aKeyThatIsUsedUpEndsTheSession() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        while (peer.session.sendingKey().space.numbers().next() < WireLimits.Rfc.SEAL_LIMIT - 10) {
            peer.session.sendingKey().space.numbers().take();
        }
        for (int i = 0; i < 20 && !peer.session.isEnded(); i++) {
            peer.exchange.send(1);
            peer.pump();
            peer.pass(SECOND);
        }
        assertTrue(peer.events().contains(new SessionEvent.Ended(SessionEnd.USED_UP, "")));
        assertEquals(0, SessionEnd.USED_UP.retryAfter());
        assertTrue(peer.session.isFinished());
    }

    @Test
    void closeReplacedOfTheKeyInUseEndsTheSession() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        assertEquals(
                List.of(new Frame.Close(CloseCode.BYE, "")),
                peer.send(new Frame.Close(CloseCode.REPLACED, "")).stream()
                        .filter(Frame.Close.class::isInstance)
                        .toList());
        assertTrue(peer.events().contains(new SessionEvent.Ended(SessionEnd.REPLACED, "")));
        assertEquals(Handshakes.NEVER, SessionEnd.REPLACED.retryAfter());
    }

    @Test
    void closeReplacedByOurOwnNextKeyDoesNot() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        peer.session.onEstablished(peer.established(Role.INITIATOR, ELSEWHERE), peer.now);
        peer.pump();
        peer.send(new Frame.Close(CloseCode.REPLACED, ""));
        assertFalse(peer.session.isEnded());
        assertEquals(101, peer.session.sendingKey().localIndex);
        assertEquals(ELSEWHERE, peer.session.address());
    }

    @Test
    void closeOfAPreviousKeyIsOnlyThat() {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        peer.session.onEstablished(peer.established(Role.RESPONDER, RawPeer.HOME), peer.now);
        peer.send(1, RawPeer.HOME, PING);
        peer.send(0, RawPeer.HOME, new Frame.Close(CloseCode.BYE, ""));
        assertFalse(peer.session.isEnded());
    }

    /** {@code acked}: whether whoever holds the new key hears us. */
    @ParameterizedTest(name = "from elsewhere {0}, acked {1}: {2}")
    @CsvSource({"true, true, true", "true, false, false", "false, true, false", "false, false, false"})
    void whoStillUsesTheOldKeyElsewhereIsToldThatItIsReplaced(boolean elsewhere, boolean acked, boolean told) {
        RawPeer peer = new RawPeer(Role.RESPONDER);
        PeerAddress at = elsewhere ? ELSEWHERE : RawPeer.HOME;
        peer.send(PING);
        peer.session.onEstablished(peer.established(Role.RESPONDER, at), peer.now);
        peer.pump();
        peer.send(1, at, PING);
        if (acked) {
            peer.send(1, at, new Frame.Ack(0, List.of(new Interval(0, 0))));
        }
        peer.now += Session.PREVIOUS_KEY;
        peer.session.onDeadline(peer.now);
        boolean closes = false;
        for (Transmit next : peer.transmits()) {
            if (peer.open(next).contains(new Frame.Close(CloseCode.REPLACED, ""))) {
                closes = true;
                assertEquals(RawPeer.HOME, next.to());
            }
        }
        assertEquals(told, closes);
        assertTrue(peer.session.isUp());
    }
}
