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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import udpchat.directory.PeerDirectory;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Presence;
import udpchat.model.Trust;
import udpchat.noise.Identity;
import udpchat.session.CheapHandshakes;
import udpchat.store.InMemoryStore;

/** What becomes of a peer with a key: sessions that come, end and are replaced, other keys, goodbyes. */
class PeerLifeTest {

    /** A crowd of real ones takes a minute. */
    private final EngineContext.HandshakeMaker handshakes = new CheapHandshakes()::make;

    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice", handshakes);
    private final VirtualPeer bob = new VirtualPeer(network, 2, "bob", handshakes);

    private void meet() {
        CompletableFuture<Delivery> delivery = alice.send(bob.keyed(), "hello");
        assertTrue(network.runUntil(delivery::isDone, 10, SECONDS));
        assertEquals(PeerState.UP, state());
    }

    private PeerState state() {
        return alice.contact(bob.key).orElseThrow().state();
    }

    /** What alice was told of bob's state, without repetition. */
    private List<PeerState> statesTold() {
        List<PeerState> states = new ArrayList<>();
        for (ChatEvent.PeerChanged each : alice.told(ChatEvent.PeerChanged.class)) {
            if (each.contact().key().filter(bob.key::equals).isPresent()
                    && (states.isEmpty()
                            || states.get(states.size() - 1) != each.contact().state())) {
                states.add(each.contact().state());
            }
        }
        return states;
    }

    @Test
    void aCrashIsSeenAndThenSilence() {
        meet();
        network.remove(bob.address);
        CompletableFuture<Delivery> waiting = alice.send(bob.keyed(), "are you there?");
        network.runFor(6, SECONDS);
        assertEquals(PeerState.UNREACHABLE, state());
        network.runFor(50, SECONDS);
        assertEquals(PeerState.OFFLINE, state());
        network.runFor(10, MINUTES);
        assertEquals(
                List.of(PeerState.CONNECTING, PeerState.UP, PeerState.UNREACHABLE, PeerState.OFFLINE), statesTold());
        assertFalse(waiting.isDone());
        network.put(bob.address, bob);
        bob.restart(new PeerDirectory(), InMemoryStore::new);
        assertTrue(network.runUntil(waiting::isDone, 150, SECONDS));
        assertInstanceOf(Delivery.Delivered.class, waiting.join());
    }

    @Test
    void aPeerThatIsAwayGetsOneSeriesOfInitAMinute() {
        CompletableFuture<Delivery> waiting =
                alice.send(new Destination.Keyed(bob.key, List.of(VirtualNetwork.address(50))), "hello");
        network.runFor(30, MINUTES);
        int inits = network.between(alice.address, VirtualNetwork.address(50)).size();
        // A series of 12 takes about 80 s, and then a minute nothing goes out.
        assertTrue(inits >= 12 * 11 && inits <= 12 * 14, inits + " INITs");
        assertEquals(List.of(PeerState.CONNECTING, PeerState.OFFLINE), statesTold());
        assertFalse(waiting.isDone());
    }

    @Test
    void aPersonWhoAsksAgainNeedNotWait() {
        alice.send(new Destination.Keyed(bob.key, List.of(VirtualNetwork.address(50))), "one");
        network.runFor(100, SECONDS);
        assertEquals(PeerState.OFFLINE, state());
        network.put(VirtualNetwork.address(50), bob);
        bob.move(VirtualNetwork.address(50));
        CompletableFuture<Delivery> second = alice.send(bob.keyed(), "two");
        assertTrue(network.runUntil(second::isDone, 1, SECONDS));
        assertEquals(List.of("one", "two"), bob.texts());
    }

    @Test
    void nothingIsSentToWhomNothingIsSaid() {
        meet();
        bob.command(new Command.Close(0));
        network.runFor(1, SECONDS);
        assertEquals(PeerState.OFFLINE, state());
        network.sent.clear();
        network.runFor(30, MINUTES);
        assertEquals(List.of(), network.between(alice.address, bob.address));
    }

