package udpchat.engine;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.directory.PeerDirectory;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerState;
import udpchat.model.SessionInfo;
import udpchat.noise.Identity;
import udpchat.store.InMemoryStore;
import udpchat.wire.Bytes;
import udpchat.wire.CloseCode;
import udpchat.wire.DatagramClassifier;
import udpchat.wire.Frame;
import udpchat.wire.Interval;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Frames;
import udpchat.wire.WireLimits.Session;

/**
 * Attacks on a whole engine that has a friend. What has to hold: nothing is shown that the friend did not say, nothing
 * twice; the talk goes on; who sends little gets little; memory stays within its caps.
 *
 * <pre>
 * attack                              here, and closer by
 * replay of a captured conversation   aReplay…; ReplayWindowTest, HandshakesTest
 * reflection                          aMirror…, anEcho…; HandshakesTest, SimultaneousOpenTest, PolicyTableTest
 * flood of INIT                       aFlood…; InitFloodTest (cookies, rates, the cap of half-open ones), FloodLatencyTest
 * garbage at every type byte          garbage…; WireFuzzTest, EngineFuzzTest, DatagramClassifierTest, ForgedHandshakeTest
 * optimistic ACK                      anAck…; HostilePeerTest (skipped numbers)
 * a receipt that is not true          aReceipt…
 * fragment bomb                       fragments…, ranges…; ReassemblerTest
 * oversize everything                 whatIsTooLong…, aDatagram…; FrameCodecTest, PacketCodecTest
 * key change                          PeerLifeTest (anotherKey…, theRightKey…, aKeyThatComes…)
 * spoofed source                      aStolen…, aPeerThatPoints…, nothingThatStrangers…; HostilePeerTest, PolicyTableTest
 * a second program with the same key  aCopied…
 * crowds                              caps below; PeerLifeTest (aCrowdOfStrangers…), PeerDirectoryTest
 * </pre>
 */
class HostileEngineTest {

    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice");
    private final VirtualPeer bob = new VirtualPeer(network, 2, "bob");
    private final PeerAddress stranger = VirtualNetwork.address(66);
    private final Random random = new Random(1);
    private int said;

    /** Each says something, and the other hears it, once and in time. */
    private void talk() {
        int heardByBob = bob.texts().size();
        int heardByAlice = alice.texts().size();
        String text = "number " + said++;
        CompletableFuture<Delivery> there = alice.send(bob.keyed(), text);
        CompletableFuture<Delivery> back = bob.send(alice.keyed(), text);
        assertTrue(network.runUntil(() -> there.isDone() && back.isDone(), 5, SECONDS), "the talk does not go on");
        assertInstanceOf(Delivery.Delivered.class, there.join());
        assertInstanceOf(Delivery.Delivered.class, back.join());
        assertEquals(List.of(text), bob.texts().subList(heardByBob, bob.texts().size()));
        assertEquals(
                List.of(text), alice.texts().subList(heardByAlice, alice.texts().size()));
    }

    private int bytesTo(PeerAddress to) {
        return network.sent.stream()
                .filter(each -> each.to().equals(to))
                .mapToInt(each -> each.payload().length())
                .sum();
    }

    private int bytesFrom(PeerAddress from) {
        return network.sent.stream()
                .filter(each -> each.from().equals(from))
                .mapToInt(each -> each.payload().length())
                .sum();
    }

    /** Messages that alice takes for said by somebody with a key. */
    private long fromKeys() {
        return alice.messages().stream().filter(each -> each.key().isPresent()).count();
    }

    private RawPeer hostile() {
        RawPeer hostile = new RawPeer(network, 3);
        hostile.connect(alice);
        assertTrue(network.runUntil(hostile::isConnected, 5, SECONDS));
        network.runFor(1, SECONDS);
        return hostile;
    }

    private List<SessionInfo> sessions(VirtualPeer of) {
        CompletableFuture<List<SessionInfo>> result = new CompletableFuture<>();
        of.command(new Command.ListSessions(result));
        return result.join();
    }

