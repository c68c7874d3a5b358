package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNode.MS;
import static udpchat.session.SimulatedNode.SECOND;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import udpchat.noise.SecureChannel;
import udpchat.session.HandshakeEvent.Established;
import udpchat.session.HandshakeEvent.Failed;
import udpchat.session.HandshakeEvent.Reason;
import udpchat.session.HandshakeEvent.Role;
import udpchat.wire.Bytes;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;

/** One rule, one timeline. */
class HandshakesTest {
    private final Endpoint alice = Endpoint.cheap(1);
    private final Endpoint bob = Endpoint.cheap(2);

    @Test
    void threePacketsMakeASession() {
        Endpoint a = Endpoint.real(1, 1_200);
        Endpoint b = Endpoint.real(2, 900);
        a.handshakes.connect(b.address, Optional.of(b.key), 0);
        List<Packet> init = a.sent();
        List<Packet> resp = b.receive(10 * MS, a, init);
        List<Packet> fin = a.receive(20 * MS, b, resp);
        assertEquals(List.of(), b.receive(30 * MS, a, fin));

        Established mine = a.event(Established.class);
        Established theirs = b.event(Established.class);
        assertEquals(b.key, mine.remoteStatic());
        assertEquals(a.key, theirs.remoteStatic());
        assertEquals(mine.localIndex(), theirs.remoteIndex());
        assertEquals(theirs.localIndex(), mine.remoteIndex());
        assertEquals(Role.INITIATOR, mine.role());
        assertEquals(Role.RESPONDER, theirs.role());
        assertEquals(b.address, mine.address());
        assertEquals(a.address, theirs.address());
        assertEquals(900, mine.maxUdp());
        assertEquals(900, theirs.maxUdp());
        assertEquals(OptionalLong.of(20 * MS), mine.rtt());
        assertEquals(OptionalLong.of(20 * MS), theirs.rtt());

        byte[] packet = new byte[SecureChannel.HEADER_BYTES + 64 + SecureChannel.TAG_BYTES];
        PacketCodec.writeDataHeader(mine.remoteIndex(), 0, packet, 0);
        packet[SecureChannel.HEADER_BYTES] = 42;
        mine.channel().seal(packet, 64);
        byte[] opened = new byte[packet.length];
        assertEquals(64, theirs.channel().open(packet, packet.length, opened));
        assertEquals(42, opened[0]);
    }

    @Test
    void initIsRepeatedByteForByteTwelveTimesAndThenTheSlotIsFree() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> all = new ArrayList<>(alice.sent());
        int index = alice.indexes.size();
        long before = 0;
        long[] intervals = {1, 2, 4, 8, 8, 8, 8, 8, 8, 8, 8};
        for (long interval : intervals) {
            long at = alice.handshakes.nextDeadline();
            assertTrue(at - before >= interval * SECOND && at - before <= interval * SECOND + 333 * MS);
            assertEquals(List.of(), alice.due(at - 1));
            all.addAll(alice.due(at));
            before = at;
        }
        assertEquals(12, all.size());
        assertEquals(1, all.stream().distinct().count());
        assertEquals(1, index);
        assertEquals(List.of(), alice.events());

        long end = alice.handshakes.nextDeadline();
        assertTrue(end - before >= 8 * SECOND);
        assertEquals(List.of(), alice.due(end));
        assertEquals(
                new Failed(bob.address, Optional.empty(), Reason.NO_ANSWER, Optional.empty()),
                alice.event(Failed.class));
        assertEquals(0, alice.indexes.size());
        assertEquals(Handshakes.NEVER, alice.handshakes.nextDeadline());