    @Test
    void goodbyeIsSeenWithinTheTimeOfOneWayAndAPersonAsksAnew() {
        meet();
        bob.command(new Command.Close(0));
        network.runFor(100, MILLISECONDS);
        assertEquals(PeerState.OFFLINE, state());
        assertTrue(network.runUntil(bob.engine::isFinished, 300, MILLISECONDS));
        bob.engine.onClosed(network.now(), Optional.empty());
        bob.restart(new PeerDirectory(), InMemoryStore::new);
        CompletableFuture<Delivery> second = alice.send(bob.keyed(), "two");
        assertTrue(network.runUntil(second::isDone, 2, SECONDS));
        assertInstanceOf(Delivery.Delivered.class, second.join());
    }

    @Test
    void whoComesForOneThingSaysSoBeforeItsFirstWord() {
        VirtualPeer once = bob.briefCopy(3);
        CompletableFuture<Delivery> delivery = once.send(alice.keyed(), "hello");
        assertTrue(network.runUntil(delivery::isDone, 10, SECONDS));
        once.command(new Command.Close(0));
        network.runFor(1, SECONDS);
        assertEquals(List.of("hello"), alice.texts());
        int message =
                alice.events.indexOf(alice.told(ChatEvent.MessageReceived.class).get(0));
        assertEquals(List.of(Presence.Stay.UNKNOWN, Presence.Stay.BRIEF), staysTold(alice.events.subList(0, message)));
        assertEquals(List.of(Presence.Stay.UNKNOWN, Presence.Stay.BRIEF), staysTold(alice.events));
        Contact gone = alice.contact(bob.key).orElseThrow();
        assertEquals(PeerState.OFFLINE, gone.state());
        assertFalse(gone.isPast(), "it wrote, so it can be answered");
    }

