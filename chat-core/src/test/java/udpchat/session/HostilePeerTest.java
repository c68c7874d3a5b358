package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.SECOND;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.messaging.FrameExchange;
import udpchat.model.PeerAddress;
import udpchat.session.HandshakeEvent.Role;
import udpchat.wire.Bytes;
import udpchat.wire.CloseCode;
import udpchat.wire.Frame;
import udpchat.wire.Interval;
import udpchat.wire.WireLimits;

/** A peer that holds the key and means no good, and strangers who do not hold it. */
class HostilePeerTest {
    private static final Frame PING = new Frame.Ping();
    private final RawPeer peer = new RawPeer(Role.RESPONDER);

    private static Frame ack(long first, long last) {
        return new Frame.Ack(0, List.of(new Interval(first, last)));
    }

    private void assertViolated() {
        List<SessionEvent> events = peer.events();
        assertEquals(
                SessionEnd.VIOLATED,
                events.stream()
                        .filter(SessionEvent.Ended.class::isInstance)
                        .map(event -> ((SessionEvent.Ended) event).why())
                        .findFirst()
                        .orElseThrow());
        assertTrue(peer.session.isEnded());
        assertEquals(WireLimits.Session.PROTOCOL_RETRY, SessionEnd.VIOLATED.retryAfter());
    }

    @Test
    void anAckOfAPacketNotYetSentEndsTheSession() {
        List<Frame> answer = peer.send(ack(0, 1_000_000));
        assertEquals(1, answer.stream().filter(Frame.Close.class::isInstance).count());
        assertViolated();
    }