    // --- replay, reflection, spoofed sources ---

    @Test
    void aReplayOfAWholeConversationShowsNothingAndMovesNobody() {
        for (int i = 0; i < 20; i++) {
            talk();
        }
        List<VirtualNetwork.Sent> captured = List.copyOf(network.sent);
        List<VirtualNetwork.Sent> backwards = new ArrayList<>(captured);
        Collections.reverse(backwards);
        List<String> heard = alice.texts();
        network.sent.clear();
        for (List<VirtualNetwork.Sent> replay : List.of(captured, backwards)) {
            for (VirtualNetwork.Sent each : replay) {
                network.transmit(each.from(), each.to(), each.payload().toArray());
                network.transmit(stranger, each.to(), each.payload().toArray());
                network.runFor(random.nextInt(20), MILLISECONDS);
            }
            network.runFor(1, MINUTES);
        }
        assertEquals(heard, alice.texts());
        assertEquals(heard, bob.texts());
        assertEquals(bob.address, sessions(alice).get(0).address());
        assertEquals(alice.address, sessions(bob).get(0).address());
        assertTrue(bytesTo(stranger) <= bytesFrom(stranger), bytesTo(stranger) + " bytes to a stranger");
        talk();
    }

    @Test
    void aReplayToWhoStartedAnewShowsNothing() {
        talk();
        List<VirtualNetwork.Sent> captured = List.copyOf(network.sent);
        int heard = bob.texts().size();
        bob.restart(new PeerDirectory(), InMemoryStore::new);
        for (VirtualNetwork.Sent each : captured) {
            network.transmit(each.from(), each.to(), each.payload().toArray());
            network.transmit(stranger, each.to(), each.payload().toArray());
            network.runFor(random.nextInt(20), MILLISECONDS);
        }
        network.runFor(1, MINUTES);
        assertEquals(heard, bob.texts().size());
        assertTrue(bytesTo(stranger) <= bytesFrom(stranger) * 128 / 93);
        talk();
    }

    @Test
    void aMirrorOnTheWayIsNobody() {
        for (int i = 0; i < 5; i++) {
            int before = network.sent.size();
            talk();
            for (VirtualNetwork.Sent each : List.copyOf(network.sent.subList(before, network.sent.size()))) {
                network.transmit(each.to(), each.from(), each.payload().toArray());
                network.transmit(stranger, each.from(), each.payload().toArray());
            }
            network.runFor(random.nextInt(3_000), MILLISECONDS);
        }
        assertEquals(5, alice.texts().size());
        assertEquals(5, bob.texts().size());
        assertEquals(1, sessions(alice).size());
        assertEquals(1, sessions(bob).size());
        assertTrue(bytesTo(stranger) <= bytesFrom(stranger), bytesTo(stranger) + " bytes to a stranger");
    }

    @Test
    void anEchoServerInAPeersPlaceIsNobody() {
        VirtualNetwork.PlainNode echo = new VirtualNetwork.PlainNode(network, 9);
        echo.echo = true;
        PeerKey absent = PeerKey.of(Identity.generate(random).publicKey());
        CompletableFuture<Delivery> delivery =
                alice.send(new Destination.Keyed(absent, List.of(echo.address)), "secret");
        network.runFor(3, MINUTES);
        assertFalse(delivery.isDone());
        assertEquals(List.of(), alice.texts());
        assertEquals(List.of(), alice.plainSentTo(echo.address));
        assertEquals(List.of(), alice.told(ChatEvent.KeyChanged.class));
        assertTrue(echo.received.size() <= 3 * 12, echo.received.size() + " packets in three minutes");
    }

