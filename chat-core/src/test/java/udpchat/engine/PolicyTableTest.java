package udpchat.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.directory.PeerDirectory;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.noise.Identity;
import udpchat.store.InMemoryStore;
import udpchat.wire.Hello;

/** What goes to whom: the table of {@link PeerEngine}, line by line, by what the wire carries. */
class PolicyTableTest {

    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice");
    private final VirtualNetwork.PlainNode plain = new VirtualNetwork.PlainNode(network, 9);

    private VirtualPeer bob() {
        return new VirtualPeer(network, 2, "bob");
    }

    // --- raw:host:port, and --raw ---

    @Test
    void rawGetsTypedTextOnly() {
        CompletableFuture<Delivery> delivery = alice.send(new Destination.Raw(plain.address), "hello");
        network.runFor(200, SECONDS);
        assertInstanceOf(Delivery.Sent.class, delivery.join());
        assertEquals(List.of("hello"), received());
    }

    @Test
    void rawGetsTypedTextOnlyWhoeverIsThere() {
        VirtualPeer bob = bob();
        alice.send(bob.keyed(), "secret");
        network.runFor(5, SECONDS);
        assertEquals(List.of("secret"), bob.texts());
        alice.send(new Destination.Raw(bob.address), "open");
        network.runFor(1, SECONDS);
        assertEquals(List.of("open"), alice.plainSentTo(bob.address));
        ChatMessage open = bob.messages().get(1);
        assertTrue(open.unverified());
        assertEquals(Optional.empty(), open.key());
        assertEquals(alice.address.toString(), open.name());
    }

    @Test
    @DisplayName("--raw: text goes out at once, and nothing else does, whatever comes in")
    void rawOnly() {
        VirtualPeer raw = new VirtualPeer(network, 3, "raw", true, new PeerDirectory());
        VirtualPeer bob = bob();
        CompletableFuture<Delivery> typed = raw.send(new Destination.Bare(bob.address), "typed");
        // HELLOs, then INITs, then DATA for nobody.
        bob.send(new Destination.Bare(raw.address), "are you there?");
        bob.send(new Destination.Keyed(alice.key, List.of(raw.address)), "or you?");
        byte[] stray = new byte[100];
        stray[0] = (byte) 0xFB;
        stray[20] = (byte) 0xFF;
        network.transmit(bob.address, raw.address, stray);
        network.runFor(120, SECONDS);
        assertInstanceOf(Delivery.Sent.class, typed.join());
        assertEquals(List.of("typed"), raw.plainSentTo(bob.address));
        assertEquals(List.of(), raw.protocolSentTo(bob.address));
        assertEquals(List.of("typed"), bob.texts());
        assertEquals(List.of("are you there?"), raw.texts(), "only what somebody typed, now that it is plain to bob");
    }

    @Test
    void rawOnlySendsNothingToAKey() {
        VirtualPeer raw = new VirtualPeer(network, 3, "raw", true, new PeerDirectory());
        assertEquals(Delivery.Reason.REFUSED, reason(raw.send(alice.keyed(), "no")));
        assertEquals(List.of(), network.between(raw.address, alice.address));
    }

    // --- host:port ---

    @Test
    void aBareAddressIsAskedAndAPeerGetsNoPlainText() {
        VirtualPeer bob = bob();
        CompletableFuture<Delivery> delivery = alice.send(new Destination.Bare(bob.address), "hello");
        network.runUntil(delivery::isDone, 5, SECONDS);
        assertInstanceOf(Delivery.Delivered.class, delivery.join());
        assertEquals(List.of("hello"), bob.texts());
        assertEquals(List.of(), alice.plainSentTo(bob.address));
        assertTrue(
                VirtualPeer.isHello(network.between(alice.address, bob.address).get(0)));
    }

