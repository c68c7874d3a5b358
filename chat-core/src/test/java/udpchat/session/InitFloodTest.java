package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNode.MS;
import static udpchat.session.SimulatedNode.SECOND;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import udpchat.model.PeerAddress;
import udpchat.session.HandshakeEvent.Established;
import udpchat.wire.Bytes;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits;

/** Who floods gets little, and costs little; who is honest gets in. */
class InitFloodTest {
    private static final Random RANDOM = new Random(1);

    private final Endpoint bob = Endpoint.cheap(2);
    private final CheapNoise noise = new CheapNoise(new byte[32], RANDOM);

    @Test
    void above32HalfOpenACookieIsAskedFor() {
        for (int i = 0; i < 33; i++) {
            assertInstanceOf(Packet.Resp.class, only(bob.receive(spaced(i), host(i), List.of(init()))), "INIT " + i);
        }
        Packet.Init next = init();
        Packet.Cookie cookie = (Packet.Cookie) only(bob.receive(spaced(33), host(33), List.of(next)));
        assertEquals(next.senderIndex(), cookie.receiverIndex());
        assertInstanceOf(
                Packet.Cookie.class,
                only(bob.receive(spaced(33), host(34), List.of(next.withCookie(cookie.cookie())))),
                "a cookie of another address");
        assertInstanceOf(
                Packet.Resp.class, only(bob.receive(spaced(33), host(33), List.of(next.withCookie(cookie.cookie())))));
    }

    @Test
    void above4OfOneAddressLikewise() {
        for (int i = 0; i < 5; i++) {
            PeerAddress from = new PeerAddress(host(1).ip(), 1_000 + i);
            assertInstanceOf(Packet.Resp.class, only(bob.receive(spaced(i), from, List.of(init()))));
        }
        assertInstanceOf(Packet.Cookie.class, only(bob.receive(spaced(5), host(1), List.of(init()))));
        assertInstanceOf(Packet.Resp.class, only(bob.receive(spaced(5), host(2), List.of(init()))));
    }

    @Test
    void beyond50ASecondLikewise() {
        InitGate gate = new InitGate(RANDOM, 0);
        for (int i = 0; i < 50; i++) {
            assertEquals(InitGate.Verdict.ADMIT, gate.judge(init(), host(i), 0, 0, i), "INIT " + i);
        }
        assertEquals(InitGate.Verdict.ASK_FOR_COOKIE, gate.judge(init(), host(50), 0, 0, SECOND - 1));
        assertEquals(InitGate.Verdict.ADMIT, gate.judge(init(), host(51), 0, 0, 2 * SECOND));
    }

    @Test
    void withACookieTheRateIs20ASecondAnd5AtOnce() {
        for (int i = 0; i < 33; i++) {
            bob.receive(spaced(i), host(i), List.of(init()));
        }
        long now = spaced(33);
        int answered = 0;
        for (int i = 0; i < 100; i++) {
            PeerAddress from = new PeerAddress(host(200).ip(), 1_000 + i);
            answered += withCookie(from, now + i * (10 * MS)).isEmpty() ? 0 : 1;
        }
        assertTrue(answered >= 20 && answered <= 25, answered + " answered in a second");
        assertTrue(bob.handshakes.dropped(HandshakeDrop.RATE) > 70);
    }

    @Test
    void aProvenInitEvictsAnUnprovenOneThenAnOldOne() {
        Packet.Init unproven = init();
        Packet first = only(bob.receive(0, host(0), List.of(unproven)));
        for (int i = 1; i < 33; i++) {
            bob.receive(spaced(i), host(i), List.of(init()));
        }
        long now = spaced(33);
        for (int i = 0; i < 300; i++) {
            assertEquals(1, withCookie(host(1_000 + i), now + i).size());
            assertTrue(bob.handshakes.halfOpen() <= 64);
        }
        assertEquals(64, bob.handshakes.halfOpen());
        assertEquals(64, bob.indexes.size());
        List<Packet> again = bob.receive(now + 300, host(0), List.of(unproven));
        assertInstanceOf(Packet.Cookie.class, only(again), "evicted, so its RESP " + first + " is forgotten");
    }

    @Test
    void whoHasManySlotsPaysForMoreItself() {
        for (int i = 0; i < 33; i++) {
            bob.receive(spaced(i), host(i), List.of(init()));
        }
        long now = spaced(33);
        Packet.Init honest = init();
        PeerAddress honestFrom = host(500);
        Packet resp = only(bob.receive(now, honestFrom, List.of(honest.withCookie(cookie(honest, honestFrom, now)))));
        for (int i = 0; i < 190; i++) {
            withCookie(new PeerAddress(host(600).ip(), 1_000 + i), now + i * (50 * MS));
        }
        assertEquals(64, bob.handshakes.halfOpen());
        assertEquals(resp, only(bob.receive(now + 9_500 * MS, honestFrom, List.of(honest))));
    }

    @Test
    void ownInitsNeverCount() {
        for (int i = 0; i < 200; i++) {
            bob.handshakes.connect(host(i), Optional.empty(), 0);
        }
        bob.sent();
        assertInstanceOf(Packet.Resp.class, only(bob.receive(1, host(999), List.of(init()))));
    }