    /** RFC 9000 §21.4: the numbers left out are named sooner or later by who acknowledges all there might be. */
    @Test
    void anOptimisticAckEndsTheSession() {
        peer.exchange.send(1_000_000);
        long sent = 0;
        while (!peer.session.isEnded() && sent < 10_000) {
            peer.pump();
            sent = peer.session.status(peer.now).packetsSent();
            // As if all had come, and what was not told from what was left out.
            peer.send(ack(0, sent - 1));
            peer.pass(SECOND / 10);
        }
        assertViolated();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x03, 0x0f, 0x10, 0x16, 0x20, 0x22, 0x3f, 0x40, 0xff})
    void aFrameThatIsNoneEndsTheSession(int id) {
        peer.deliverSealed(id);
        peer.pump();
        assertViolated();
    }

    @Test
    void whatMakesNoSenseEndsTheSession() {
        // The exchange of this test knows MSG and nothing else.
        peer.send(new Frame.Typing(0, true));
        assertViolated();
    }

    @Test
    void forgeriesAndCopiesAreCountedAndNothingElse() {
        byte[] genuine = peer.packet(0, PING);
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] forged = Arrays.copyOf(genuine, WireLimits.Datagram.MIN_DATA + random.nextInt(1_107));
            forged[random.nextInt(forged.length)] ^= (byte) (1 + random.nextInt(255));
            if (Arrays.equals(forged, genuine)) {
                continue;
            }
            peer.deliver(0, SimulatedNetwork.address(66, i), forged);
        }
        assertEquals(List.of(), peer.pump());
        assertEquals(RawPeer.HOME, peer.session.address());
        peer.deliver(0, RawPeer.HOME, genuine);
        assertEquals(1, peer.session.status(0).packetsReceived());
        peer.deliver(0, RawPeer.HOME, genuine);
        assertEquals(1, peer.session.status(0).packetsReceived());
        assertTrue(peer.session.status(0).packetsDropped() > 4_000);
        assertFalse(peer.session.isEnded());
    }

    @Test
    void aStormOfChallengesGetsFewAnswers() {
        Frame[] many = new Frame[130];
        Arrays.setAll(many, Frame.PathChallenge::new);
        List<Frame> answers = peer.send(many);
        List<Long> data = new ArrayList<>();
        for (Frame frame : answers) {
            if (frame instanceof Frame.PathResponse response) {
                data.add(response.data());
            }
        }
        assertEquals(List.of(126L, 127L, 128L, 129L), data, "the newest four");
    }

    /** Each packet from another address: few of them make us look for the peer there, and it costs little. */
    @Test
    void aPeerThatIsEverywhereGetsFewChallenges() {
        int challenges = 0;
        int toElsewhere = 0;
        int received = 0;
        for (int i = 0; i < 1_000; i++) {
            PeerAddress from = SimulatedNetwork.address(3 + i % 200, 1_000 + i);
            byte[] packet = peer.packet(0, PING);
            received += packet.length;
            peer.deliver(0, from, packet);
            for (Transmit next : peer.transmits()) {
                toElsewhere +=
                        next.to().equals(RawPeer.HOME) ? 0 : next.payload().length();
                challenges += (int) peer.open(next).stream()
                        .filter(Frame.PathChallenge.class::isInstance)
                        .count();
            }
            peer.pass(SECOND / 100);
        }
        assertTrue(challenges <= 2 * (WireLimits.Session.MOVES_BURST + 5), challenges + " challenges in 10 s");
        assertTrue(toElsewhere <= WireLimits.Rfc.ANTI_AMPLIFICATION * received, toElsewhere + " bytes");
        assertFalse(peer.session.isEnded());
    }

    /** RFC 9000 §9.3.1: to a victim's address goes at most three times what came from there. */
    @Test
    void anAddressThatDoesNotAnswerGetsThreeTimesWhatCameFromIt() {
        peer.exchange.send(1_000);
        peer.pump();
        PeerAddress victim = SimulatedNetwork.address(66, 66);
        byte[] packet = peer.packet(0, PING);
        peer.deliver(0, victim, packet);
        int sent = 0;
        long end = peer.now + 20 * SECOND;
        boolean returned = false;
        while (peer.now < end) {
            for (Transmit next : peer.transmits()) {
                if (next.to().equals(victim)) {
                    sent += next.payload().length();
                } else {
                    returned |= next.payload().length() > 1_000;
                }
            }
            peer.now = Math.min(end, Math.max(peer.now + 1, peer.session.nextDeadline()));
            peer.session.onDeadline(peer.now);
        }
        assertTrue(sent > 0 && sent <= 3 * packet.length, sent + " bytes to the victim");
        assertTrue(returned, "what failed there goes to the old address again");
        assertEquals(RawPeer.HOME, peer.session.address());
    }

    @Test
    void keysPileUpToFourAlive() {
        for (int i = 1; i <= 50; i++) {
            peer.session.onEstablished(peer.established(Role.RESPONDER, RawPeer.HOME), peer.now);
            peer.send(i, RawPeer.HOME, PING);
        }
        long retired = peer.events().stream()
                .filter(SessionEvent.IndexRetired.class::isInstance)
                .count();
        assertEquals(51 - 4, retired);
        assertFalse(peer.session.isEnded());
    }

    @Test
    void keysThatAreNeverUsedGoToo() {
        for (int i = 1; i <= 50; i++) {
            peer.session.onEstablished(peer.established(Role.RESPONDER, RawPeer.HOME), peer.now);
            peer.pump();
        }
        peer.send(PING);
        assertEquals(RawPeer.HOME, peer.session.address());
        assertTrue(peer.session.isUp(), "the first key is the one in use");
        peer.pass(WireLimits.Session.UNCONFIRMED);
        long retired = peer.events().stream()
                .filter(SessionEvent.IndexRetired.class::isInstance)
                .count();
        assertEquals(50, retired);
        assertTrue(peer.session.isUp());
    }

    @Test
    void aClosedSessionAnswersThreeTimesAtMost() {
        peer.session.close(CloseCode.BYE, "enough", peer.now);
        List<Frame> answers = new ArrayList<>(peer.pump());
        for (int i = 0; i < 100; i++) {
            answers.addAll(peer.send(PING));
        }
        answers.addAll(peer.pass(10 * SECOND));
        assertEquals(Collections.nCopies(3, new Frame.Close(CloseCode.BYE, "enough")), answers);
        assertTrue(peer.session.isFinished());
        assertInstanceOf(SessionEvent.IndexRetired.class, peer.events().get(2));
    }

    @Test
    void aLyingRttDoesNotStopTheSession() {
        peer.exchange.send(1);
        peer.pump();
        peer.now += 40_000_000;
        peer.send(new Frame.Ack(0, List.of(new Interval(0, 1))));
        assertEquals(40_000_000, peer.session.status(0).rtt().orElseThrow());
        peer.exchange.send(1);
        peer.pump();
        peer.now += 11 * SECOND;
        peer.send(new Frame.Ack(0, List.of(new Interval(0, 2))));
        assertEquals(40_000_000, peer.session.status(0).rtt().orElseThrow());
    }

    @Test
    void aMessageThatCannotBeHeldIsNotAcknowledged() {
        peer.exchange.refuse(FrameExchange.Verdict.NOT_HELD);
        List<Frame> answers =
                new ArrayList<>(peer.send(new Frame.Msg(0, 1, 0, 10, Bytes.wrap(new byte[10])), ack(0, 0)));
        answers.addAll(peer.pass(SECOND / 10));
        assertTrue(answers.stream().noneMatch(Frame.Ack.class::isInstance), answers::toString);
        assertFalse(peer.session.isEnded());
    }

    @Test
    void whatCannotBeHeldThoughItWasAcknowledgedEndsTheSession() {
        peer.exchange.refuse(FrameExchange.Verdict.BUSY);
        List<Frame> answer = peer.send(new Frame.Msg(0, 1, 0, 10, Bytes.wrap(new byte[10])));
        assertTrue(answer.contains(new Frame.Close(CloseCode.BUSY, "")), answer::toString);
        assertTrue(peer.events().contains(new SessionEvent.Ended(SessionEnd.OVERLOADED, "")));
    }
}