    /** RFC 9000 §9.3.3: somebody on the way takes a packet and sends it from elsewhere, before the genuine one comes. */
    @Test
    void aStolenPacketMovesASessionForAMomentOnly() {
        talk();
        network.cut.add(bob.address);
        CompletableFuture<Delivery> late = bob.send(alice.keyed(), "stolen");
        network.runFor(5, MILLISECONDS);
        List<byte[]> stolen = network.between(bob.address, alice.address);
        network.cut.clear();
        network.sent.clear();
        network.transmit(stranger, alice.address, stolen.get(stolen.size() - 1));
        assertTrue(network.runUntil(late::isDone, 10, SECONDS));
        assertInstanceOf(Delivery.Delivered.class, late.join());
        network.runFor(10, SECONDS);
        assertEquals(bob.address, sessions(alice).get(0).address());
        assertTrue(bytesTo(stranger) <= 3 * bytesFrom(stranger), bytesTo(stranger) + " bytes to a stranger");
        assertEquals(List.of("number 0", "stolen"), alice.texts());
        talk();
    }

    /** The holder of a key sends from the address of a victim, so that what is meant for the key floods that one. */
    @Test
    void aPeerThatPointsAtAVictimAimsNothingAtIt() {
        RawPeer hostile = hostile();
        alice.send(hostile.keyed(), "x".repeat(1 << 20));
        network.runFor(20, MILLISECONDS);
        network.sent.clear();
        network.transmit(stranger, alice.address, hostile.packet(new Frame.Ping()));
        network.runFor(1, MINUTES);
        assertTrue(bytesTo(stranger) > 0, "it was not even asked");
        assertTrue(bytesTo(stranger) <= 3 * bytesFrom(stranger), bytesTo(stranger) + " bytes to a stranger");
        talk();
    }

    @Test
    void nothingThatStrangersSendInAFriendsNameEndsTheTalk() {
        talk();
        VirtualPeer impostor = new VirtualPeer(network, 4, "impostor");
        impostor.send(alice.keyed(), "hello");
        network.runFor(1, SECONDS);
        List<byte[]> genuine = network.between(impostor.address, alice.address);
        long heard = fromKeys();
        for (int round = 0; round < 20; round++) {
            for (byte[] each : genuine) {
                network.transmit(bob.address, alice.address, each);
                byte[] forged = each.clone();
                forged[random.nextInt(forged.length)] ^= (byte) (1 + random.nextInt(255));
                network.transmit(bob.address, alice.address, forged);
            }
            // COOKIE and VERNEG, for any index.
            for (int type : new int[] {0xfc, 0xfd}) {
                byte[] packet = new byte[type == 0xfc ? Datagram.COOKIE : 14];
                random.nextBytes(packet);
                packet[0] = (byte) type;
                packet[1] = (byte) 0xc5;
                packet[2] = 0x5a;
                packet[3] = (byte) (type == 0xfc ? 1 : 0);
                packet[12] = type == 0xfc ? packet[12] : 1;
                network.transmit(bob.address, alice.address, packet);
            }
            network.runFor(200, MILLISECONDS);
            talk();
        }
        assertEquals(heard + 20, fromKeys());
        assertEquals(PeerState.UP, alice.contact(bob.key).orElseThrow().state());
    }

    // --- floods and garbage ---