    @Test
    void fiftyThousandASecondFillNothingAndKeepNobodyOut() {
        Endpoint alice = Endpoint.cheap(1);
        long step = SECOND / 50_000;
        long bytesIn = 0;
        long bytesOut = 0;
        long respOut = 0;
        Bytes someNoise = init().noise();
        for (int i = 0; i < 100_000; i++) {
            long now = i * step;
            byte[] ephemeral = new byte[32];
            RANDOM.nextBytes(ephemeral);
            byte[] message = someNoise.toArray();
            System.arraycopy(ephemeral, 0, message, 0, 32);
            byte[] cookie = new byte[16];
            if (i % 3 == 0) {
                RANDOM.nextBytes(cookie);
            }
            Packet.Init init = new Packet.Init(1, RANDOM.nextInt(), Bytes.wrap(message), Bytes.wrap(cookie));
            for (Packet answer : bob.receive(now, host(RANDOM.nextInt(1 << 20)), List.of(init))) {
                bytesOut += PacketCodec.encode((Packet.Handshake) answer).length;
                respOut += answer instanceof Packet.Resp ? 1 : 0;
            }
            bytesIn += 128;
            if (i == 50_000) {
                assertTrue(connects(alice, now), "an honest peer");
            }
        }
        assertTrue(bytesOut < bytesIn, bytesOut + " bytes for " + bytesIn);
        assertTrue(respOut <= 33, respOut + " RESPs cost X25519");
        assertTrue(bob.handshakes.halfOpen() <= WireLimits.Handshake.HALF_OPEN);
        assertTrue(bob.indexes.size() <= WireLimits.Handshake.HALF_OPEN + 1);
        assertEquals(List.of(), bob.events());
    }

    private boolean connects(Endpoint alice, long now) {
        alice.handshakes.connect(bob.address, Optional.of(bob.key), now);
        List<Packet> cookie = bob.receive(now, alice, alice.sent());
        List<Packet> resp = bob.receive(now, alice, alice.receive(now, bob, cookie));
        bob.receive(now, alice, alice.receive(now, bob, resp));
        return alice.event(Established.class).localIndex()
                == bob.event(Established.class).remoteIndex();
    }

    /** 128 bytes of INIT for the 89 of a HELLO or the 93 of DATA; an INIT gets less than itself. */
    @Test
    void whatAForgedSourceCausesIsAtMost14TimesItsBytes() {
        Endpoint alice = Endpoint.cheap(1);
        for (int i = 0; i < 2_000; i++) {
            long now = i * MS;
            alice.handshakes.answerHello(host(i % 7), RANDOM.nextLong(), now);
            assertTrue(bytes(alice.sent()) * 89 <= 128 * WireLimits.Datagram.HELLO);
            alice.handshakes.answerStray(host(i % 7), now);
            assertTrue(bytes(alice.sent()) * 93 <= 128 * WireLimits.Datagram.MIN_DATA);
            Packet.Init init = init();
            Packet.Init future = new Packet.Init(2, 1, init.noise(), init.cookie());
            for (Packet each : List.of(init, init, future)) {
                assertTrue(bytes(alice.receive(now, host(i % 7), List.of(each))) < WireLimits.Datagram.INIT);
            }
        }
        long deadline = alice.handshakes.nextDeadline();
        for (; deadline != Handshakes.NEVER; deadline = alice.handshakes.nextDeadline()) {
            assertEquals(List.of(), alice.due(deadline), "nothing is repeated");
        }
        assertEquals(0, alice.handshakes.size());
    }

    private static int bytes(List<Packet> packets) {
        return packets.stream()
                .mapToInt(packet -> PacketCodec.encode((Packet.Handshake) packet).length)
                .sum();
    }

    private List<Packet> withCookie(PeerAddress from, long now) {
        Packet.Init init = init();
        return bob.receive(now, from, List.of(init.withCookie(cookie(init, from, now))));
    }

    private Bytes cookie(Packet.Init init, PeerAddress from, long now) {
        return ((Packet.Cookie) only(bob.receive(now, from, List.of(init)))).cookie();
    }

    private Packet.Init init() {
        int index = RANDOM.nextInt();
        Noise.Party party = noise.initiator(HandshakeContext.prologue(index));
        try {
            byte[] offer = new udpchat.wire.HandshakePayload.Offer(1, 1, 0, 1_200, 0).encode();
            return new Packet.Init(1, index, Bytes.wrap(party.writeMessage(offer)), Packet.Init.NO_COOKIE);
        } catch (udpchat.noise.NoiseException e) {
            throw new AssertionError(e);
        }
    }

    private static Packet only(List<Packet> packets) {
        assertEquals(1, packets.size());
        return packets.get(0);
    }

    /** Times of INITs that are less than 50 a second. */
    private static long spaced(int i) {
        return i * (21 * MS);
    }

    private static PeerAddress host(int number) {
        byte[] ip = {11, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
        try {
            return new PeerAddress(InetAddress.getByAddress(ip), 4_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