        alice.handshakes.connect(bob.address, Optional.empty(), end);
        assertNotEquals(all.get(0), alice.sent().get(0));
    }

    @Test
    void oneAttemptPerAddress() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        alice.handshakes.connect(bob.address, Optional.of(bob.key), 1);
        assertEquals(1, alice.sent().size());
        alice.handshakes.cancel(bob.address);
        assertEquals(0, alice.handshakes.size());
        assertEquals(List.of(), alice.events());
    }

    @Test
    void aWishHastensTheNextInit() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        long second = alice.handshakes.nextDeadline();
        assertEquals(init, alice.due(second));
        alice.handshakes.hasten(bob.address, second + SECOND - 1);
        assertEquals(List.of(), alice.sent());
        alice.handshakes.hasten(bob.address, second + SECOND);
        assertEquals(init, alice.sent());
        assertTrue(alice.handshakes.nextDeadline() <= second + 2_333 * MS);
        alice.handshakes.hasten(HandshakeSimulation.address(7, 0), second + SECOND);
        assertEquals(List.of(), alice.sent());
    }

    @Test
    void whatAnybodyMayAskForLeadsToANewKeyEach5SecondsAtMost() {
        established();
        bob.handshakes.onFirstData(bob.event(Established.class).localIndex());
        alice.handshakes.onFirstData(alice.event(Established.class).localIndex());
        int keys = 0;
        for (int second = 3; second <= 60; second += 3) {
            bob.due(second * SECOND);
            alice.handshakes.answerHello(bob.address, second, second * SECOND);
            List<Packet> resp = bob.receive(second * SECOND, alice, alice.sent());
            List<Packet> fin = alice.receive(second * SECOND, bob, resp);
            bob.receive(second * SECOND, alice, fin);
            if (!fin.isEmpty()) {
                keys++;
                int old = alice.event(Established.class).localIndex();
                alice.handshakes.onFirstData(old);
            }
        }
        assertEquals(10, keys);
        assertEquals(10, alice.handshakes.dropped(HandshakeDrop.RATE));
    }

    @Test
    void aHelloGetsOneInitWithItsNonceThatLives5Seconds() {
        alice.handshakes.answerHello(bob.address, 77, 0);
        alice.handshakes.answerHello(bob.address, 77, 5 * SECOND - 1);
        List<Packet> init = alice.sent();
        assertEquals(1, init.size());
        assertEquals(List.of(), alice.due(5 * SECOND));
        assertEquals(0, alice.handshakes.size());
        assertEquals(List.of(), alice.events());

        bob.receive(0, alice, init);
        assertEquals(new HandshakeEvent.HelloEchoed(alice.address, 77), bob.event(HandshakeEvent.HelloEchoed.class));
        alice.handshakes.answerHello(bob.address, 77, 5 * SECOND);
        List<Packet> fin = alice.receive(5 * SECOND, bob, bob.receive(5 * SECOND, alice, alice.sent()));
        bob.events();
        bob.receive(5 * SECOND, alice, fin);
        assertEquals(77, bob.event(Established.class).helloNonce());
        assertEquals(77, alice.event(Established.class).helloNonce());
    }

    @Test
    void helloAnswersAreTwentyASecondInAPoolOfSixteen() {
        for (int i = 0; i < 100; i++) {
            alice.handshakes.answerHello(HandshakeSimulation.address(i, 0), i, i);
        }
        assertEquals(20, alice.sent().size());
        assertEquals(16, alice.handshakes.size());
        assertEquals(16, alice.indexes.size());
    }

    @Test
    void noHelloIsAnsweredWhereInitIsRepeated() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        alice.sent();
        alice.handshakes.answerHello(bob.address, 77, 0);
        assertEquals(List.of(), alice.sent());
    }

    @Test
    void strayDataGetsOneInitPerAddressAnd5Seconds() {
        for (long now = 0; now < 10 * SECOND; now += SECOND / 4) {
            alice.handshakes.onDeadline(now);
            alice.handshakes.answerStray(bob.address, now);
        }
        assertEquals(2, alice.sent().size());
        for (int i = 0; i < 100; i++) {
            alice.handshakes.answerStray(HandshakeSimulation.address(i + 10, 0), 20 * SECOND + i);
        }
        assertEquals(20, alice.sent().size());
    }

    @Test
    void connectGoesOnWithAOneShot() {
        alice.handshakes.answerHello(bob.address, 77, 0);
        List<Packet> oneShot = alice.sent();
        alice.handshakes.connect(bob.address, Optional.empty(), SECOND);
        assertEquals(oneShot, alice.sent());
        assertEquals(oneShot, alice.due(alice.handshakes.nextDeadline()));
    }

    @Test
    void plainTextEndsTheRepeats() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        alice.sent();
        alice.handshakes.onPlainText(bob.address, SECOND / 2);
        assertEquals(List.of(), alice.due(5 * SECOND));
        assertEquals(List.of(), alice.due(SECOND / 2 + 5 * SECOND));
        assertEquals(Reason.PLAIN_TEXT, alice.event(Failed.class).reason());
    }

    @Test
    void plainTextDoesNotKeepTheGenuineRespOut() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> resp = bob.receive(0, alice, alice.sent());
        alice.handshakes.onPlainText(bob.address, 0);
        assertEquals(1, alice.receive(SECOND, bob, resp).size());
        alice.event(Established.class);
    }

    @Test
    void aCookieSendsInitOnceMorePerTryAndStaysInIt() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        Packet.Init init = (Packet.Init) alice.sent().get(0);
        Bytes first = Bytes.wrap(filled(16, 1));
        Bytes second = Bytes.wrap(filled(16, 2));
        Packet.Cookie cookie = new Packet.Cookie(0, init.senderIndex(), first);
        assertEquals(List.of(init.withCookie(first)), alice.receive(1, bob, List.of(cookie, cookie)));
        Packet.Cookie other = new Packet.Cookie(0, init.senderIndex(), second);
        assertEquals(List.of(), alice.receive(2, bob, List.of(other)), "spent");
        assertEquals(List.of(init.withCookie(second)), alice.due(alice.handshakes.nextDeadline()));
        assertEquals(List.of(init.withCookie(first)), alice.receive(2 * SECOND, bob, List.of(cookie)));
        assertEquals(List.of(), alice.receive(3 * SECOND, HandshakeSimulation.address(9, 0), List.of(other)));
        assertEquals(1, alice.handshakes.dropped(HandshakeDrop.UNEXPECTED), "from elsewhere");
    }

    @Test
    void anIdenticalInitGetsTheIdenticalRespFor10Seconds() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        List<Packet> resp = bob.receive(0, alice, init);
        Packet.Init withCookie = ((Packet.Init) init.get(0)).withCookie(Bytes.wrap(filled(16, 7)));
        assertEquals(resp, bob.receive(9 * SECOND, alice, List.of(withCookie)));
        assertEquals(resp, bob.receive(19 * SECOND - 1, alice, init), "10 s from the last one");
        assertNotEquals(resp, bob.receive(29 * SECOND, alice, init));
        assertEquals(1, bob.handshakes.halfOpen());
        assertEquals(List.of(), bob.due(39 * SECOND));
        assertEquals(0, bob.handshakes.size() + bob.indexes.size());
    }

    @Test
    void aReplayFromElsewhereGetsAHalfOfItsOwn() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        List<Packet> stolen = bob.receive(0, HandshakeSimulation.address(66, 0), init);
        List<Packet> resp = bob.receive(1, alice, init);
        assertNotEquals(stolen, resp);
        bob.receive(2, alice, alice.receive(2, bob, resp));
        assertEquals(alice.address, bob.event(Established.class).address());
    }

    @Test
    void finGoesWithEachProbeEightTimesInAll() {
        List<Packet> fin = established();
        int index = alice.event(Established.class).localIndex();
        bob.events();
        for (int i = 1; i < 8; i++) {
            alice.handshakes.onProbeTimeout(index, i * SECOND);
            assertEquals(fin, alice.sent());
        }
        alice.handshakes.onProbeTimeout(index, 8 * SECOND);
        assertEquals(List.of(), alice.sent());
        Failed failed = alice.event(Failed.class);
        assertEquals(Reason.UNCONFIRMED, failed.reason());
        assertEquals(Optional.of(index), failed.localIndex());
        assertTrue(alice.indexes.isOurs(index, 9 * SECOND), "retired");
        assertFalse(alice.indexes.isUsed(index));
        assertEquals(0, alice.handshakes.size());
    }

    @Test
    void theFirstDataEndsTheFins() {
        established();
        int index = alice.event(Established.class).localIndex();
        alice.handshakes.onFirstData(index);
        for (int i = 0; i < 20; i++) {
            alice.handshakes.onProbeTimeout(index, i * SECOND);
        }
        assertEquals(List.of(), alice.sent());
        assertEquals(List.of(), alice.events());
        assertTrue(alice.indexes.isUsed(index));
    }

    @Test
    void aRepeatedFinGetsAPingASecondWhereverItComesFrom() {
        List<Packet> fin = established();
        int index = bob.event(Established.class).localIndex();
        int pings = 0;
        for (long now = 0; now < 3 * SECOND; now += 100 * MS) {
            assertEquals(List.of(), bob.receive(now, HandshakeSimulation.address(66, 0), fin));
            for (HandshakeEvent event : bob.events()) {
                assertEquals(new HandshakeEvent.FinRepeated(index), event);
                pings++;
            }
        }
        assertEquals(3, pings);
        bob.handshakes.onSessionClosed(index, 3 * SECOND);
        bob.receive(4 * SECOND, alice, fin);
        assertEquals(List.of(), bob.events());
        assertEquals(0, bob.handshakes.size());
    }

    @Test
    void whileFinIsUnansweredConnectIsNoNews() {
        established();
        alice.handshakes.connect(bob.address, Optional.of(bob.key), SECOND);
        assertEquals(List.of(), alice.sent());
        alice.handshakes.onFirstData(alice.event(Established.class).localIndex());
        alice.handshakes.connect(bob.address, Optional.of(bob.key), SECOND);
        assertEquals(1, alice.sent().size(), "a rekey");
    }

    @Test
    void replaysOfAFinishedHandshakeDoNothing() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        List<Packet> resp = bob.receive(0, alice, init);
        List<Packet> fin = alice.receive(0, bob, resp);
        bob.receive(0, alice, fin);
        alice.event(Established.class);
        bob.event(Established.class);
        assertEquals(List.of(), bob.receive(1, alice, init));
        assertEquals(List.of(), alice.receive(1, bob, resp));
        assertEquals(List.of(), alice.receive(1, bob, List.of(cookieFor(init))));
        assertEquals(List.of(), alice.events());
        assertEquals(0, bob.handshakes.halfOpen());
    }

    @Test
    void anotherKeyThanTheExpectedGetsNoFin() {
        Endpoint mallory = Endpoint.cheap(3);
        alice.handshakes.connect(bob.address, Optional.of(bob.key), 0);
        List<Packet> init = alice.sent();
        List<Packet> forged = mallory.receive(0, alice, init);
        assertEquals(List.of(), alice.receive(0, bob, forged));
        assertEquals(
                new HandshakeEvent.KeyMismatch(bob.address, bob.key, mallory.key),
                alice.event(HandshakeEvent.KeyMismatch.class));
        assertEquals(List.of(), alice.receive(1, bob, forged));
        assertEquals(List.of(), alice.events(), "said once");
        List<Packet> fin = alice.receive(2, bob, bob.receive(2, alice, init));
        assertInstanceOf(Packet.Fin.class, fin.get(0));
        assertEquals(bob.key, alice.event(Established.class).remoteStatic());
    }

    @Test
    void onlyOtherKeysIsAReason() {
        alice.handshakes.connect(bob.address, Optional.of(alice.key.slice(0, 32)), 0);
        alice.receive(0, bob, bob.receive(0, alice, alice.sent()));
        alice.events();
        while (alice.handshakes.nextDeadline() != Handshakes.NEVER) {
            alice.due(alice.handshakes.nextDeadline());
        }
        assertEquals(Reason.OTHER_KEY, alice.event(Failed.class).reason());
    }

    @Test
    void anUnknownVersionGetsOurs() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        Packet.Init init = (Packet.Init) alice.sent().get(0);
        Packet.Init future = new Packet.Init(2, init.senderIndex(), init.noise(), init.cookie());
        assertEquals(
                List.of(new Packet.VerNeg(0, init.senderIndex(), Bytes.wrap(new byte[] {1}))),
                bob.receive(0, alice, List.of(future)));
        assertEquals(0, bob.handshakes.size());
    }

    @Test
    void aForgedVerNegStopsNothing() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        int index = ((Packet.Init) init.get(0)).senderIndex();
        Bytes others = Bytes.wrap(new byte[] {2, 3});
        Packet.VerNeg ours = new Packet.VerNeg(0, index, Bytes.wrap(new byte[] {2, 1}));
        Packet.VerNeg foreign = new Packet.VerNeg(0, index, others);
        assertEquals(List.of(), alice.receive(0, bob, List.of(ours)));
        assertEquals(List.of(), alice.receive(0, HandshakeSimulation.address(9, 0), List.of(foreign)));
        assertEquals(List.of(), alice.events());
        assertEquals(List.of(), alice.receive(0, bob, List.of(foreign, foreign)));
        assertEquals(
                new HandshakeEvent.VersionMismatch(bob.address, others),
                alice.event(HandshakeEvent.VersionMismatch.class));
        alice.receive(0, bob, bob.receive(0, alice, init));
        alice.event(Established.class);
        assertEquals(List.of(), alice.receive(0, bob, List.of(foreign)));
        assertEquals(List.of(), alice.events(), "nothing is pending any more");
    }

    @Test
    void onlyOtherVersionsIsAReason() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        int index = ((Packet.Init) alice.sent().get(0)).senderIndex();
        alice.receive(0, bob, List.of(new Packet.VerNeg(0, index, Bytes.wrap(new byte[] {2}))));
        alice.events();
        while (alice.handshakes.nextDeadline() != Handshakes.NEVER) {
            alice.due(alice.handshakes.nextDeadline());
        }
        assertEquals(Reason.OTHER_VERSION, alice.event(Failed.class).reason());
    }

    @Test
    void aRespOrFinFromElsewhereIsDropped() {
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> resp = bob.receive(0, alice, alice.sent());
        assertEquals(List.of(), alice.receive(0, HandshakeSimulation.address(66, 0), resp));
        List<Packet> fin = alice.receive(0, bob, resp);
        bob.receive(0, HandshakeSimulation.address(66, 0), fin);
        assertEquals(List.of(), bob.events());
        bob.receive(0, alice, fin);
        bob.event(Established.class);
    }

    @Test
    void theSameKeyAtASecondAddressIsOnePeer() {
        // Both addresses were asked before either answered.
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> first = alice.sent();
        alice.handshakes.connect(HandshakeSimulation.address(2, 1), Optional.empty(), 0);
        List<Packet> second = alice.sent();
        List<Packet> one = bob.receive(0, alice, first);
        List<Packet> two = bob.receive(0, alice, second);
        assertEquals(1, alice.receive(0, bob, one).size());
        int index = alice.event(Established.class).localIndex();
        assertEquals(List.of(), alice.receive(0, HandshakeSimulation.address(2, 1), two));
        assertEquals(
                new HandshakeEvent.SamePeer(HandshakeSimulation.address(2, 1), bob.key, index, 0),
                alice.event(HandshakeEvent.SamePeer.class));
    }

    @Test
    void ourselvesIsNobody() {
        // A loop that gives our packets back from another address, as a NAT may.
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        assertEquals(List.of(), alice.receive(0, HandshakeSimulation.address(50, 0), init));
        assertEquals(List.of(), alice.receive(0, bob, init));
        assertEquals(2, alice.handshakes.dropped(HandshakeDrop.REFLECTED));
        assertEquals(0, alice.handshakes.halfOpen());
    }

    @Test
    void ourOwnStaticKeyIsReflected() {
        // A copy of the profile in another place, or a proxy that plays both sides.
        Endpoint copy = Endpoint.cheap(1);
        copy.indexes.allocate(0);
        copy.handshakes.connect(bob.address, Optional.empty(), 0);
        copy.sent();
        alice.handshakes.connect(bob.address, Optional.empty(), 0);
        List<Packet> init = alice.sent();
        List<Packet> resp = copy.receive(0, HandshakeSimulation.address(9, 0), init);
        assertEquals(List.of(), alice.receive(0, bob, resp));
        assertEquals(1, alice.handshakes.dropped(HandshakeDrop.REFLECTED));
        assertEquals(List.of(), alice.events());
    }

    private List<Packet> established() {
        alice.handshakes.connect(bob.address, Optional.of(bob.key), 0);
        List<Packet> fin = alice.receive(0, bob, bob.receive(0, alice, alice.sent()));
        bob.receive(0, alice, fin);
        return fin;
    }

    private static Packet.Cookie cookieFor(List<Packet> init) {
        return new Packet.Cookie(0, ((Packet.Init) init.get(0)).senderIndex(), Bytes.wrap(filled(16, 1)));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