    @Test
    void aFloodOfInitFillsNothingAndCostsLittle() {
        talk();
        int contacts = alice.contacts().size();
        byte[] init = new byte[Datagram.INIT];
        int count = 100_000;
        network.sent.clear();
        for (int i = 0; i < count; i++) {
            random.nextBytes(init);
            init[0] = (byte) 0xf8;
            init[1] = (byte) 0xc5;
            init[2] = 0x5a;
            init[3] = 1;
            init[40] = 1;
            init[41] = 1;
            init[44] = 4;
            init[45] = (byte) 0xb0;
            PeerAddress from = VirtualNetwork.address(1_000 + random.nextInt(50_000));
            alice.receive(from, init);
            alice.settle();
            if (i % 50 == 0) {
                network.runFor(1, MILLISECONDS);
            }
            if (i % 10_000 == 0) {
                talk();
            }
        }
        int answers = network.sent.stream()
                .filter(each -> each.from().equals(alice.address) && !each.to().equals(bob.address))
                .mapToInt(each -> each.payload().length())
                .sum();
        assertTrue(answers < count * Datagram.INIT / 4, answers + " bytes of answers");
        assertEquals(contacts, alice.contacts().size());
        assertEquals(List.of(), alice.told(ChatEvent.Trouble.class));
        long exchanges = network.sent.stream()
                .filter(each -> each.payload().get(0) == (byte) 0xf9)
                .count();
        assertTrue(exchanges <= 64, exchanges + " of " + count + " cost X25519");
        talk();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 13, 14, 28, 84, 89, 93, 116, 128, 548, 1200, 1201, 1472, 9000, 65_507})
    void garbageAtEveryTypeByte(int length) {
        talk();
        VirtualNetwork.PlainNode plain = new VirtualNetwork.PlainNode(network, 9);
        int shown = 0;
        for (int type = 0; type < 256; type++) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            garbage[0] = (byte) type;
            if (length > 3 && type % 2 == 0) {
                garbage[1] = (byte) 0xc5;
                garbage[2] = 0x5a;
                garbage[3] = 1;
            }
            shown += DatagramClassifier.classify(garbage, 0, length, index -> false) == DatagramClassifier.Kind.PLAIN
                    ? 1
                    : 0;
            network.transmit(bob.address, alice.address, garbage);
            network.transmit(plain.address, alice.address, garbage);
            network.runFor(1, MILLISECONDS);
        }
        network.runFor(10, SECONDS);
        assertEquals(1 + 2 * shown, alice.messages().size());
        assertEquals(1, fromKeys());
        int answered = plain.received.stream().mapToInt(each -> each.length).sum();
        assertTrue(answered <= 256 * length, answered + " bytes for " + 256 * length);
        plain.received.forEach(each -> assertTrue(VirtualPeer.isProtocol(each), () -> Arrays.toString(each)));
        talk();
    }

    // --- a peer with a key that lies ---

    private void assertThrownOut(RawPeer hostile) {
        network.runFor(1, SECONDS);
        assertTrue(
                hostile.heard.stream()
                        .anyMatch(each -> each instanceof Frame.Close close && close.code() == CloseCode.PROTOCOL),
                hostile.heard::toString);
        assertTrue(sessions(alice).stream()
                .noneMatch(
                        each -> each.contact().key().filter(hostile.key::equals).isPresent()));
        talk();
    }

    @Test
    void anAckOfWhatWasNeverSentEndsTheSessionAndDeliversNothing() {
        RawPeer hostile = hostile();
        hostile.polite = false;
        CompletableFuture<Delivery> delivery = alice.send(hostile.keyed(), "x".repeat(100_000));
        network.runFor(10, MILLISECONDS);
        hostile.say(new Frame.Ack(0, List.of(new Interval(0, 100_000))));
        assertThrownOut(hostile);
        assertFalse(delivery.isDone());
        network.sent.clear();
        network.runFor(50, SECONDS);
        assertEquals(List.of(), network.between(alice.address, hostile.address), "nor is it sought for a minute");
    }

    @Test
    void aReceiptForWhatWasNeverSaidDeliversNothing() {
        RawPeer hostile = hostile();
        CompletableFuture<Delivery> delivery = alice.send(hostile.keyed(), "x".repeat(100_000));
        network.runFor(100, MILLISECONDS);
        long stream = hostile.heard.stream()
                .filter(Frame.Stream.class::isInstance)
                .map(each -> ((Frame.Stream) each).streamId())
                .findFirst()
                .orElseThrow();
        // Of another stream, then of ours, and of more than we ever said.
        hostile.say(new Frame.Receipt(stream + 1, 0, Frame.Receipt.Level.STORED, 1, List.of()));
        network.runFor(1, SECONDS);
        assertFalse(delivery.isDone());
        hostile.say(new Frame.Receipt(stream, 0, Frame.Receipt.Level.STORED, 1_000, List.of()));
        network.runFor(1, SECONDS);
        assertFalse(delivery.isDone());
        assertTrue(
                alice.told(ChatEvent.Notice.class).stream()
                        .anyMatch(each -> each.text().contains("store is older")),
                "it looks like a store that was rolled back, and a person is told");
        talk();
    }

    /** Of every message a piece, so that none is ever whole. */
    @Test
    void fragmentsOfMessagesThatNeverEndTakeWhatAPeerMayHave() {
        RawPeer hostile = hostile();
        hostile.say(new Frame.Stream(1));
        long before = alice.engine.heldBytes();
        Bytes piece = Bytes.wrap(new byte[1_000]);
        for (int i = 0; i < 20_000; i++) {
            int offset = 9 + 2_000 * random.nextInt(500);
            hostile.say(new Frame.Msg(0, 1 + random.nextInt(40), offset, Frames.MESSAGE, piece));
            network.runFor(100, MICROSECONDS);
        }
        long held = alice.engine.heldBytes() - before;
        assertTrue(held > Session.BYTES_PER_PEER / 4, held + " bytes");
        assertTrue(held <= Session.BYTES_PER_PEER, held + " bytes");
        talk();
        hostile.say(new Frame.Close(CloseCode.BYE, ""));
        network.runFor(1, MINUTES);
        hostile.connect(alice);
        network.runFor(1, SECONDS);
        assertEquals(before, alice.engine.heldBytes(), "a new session begins with nothing");
    }

    /** Every second byte of a message, in pieces of one byte. */
    @Test
    void rangesOfOneByteTakeWhatAPeerMayHave() {
        RawPeer hostile = hostile();
        hostile.say(new Frame.Stream(1));
        long before = alice.engine.heldBytes();
        for (int seq = 1; seq <= 40; seq++) {
            for (int i = 0; i < 2_000; i += 50) {
                Frame[] pieces = new Frame[50];
                for (int j = 0; j < pieces.length; j++) {
                    pieces[j] = new Frame.Msg(0, seq, 9 + 2 * (i + j), Frames.MESSAGE, Bytes.wrap(new byte[1]));
                }
                hostile.say(pieces);
                network.runFor(1, MILLISECONDS);
            }
        }
        long held = alice.engine.heldBytes() - before;
        assertTrue(held > 1 << 20, held + " bytes");
        assertTrue(held <= Session.BYTES_PER_PEER, held + " bytes");
        talk();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a nick of 65 bytes, 0b 01 4041 61 x65",
        "a reason of 129 bytes, 04 00 4081 61 x129",
        "an ACK of 34 ranges, 02 4400 00 21 00 00 x66",
        "a RECEIPT of 65 ranges, 09 0000000000000001 00 01 01 4041 00 x130",
        "a message of 1 MiB and a byte, 08 00 01 00 8010000a 01 00",
        "a piece past the end, 08 00 01 09 0a 02 00 00",
        "a message without a head, 08 00 01 00 08 08 00 x8",
        "a message number 0, 08 00 00 00 0a 0a 00 x10",
        "another channel, 08 01 01 00 0a 0a 00 x10",
        "a SKIP backwards, 0a 00 05 04",
        "a frame for later, 10",
        "a frame that is none, ff",
        "a frame cut off, 05 00",
        "a kind of message that is none, 08 00 01 00 09 09 02 00 x8",
        "a text that is no UTF-8, 08 00 01 00 0a 0a 00 x9 ff",
    })
    void whatIsTooLongOrMakesNoSenseEndsTheSession(String what, String hex) {
        RawPeer hostile = hostile();
        hostile.say(new Frame.Stream(1));
        byte[] frame = bytes(hex);
        int padding = Math.max(0, Datagram.PADDING_STEP - frame.length);
        byte[] plaintext = new byte[padding + frame.length];
        System.arraycopy(frame, 0, plaintext, padding, frame.length);
        hostile.transmit(hostile.seal(plaintext));
        assertThrownOut(hostile);
        assertEquals(
                List.of(),
                alice.messages().stream()
                        .filter(each -> each.key().filter(hostile.key::equals).isPresent())
                        .toList(),
                what);
    }

    /** Hex, where {@code 00 x9} is nine zeros. */
    private static byte[] bytes(String hex) {
        StringBuilder all = new StringBuilder();
        String last = "";
        for (String word : hex.split(" ", -1)) {
            if (word.charAt(0) == 'x') {
                all.append(last.repeat(Integer.parseInt(word.substring(1)) - 1));
            } else {
                all.append(word);
                last = word;
            }
        }
        return Bytes.ofHex(all.toString()).toArray();
    }

    // --- the same key twice ---

    /** A profile that was copied to another machine: one of the two holds the session, and they do not fight over it. */
    @Test
    void aCopiedProfileDoesNotFlap() {
        VirtualPeer copy = bob.copy(5);
        talk();
        CompletableFuture<Delivery> first = copy.send(alice.keyed(), "from the copy");
        assertTrue(network.runUntil(first::isDone, 10, SECONDS));
        network.sent.clear();
        network.runFor(10, MINUTES);
        long handshakes = network.sent.stream()
                .filter(each -> each.payload().get(0) == (byte) 0xf8)
                .count();
        assertTrue(handshakes <= 2, handshakes + " INITs in ten minutes in which nobody said anything");
        assertTrue(network.sent.size() <= 8 * 10 * 2, network.sent.size() + " packets");
        assertEquals(List.of("number 0", "from the copy"), alice.texts());
        assertEquals(1, sessions(alice).size());
    }

    // --- caps ---

    @Test
    void whatWaitsForOnePeerIsBounded() {
        CompletableFuture<Delivery> last = null;
        int taken = 0;
        for (; last == null || !last.isDone(); taken++) {
            last = alice.send(absent(0), "x".repeat(1 << 18));
        }
        assertEquals(Delivery.Reason.QUEUE_FULL, ((Delivery.Failed) last.join()).reason());
        assertTrue(taken >= 8, taken + " of 256 KiB");
        assertTrue(alice.engine.heldBytes() <= Session.BYTES_PER_PEER);
        talk();
    }

    @Test
    void whatWaitsForAllPeersIsBounded() {
        long limit = Math.min(Session.BYTES, Runtime.getRuntime().maxMemory() / 4);
        String text = "x".repeat(1 << 20);
        CompletableFuture<Delivery> last = null;
        for (int i = 0; last == null || !last.isDone(); i++) {
            last = alice.send(absent(i / 2), text);
            assertTrue(i <= limit >> 20, i + " messages of 1 MiB");
        }
        assertEquals(Delivery.Reason.QUEUE_FULL, ((Delivery.Failed) last.join()).reason());
        assertTrue(alice.engine.heldBytes() > limit - (2 << 20), alice.engine.heldBytes() + " bytes");
        assertTrue(alice.engine.heldBytes() <= limit, alice.engine.heldBytes() + " bytes");
    }

    @Test
    void soManyPeersAreWaitedForAndNoMore() {
        for (int i = 0; i < Session.MAX; i++) {
            assertFalse(alice.send(absent(i), "later").isDone(), "number " + i);
        }
        Delivery refused = alice.send(absent(Session.MAX), "too much").join();
        assertEquals(Delivery.Reason.QUEUE_FULL, ((Delivery.Failed) refused).reason());
    }

    @Test
    void soManyPlainPeersAreRemembered() {
        talk();
        for (int i = 0; i < 1_000; i++) {
            network.transmit(VirtualNetwork.address(1_000 + i), alice.address, new byte[] {'h', 'i'});
            network.runFor(1, MILLISECONDS);
        }
        assertEquals(PeerDirectory.MAX_STRANGERS + 1, alice.contacts().size());
        assertEquals(1_001, alice.messages().size());
        talk();
    }

    private Destination.Keyed absent(int number) {
        byte[] key = new byte[32];
        key[0] = 9;
        key[1] = (byte) number;
        key[2] = (byte) (number >> 8);
        return new Destination.Keyed(PeerKey.of(key), List.of(VirtualNetwork.address(10_000 + number)));
    }
}