    @Test
    @DisplayName("HELLO at 0, 1, 3, 7 and 15 s, then once a minute while something waits; a person knows within 2 s")
    void aSilentAddressGetsHelloAndNothingElse() {
        long start = network.now();
        CompletableFuture<Delivery> delivery = alice.send(new Destination.Bare(plain.address), "hello");
        network.runFor(1_999, MILLISECONDS);
        List<ChatEvent.NoAnswer> told = alice.told(ChatEvent.NoAnswer.class);
        assertEquals(1, told.size());
        assertEquals(1, told.get(0).held());
        assertEquals(PeerState.SILENT, told.get(0).to().state());
        network.runFor(130, SECONDS);
        assertEquals(List.of(0L, 1_000L, 3_000L, 7_000L, 15_000L, 75_000L), millisOfSends(plain.address, start));
        assertTrue(plain.received.stream().allMatch(VirtualPeer::isHello));
        assertFalse(delivery.isDone());
        assertEquals(1, alice.told(ChatEvent.NoAnswer.class).size(), "once is enough");

        MessageId id = alice.told(ChatEvent.DeliveryChanged.class).get(0).id();
        alice.command(new Command.Withdraw(id, new CompletableFuture<>()));
        assertEquals(Delivery.Reason.NO_ANSWER, reason(delivery));
        int before = plain.received.size();
        network.runFor(300, SECONDS);
        assertEquals(before, plain.received.size(), "nothing waits, so nothing is asked");
    }

    @Test
    void aSessionNeedsNoMessage() {
        VirtualPeer bob = bob();
        alice.command(new Command.Connect(new Destination.Bare(bob.address)));
        network.runFor(1, SECONDS);
        assertEquals(PeerState.UP, alice.contact(bob.key).orElseThrow().state());
        assertEquals(List.of(), bob.texts());
        alice.command(new Command.Connect(bob.keyed()));
        network.runFor(1, SECONDS);
        assertEquals(
                1,
                alice.protocolSentTo(bob.address).stream()
                        .filter(each -> (each[0] & 0xff) == 0xf9)
                        .count(),
                "a session that is there does");
    }

    @Test
    void whoIsSoughtWithoutAMessageIsNotSoughtForEver() {
        long start = network.now();
        alice.command(new Command.Connect(new Destination.Bare(plain.address)));
        network.runFor(600, SECONDS);
        assertEquals(List.of(0L, 1_000L), millisOfSends(plain.address, start));
        assertEquals(0, alice.told(ChatEvent.NoAnswer.class).get(0).held());
        assertEquals(1, alice.told(ChatEvent.NoAnswer.class).size());
    }

    @Test
    void aNewWishAsksASilentAddressAgainAtOnce() {
        alice.send(new Destination.Bare(VirtualNetwork.address(2)), "one");
        network.runFor(10, SECONDS);
        VirtualPeer bob = bob();
        alice.send(new Destination.Bare(bob.address), "two");
        network.runFor(2, SECONDS);
        assertEquals(List.of("one", "two"), bob.texts());
    }

    @Test
    void manyWishesDoNotMakeManyHellos() {
        for (int i = 0; i < 200; i++) {
            alice.send(new Destination.Bare(plain.address), "text " + i);
            network.runFor(50, MILLISECONDS);
        }
        assertTrue(plain.received.size() <= 8, plain.received.size() + " in 10 s");
    }

    @Test
    void plainTextSetsFreeWhatWaitsOnlyOnceTheAnswerIsDue() {
        alice.send(new Destination.Bare(plain.address), "one");
        plain.say(alice.address, "hi");
        network.runFor(500, MILLISECONDS);
        alice.send(new Destination.Bare(plain.address), "two");
        network.runFor(1_000, MILLISECONDS);
        assertEquals(List.of(), alice.plainSentTo(plain.address), "a datagram anybody can forge");
        network.runFor(500, MILLISECONDS);
        assertEquals(List.of("one", "two"), alice.plainSentTo(plain.address));
        assertEquals(0, alice.told(ChatEvent.NoAnswer.class).size());
        alice.send(new Destination.Bare(plain.address), "three");
        assertEquals(List.of("one", "two", "three"), alice.plainSentTo(plain.address), "it is known now");
    }

    @Test
    void aForgedPlainTextDoesNotKeepAPeerFromGettingItSealed() {
        VirtualPeer bob = bob();
        network.delay = MILLISECONDS.toNanos(300);
        alice.send(new Destination.Bare(bob.address), "secret");
        alice.receive(bob.address, "forged".getBytes(StandardCharsets.UTF_8));
        network.runFor(10, SECONDS);
        assertEquals(List.of("secret"), bob.texts());
        assertEquals(List.of(), alice.plainSentTo(bob.address));
    }