    private static List<Presence.Stay> staysTold(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.PeerChanged.class::isInstance)
                .map(event ->
                        ((ChatEvent.PeerChanged) event).contact().presence().stay())
                .distinct()
                .toList();
    }

    @Test
    void anotherProgramWithTheSameKeyForOneThingGivesTheSessionBack() {
        meet();
        VirtualPeer once = bob.briefCopy(3);
        CompletableFuture<Delivery> delivery = once.send(alice.keyed(), "hello");
        assertTrue(network.runUntil(delivery::isDone, 10, SECONDS));
        assertTrue(alice.contact(bob.key).orElseThrow().isBrief());
        once.command(new Command.Close(0));
        network.runFor(2, SECONDS);
        Contact back = alice.contact(bob.key).orElseThrow();
        assertEquals(PeerState.UP, back.state());
        assertEquals(Presence.Stay.LASTING, back.presence().stay());
        assertEquals(Optional.of(bob.address), back.address());
        CompletableFuture<Delivery> answer = bob.send(alice.keyed(), "still here");
        assertTrue(network.runUntil(answer::isDone, 1, SECONDS));
        assertEquals(List.of("hello", "still here"), alice.texts());
    }

    @Test
    void whatWasJustSaidIsDeliveredBeforeGoodbye() {
        for (Destination to : List.of(bob.keyed(), new Destination.Bare(bob.address))) {
            VirtualPeer carol = new VirtualPeer(network, to instanceof Destination.Bare ? 3 : 4, "carol", handshakes);
            CompletableFuture<Delivery> delivery = carol.send(to, "bye from " + carol.address);
            carol.command(new Command.Close(SECONDS.toNanos(2)));
            assertTrue(network.runUntil(carol.engine::isFinished, 1, SECONDS));
            assertInstanceOf(Delivery.Delivered.class, delivery.join());
        }
        assertEquals(2, bob.texts().size());
    }

    /** Alice says something, and of bob's receipts none arrives. */
    private CompletableFuture<Delivery> sayWhileReceiptsAreLost() {
        CompletableFuture<Delivery> delivery = alice.send(bob.keyed(), "the last word");
        network.runFor(100, MICROSECONDS);
        network.loss = 1;
        assertTrue(network.runUntil(() -> bob.texts().contains("the last word"), 100, MILLISECONDS));
        return delivery;
    }

    @Test
    void whoLeavesSeesToItThatWhatCameIsReceipted() {
        meet();
        CompletableFuture<Delivery> delivery = sayWhileReceiptsAreLost();
        bob.command(new Command.Close(SECONDS.toNanos(2)));
        network.runFor(100, MILLISECONDS);
        network.loss = 0;
        assertTrue(network.runUntil(bob.engine::isFinished, 2, SECONDS));
        assertInstanceOf(Delivery.Delivered.class, delivery.getNow(null));
    }

    @Test
    void butNoLongerThanItMayTake() {
        meet();
        CompletableFuture<Delivery> delivery = sayWhileReceiptsAreLost();
        bob.command(new Command.Close(SECONDS.toNanos(2)));
        assertTrue(network.runUntil(bob.engine::isFinished, 2_300, MILLISECONDS));
        assertFalse(delivery.isDone());
    }

    @Test
    void whatCannotBeDeliveredFailsWhenTheTimeIsOver() {
        CompletableFuture<Delivery> keyed =
                alice.send(new Destination.Keyed(bob.key, List.of(VirtualNetwork.address(50))), "hello");
        CompletableFuture<Delivery> bare = alice.send(new Destination.Bare(VirtualNetwork.address(51)), "hello");
        long start = network.now();
        alice.command(new Command.Close(SECONDS.toNanos(3)));
        assertTrue(network.runUntil(alice.engine::isFinished, 4, SECONDS));
        assertTrue(network.now() - start <= MILLISECONDS.toNanos(3_300));
        alice.engine.onClosed(network.now(), Optional.empty());
        for (CompletableFuture<Delivery> each : List.of(keyed, bare)) {
            assertEquals(Delivery.Reason.CLOSED, ((Delivery.Failed) each.join()).reason());
        }
    }

    @Test
    void aRestartOfTheOtherSideIsBridged() {
        meet();
        bob.restart(new PeerDirectory(), InMemoryStore::new);
        // He knows nothing of the session, and asks by HELLO.
        CompletableFuture<Delivery> back = bob.send(new Destination.Bare(alice.address), "back again");
        assertTrue(network.runUntil(back::isDone, 10, SECONDS));
        CompletableFuture<Delivery> on = alice.send(bob.keyed(), "good");
        assertTrue(network.runUntil(on::isDone, 10, SECONDS));
        assertEquals(List.of("back again"), alice.texts());
        assertEquals(List.of("hello", "good"), bob.texts());
        assertEquals(1, alice.contacts().size());
    }

    @Test
    void aMoveIsFollowed() {
        meet();
        PeerAddress elsewhere = VirtualNetwork.address(77, 4000);
        bob.move(elsewhere);
        CompletableFuture<Delivery> moved = bob.send(alice.keyed(), "moved");
        assertTrue(network.runUntil(moved::isDone, 10, SECONDS));
        CompletableFuture<Delivery> followed = alice.send(new Destination.Keyed(bob.key, List.of()), "followed");
        assertTrue(network.runUntil(followed::isDone, 10, SECONDS));
        Contact contact = alice.contact(bob.key).orElseThrow();
        assertEquals(elsewhere, contact.addresses().get(0));
        assertEquals(PeerState.UP, contact.state());
        assertEquals(List.of("hello", "followed"), bob.texts());
    }

    @Test
    void theNextAddressIsTriedWithinASecond() {
        CompletableFuture<Delivery> delivery =
                alice.send(new Destination.Keyed(bob.key, List.of(VirtualNetwork.address(50), bob.address)), "hello");
        assertTrue(network.runUntil(delivery::isDone, 1_200, MILLISECONDS));
        network.sent.clear();
        network.runFor(30, SECONDS);
        assertEquals(
                List.of(),
                network.between(alice.address, VirtualNetwork.address(50)),
                "no INIT once there is a session");
    }

    // --- other keys ---

    /** Alice knows bob by a name and where he is, and there sits somebody else. */
    private VirtualPeer impostor(Trust trust) {
        alice.change(
                new Command.ContactChange.Add("bobby", PeerSpec.of(bob.key, bob.address), Optional.of(bob.address)));
        if (trust == Trust.VERIFIED) {
            alice.change(new Command.ContactChange.Verify(bob.key));
        }
        VirtualPeer mallory = new VirtualPeer(network, 66, "mallory", handshakes);
        mallory.move(bob.address);
        return mallory;
    }

    @Test
    void anotherKeyIsToldBlocksAndGetsNothing() {
        VirtualPeer mallory = impostor(Trust.PINNED);
        CompletableFuture<Delivery> first = alice.send(bob.keyed(), "secret");
        network.runFor(2_500, MILLISECONDS);
        assertFalse(first.isDone(), "the right key may still answer");
        network.runFor(2, SECONDS);
        ChatEvent.KeyChanged told = alice.told(ChatEvent.KeyChanged.class).get(0);
        assertEquals(bob.key, told.expected());
        assertEquals(mallory.key, told.found());
        assertEquals("bobby", told.contact().name());
        assertEquals(PeerState.KEY_CHANGED, state());
        assertEquals(Trust.CHANGED, told.contact().trust());
        assertEquals(Delivery.Reason.KEY_CHANGED, ((Delivery.Failed) first.join()).reason());
        CompletableFuture<Delivery> second = alice.send(bob.keyed(), "more");
        assertEquals(Delivery.Reason.KEY_CHANGED, ((Delivery.Failed) second.join()).reason());
        network.runFor(5, MINUTES);
        assertEquals(List.of(), mallory.texts());
        assertEquals(1, alice.told(ChatEvent.KeyChanged.class).size());
        long failures = alice.told(ChatEvent.DeliveryChanged.class).stream()
                .filter(each -> each.delivery() instanceof Delivery.Failed)
                .count();
        assertEquals(1, failures, "the first one's; the second never began");
    }

    @Test
    void trustMovesTheNameButNotTheMessages() {
        VirtualPeer mallory = impostor(Trust.VERIFIED);
        alice.send(bob.keyed(), "for bob alone");
        network.runFor(5, SECONDS);
        Contact accepted = alice.change(new Command.ContactChange.Trust("bobby"));
        assertEquals(mallory.key, accepted.key().orElseThrow());
        assertEquals(Trust.PINNED, accepted.trust(), "a person compares again");
        CompletableFuture<Delivery> now = alice.send(accepted.destination().orElseThrow(), "hello again");
        assertTrue(network.runUntil(now::isDone, 5, SECONDS));
        network.runFor(3, MINUTES);
        assertEquals(List.of("hello again"), mallory.texts());
    }

    @Test
    void aVerifiedPeerThatComesBackIsStillVerified() {
        VirtualPeer mallory = impostor(Trust.VERIFIED);
        alice.send(bob.keyed(), "one");
        network.runFor(5, SECONDS);
        assertEquals(Trust.CHANGED, alice.contact(bob.key).orElseThrow().trust());
        network.remove(mallory.address);
        network.put(bob.address, bob);
        CompletableFuture<Delivery> back = bob.send(alice.keyed(), "it is me");
        assertTrue(network.runUntil(back::isDone, 5, SECONDS));
        assertEquals(Trust.VERIFIED, alice.contact(bob.key).orElseThrow().trust());
        CompletableFuture<Delivery> on = alice.send(bob.keyed(), "welcome");
        assertTrue(network.runUntil(on::isDone, 5, SECONDS));
        assertEquals(List.of("welcome"), bob.texts());
    }

    @Test
    void theRightKeyMayAnswerLater() {
        // Both hear what goes to the one address; the wrong one is faster.
        alice.change(
                new Command.ContactChange.Add("bobby", PeerSpec.of(bob.key, bob.address), Optional.of(bob.address)));
        VirtualPeer mallory = new VirtualPeer(network, 66, "mallory", handshakes);
        mallory.move(bob.address);
        CompletableFuture<Delivery> delivery = alice.send(bob.keyed(), "secret");
        network.runFor(500, MILLISECONDS);
        network.put(bob.address, bob);
        assertTrue(network.runUntil(delivery::isDone, 3, SECONDS));
        network.runFor(1, MINUTES);
        assertInstanceOf(Delivery.Delivered.class, delivery.join());
        assertEquals(0, alice.told(ChatEvent.KeyChanged.class).size());
        assertEquals(List.of("secret"), bob.texts());
    }

    @Test
    void aKeyThatComesByItselfChangesNobody() {
        meet();
        alice.change(
                new Command.ContactChange.Add("bobby", PeerSpec.of(bob.key, bob.address), Optional.of(bob.address)));
        VirtualPeer mallory = new VirtualPeer(network, 66, "bob", handshakes);
        mallory.send(new Destination.Bare(alice.address), "I am bob");
        network.runFor(5, SECONDS);
        assertEquals(0, alice.told(ChatEvent.KeyChanged.class).size());
        assertEquals(PeerState.UP, state());
        assertEquals("bob#" + mallory.key.tag(), alice.messages().get(0).name());
        assertEquals(Optional.of(mallory.key), alice.messages().get(0).key());
        assertEquals("bobby", alice.contact(bob.key).orElseThrow().name());
    }

    @Test
    void twoWhoCallThemselvesAlikeAreTwo() {
        VirtualPeer other = new VirtualPeer(network, 3, "bob", handshakes);
        bob.send(new Destination.Bare(alice.address), "from one");
        network.runFor(2, SECONDS);
        assertEquals("bob", alice.contact(bob.key).orElseThrow().name());
        other.send(new Destination.Bare(alice.address), "from the other");
        network.runFor(2, SECONDS);
        assertEquals(
                "bob#" + bob.key.tag(), alice.contact(bob.key).orElseThrow().name());
        assertEquals(
                "bob#" + other.key.tag(), alice.contact(other.key).orElseThrow().name());
    }

    // --- ignored ones ---

    @Test
    void whoIsIgnoredIsRefusedAtEveryAddress() {
        meet();
        alice.change(new Command.ContactChange.Ignore(new Destination.Keyed(bob.key, List.of()), true));
        network.runFor(2, SECONDS);
        assertEquals(PeerState.OFFLINE, state());
        bob.move(VirtualNetwork.address(78));
        bob.send(new Destination.Bare(alice.address), "let me in");
        bob.send(alice.keyed(), "please");
        network.runFor(2, MINUTES);
        assertEquals(List.of(), alice.texts());
        assertEquals(
                Delivery.Reason.IGNORED,
                ((Delivery.Failed) alice.send(bob.keyed(), "hm").join()).reason());
    }

    // --- crowds ---

    @Test
    void aCrowdOfStrangersEndsNoConversationAndLocksNobodyOut() {
        meet();
        PeerKey absent = PeerKey.of(Identity.generate(new Random(9)).publicKey());
        CompletableFuture<Delivery> away =
                alice.send(new Destination.Keyed(absent, List.of(VirtualNetwork.address(50))), "later");
        int crowd = 1_100;
        for (int i = 0; i < crowd; i++) {
            VirtualPeer stranger = new VirtualPeer(network, 1_000 + i, "s" + i, handshakes);
            CompletableFuture<Delivery> spam = stranger.send(alice.keyed(), "buy");
            assertTrue(network.runUntil(spam::isDone, 5, SECONDS), "number " + i);
            network.remove(stranger.address);
        }
        assertTrue(
                alice.contacts().size() <= PeerDirectory.MAX_KEYED_STRANGERS + 1,
                alice.contacts().size() + " contacts");
        assertEquals(PeerState.UP, state(), "the one who was talked to stays");
        assertFalse(away.isDone());
        CompletableFuture<Delivery> on = alice.send(bob.keyed(), "still here?");
        assertTrue(network.runUntil(on::isDone, 5, SECONDS));
        assertEquals(List.of("hello", "still here?"), bob.texts());
        assertEquals(crowd, alice.texts().size());
    }
}