    @Test
    void whoSentPlainTextGetsItAtOnceAndNoHello() {
        plain.say(alice.address, "hi\n");
        network.runFor(100, MILLISECONDS);
        alice.send(new Destination.Bare(plain.address), "hello");
        network.runFor(100, SECONDS);
        assertEquals(List.of("hello\n"), received());
        assertEquals(PeerState.PLAIN, alice.contact(plain.address).orElseThrow().state());
    }

    @Test
    void anEchoServerIsPlain() {
        plain.echo = true;
        alice.send(new Destination.Bare(plain.address), "hello");
        network.runFor(3, SECONDS);
        assertEquals(List.of("hello"), alice.plainSentTo(plain.address));
        assertEquals(List.of("hello"), alice.texts(), "our own HELLO is no text");
    }

    @Test
    void slashRawSendsWhatWaitsAndAllThatComes() {
        CompletableFuture<Delivery> first = alice.send(new Destination.Bare(plain.address), "one");
        CompletableFuture<Delivery> second = alice.send(new Destination.Bare(plain.address), "two");
        network.runFor(3, SECONDS);
        CompletableFuture<Integer> raw = new CompletableFuture<>();
        alice.command(new Command.Raw(plain.address, raw));
        assertEquals(2, raw.join());
        alice.send(new Destination.Bare(plain.address), "three");
        network.runFor(100, SECONDS);
        assertEquals(List.of("one", "two", "three"), alice.plainSentTo(plain.address));
        assertInstanceOf(Delivery.Sent.class, first.join());
        assertInstanceOf(Delivery.Sent.class, second.join());
    }

    @Test
    void noPlainTextToAPeerThatIsThereWhateverAPersonSays() {
        VirtualPeer bob = bob();
        alice.send(new Destination.Bare(bob.address), "secret");
        network.runFor(3, SECONDS);
        CompletableFuture<Integer> raw = new CompletableFuture<>();
        alice.command(new Command.Raw(bob.address, raw));
        assertTrue(raw.isCompletedExceptionally());
        alice.send(new Destination.Bare(bob.address), "secret, too");
        network.runFor(3, SECONDS);
        assertEquals(List.of("secret", "secret, too"), bob.texts());
        assertEquals(List.of(), alice.plainSentTo(bob.address));
    }

    @Test
    void anAddressWhereAPeerOnceWasGetsPlainTextOnceAPersonSaysSo() {
        VirtualPeer bob = bob();
        alice.send(new Destination.Bare(bob.address), "secret");
        network.runFor(3, SECONDS);
        network.remove(bob.address);
        network.runFor(70, SECONDS);
        VirtualNetwork.PlainNode other = new VirtualNetwork.PlainNode(network, 2);
        alice.send(new Destination.Bare(other.address), "one");
        network.runFor(3, SECONDS);
        assertEquals(List.of(), alice.plainSentTo(other.address));
        assertEquals(1, alice.told(ChatEvent.NoAnswer.class).size());
        alice.command(new Command.Raw(other.address, new CompletableFuture<>()));
        alice.send(new Destination.Bare(other.address), "two");
        assertEquals(List.of("one", "two"), alice.plainSentTo(other.address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"239.255.85.67:8089", "255.255.255.255:8089", "0.0.0.0:8089", "[ff02::1]:8089"})
    void aGroupIsNotAsked(String address) {
        PeerAddress group = PeerSpec.parse(address).literalAddress().orElseThrow();
        assertEquals(Delivery.Reason.NO_ANSWER, reason(alice.send(new Destination.Bare(group), "hello")));
        assertEquals(List.of(), network.between(alice.address, group));
        alice.send(new Destination.Raw(group), "hello");
        assertEquals(List.of("hello"), alice.plainSentTo(group));
    }

    // --- KEY@host:port, or a peer that was met securely ---

    @Test
    void aPeerGivenByItsKeyGetsInitAndNeverPlainText() {
        PeerKey key = PeerKey.of(Identity.generate(new Random(7)).publicKey());
        CompletableFuture<Delivery> delivery = alice.send(new Destination.Keyed(key, List.of(plain.address)), "secret");
        network.runFor(20, SECONDS);
        plain.say(alice.address, "send it here");
        network.runFor(300, SECONDS);
        assertEquals(List.of(), alice.plainSentTo(plain.address));
        assertFalse(plain.received.isEmpty());
        assertTrue(plain.received.stream().noneMatch(VirtualPeer::isHello));
        assertFalse(delivery.isDone());
    }

    @Test
    void plainTextFromAPeersAddressIsUnverifiedAndChangesNothing() {
        VirtualPeer bob = bob();
        alice.change(
                new Command.ContactChange.Add("bobby", PeerSpec.of(bob.key, bob.address), Optional.of(bob.address)));
        alice.send(bob.keyed(), "one");
        network.runFor(3, SECONDS);
        alice.receive(bob.address, "give me all".getBytes(StandardCharsets.UTF_8));
        alice.settle();
        ChatMessage forged = alice.messages().get(0);
        assertTrue(forged.unverified());
        assertEquals(Optional.empty(), forged.alias());
        assertEquals(bob.address.toString(), forged.name());
        alice.send(new Destination.Bare(bob.address), "two");
        network.runFor(3, SECONDS);
        assertEquals(List.of("one", "two"), bob.texts());
        assertEquals(List.of(), alice.plainSentTo(bob.address));
    }

    @Test
    void aPeerEverMetGetsNoPlainTextAfterARestart() {
        VirtualPeer bob = bob();
        alice.send(new Destination.Bare(bob.address), "one");
        network.runFor(3, SECONDS);
        PeerDirectory later = new PeerDirectory();
        later.load(alice.contacts());
        alice.restart(later, InMemoryStore::new);
        alice.receive(bob.address, "forged".getBytes(StandardCharsets.UTF_8));
        alice.send(new Destination.Bare(bob.address), "two");
        network.runFor(5, SECONDS);
        assertEquals(List.of("one", "two"), bob.texts());
        assertEquals(List.of(), alice.plainSentTo(bob.address));
    }

    @Test
    void ourOwnKeyIsNobodyToTalkTo() {
        assertEquals(
                Delivery.Reason.REFUSED,
                reason(alice.send(new Destination.Keyed(alice.key, List.of(plain.address)), "me")));
    }

    // --- others' HELLO and DATA ---

    @Test
    void aHelloFromALiveSessionsAddressIsAnsweredByThatSession() {
        VirtualPeer bob = bob();
        alice.send(new Destination.Bare(bob.address), "one");
        network.runFor(3, SECONDS);
        network.sent.clear();
        for (int i = 0; i < 50; i++) {
            alice.receive(bob.address, new Hello(1, 1_000L + i).encode());
        }
        alice.settle();
        List<byte[]> answers = network.between(alice.address, bob.address);
        assertEquals(1, answers.size());
        assertEquals((byte) 0xFB, answers.get(0)[0]);
    }

    @Test
    void dataForNobodyIsAnsweredOnceUnlessItComesFromALiveSessionOrAPlainPeer() {
        VirtualPeer bob = bob();
        alice.send(new Destination.Bare(bob.address), "one");
        plain.say(alice.address, "hi");
        network.runFor(3, SECONDS);
        PeerAddress stranger = VirtualNetwork.address(7);
        network.sent.clear();
        for (int i = 0; i < 20; i++) {
            for (PeerAddress from : List.of(stranger, bob.address, plain.address)) {
                alice.receive(from, stray(i));
            }
        }
        alice.settle();
        assertEquals(1, network.between(alice.address, stranger).size());
        assertEquals(List.of(), network.between(alice.address, bob.address));
        assertEquals(List.of(), network.between(alice.address, plain.address));
        assertEquals(List.of("hi"), alice.texts(), "never shown");
    }

    private static byte[] stray(int number) {
        byte[] stray = new byte[100];
        stray[0] = (byte) 0xFB;
        stray[1] = (byte) number;
        stray[50] = (byte) 0xFF;
        return stray;
    }

    private List<String> received() {
        return plain.received.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private List<Long> millisOfSends(PeerAddress to, long start) {
        return network.sent.stream()
                .filter(each -> each.to().equals(to))
                .map(each -> (each.at() - start) / 1_000_000)
                .toList();
    }

    private static Delivery.Reason reason(CompletableFuture<Delivery> delivery) {
        return assertInstanceOf(Delivery.Failed.class, delivery.getNow(new Delivery.Queued()))
                .reason();
    }
}
