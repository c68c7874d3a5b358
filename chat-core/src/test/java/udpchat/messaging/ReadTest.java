package udpchat.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import udpchat.messaging.FrameExchange.Verdict;
import udpchat.model.MessageId;
import udpchat.store.GiveUp;
import udpchat.store.StoreCallback;
import udpchat.store.StoreFailure;
import udpchat.store.StoredPeer;
import udpchat.wire.Frame;
import udpchat.wire.Interval;

/** What was read, and what the peer is told of it. */
class ReadTest {
    private final Peer alice = new Peer(1);
    private final Peer bob = new Peer(2);

    private List<MessageId> say(int count) {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(alice.send("text " + i));
        }
        Link.exchange(alice, bob, 0);
        return ids;
    }

    private List<MessageId> arrived() {
        return bob.events(ConversationEvent.Arrived.class).stream()
                .map(ConversationEvent.Arrived::id)
                .toList();
    }

    private void exchange() {
        bob.conversation.onBatchEnd(0);
        bob.settle();
        Link.exchange(alice, bob, 0);
    }

    private List<MessageId> read() {
        return alice.events(ConversationEvent.Read.class).stream()
                .map(ConversationEvent.Read::id)
                .toList();
    }

    /** What alice's store knows. */
    private static long readThere(Peer peer) {
        List<Long> found = new ArrayList<>();
        peer.store.load(peer.remote(), new StoreCallback<>() {
            @Override
            public void done(StoredPeer stored) {
                stored.sent().forEach(sent -> found.add(sent.readThrough()));
            }

            @Override
            public void failed(StoreFailure why) {
                throw new AssertionError(why);
            }
        });
        peer.settle();
        return found.isEmpty() ? 0 : found.get(0);
    }

    @Test
    void whatWasReadIsToldOnceWithAllBeforeIt() {
        Peer.connect(alice, bob);
        List<MessageId> said = say(5);
        assertEquals(5, bob.conversation.unread());
        bob.conversation.read(arrived().get(2));
        exchange();
        assertEquals(said.subList(0, 3), read());
        assertEquals(2, bob.conversation.unread());
        assertEquals(3, readThere(alice));
        bob.conversation.read(arrived().get(1));
        bob.conversation.readShown();
        bob.conversation.readShown();
        exchange();
        assertEquals(said, read());
        assertEquals(0, bob.conversation.unread());
    }

    @Test
    void anotherProgramOnTheSameStoreKnowsWhatWasReadAndWhatWasNot() {
        Peer.connect(alice, bob);
        List<MessageId> said = say(4);
        bob.conversation.read(arrived().get(1));
        exchange();
        bob.begin();
        alice.begin();
        assertEquals(2, bob.conversation.unread());
        assertEquals(2, readThere(alice));
        Peer.connect(alice, bob);
        assertEquals(said.subList(0, 2), read(), "nothing is told twice");
        bob.conversation.readShown();
        exchange();
        assertEquals(4, readThere(alice));
        assertEquals(said.subList(0, 2), read(), "of a run before the history alone tells");
    }

    @Test
    void whatIsReadBeforeTheStoreHasAnsweredIsRead() {
        Peer.connect(alice, bob);
        say(3);
        bob.conversation = new Conversation(bob.remote(), bob.context(), () -> {});
        bob.conversation.readShown();
        bob.settle();
        assertEquals(0, bob.conversation.unread());
        Peer.connect(alice, bob);
        assertEquals(3, readThere(alice));
    }

    @Test
    void inALaterSessionOfTheSameProgramItIsStillKnownWhatWasRead() {
        Peer.connect(alice, bob);
        List<MessageId> said = say(2);
        alice.conversation.onSessionEnded();
        bob.conversation.onSessionEnded();
        bob.conversation.readShown();
        bob.conversation.onBatchEnd(0);
        bob.settle();
        Peer.connect(alice, bob);
        assertEquals(said, read());
    }

    @Test
    void nobodyIsToldWhereThatIsOffAndItIsNotedAllTheSame() {
        bob.saysRead = false;
        bob.begin();
        Peer.connect(alice, bob);
        List<MessageId> said = say(2);
        bob.conversation.readShown();
        exchange();
        alice.conversation.onSessionEnded();
        bob.conversation.onSessionEnded();
        Peer.connect(alice, bob);
        assertEquals(List.of(), read());
        assertEquals(0, bob.conversation.unread());
        bob.saysRead = true;
        bob.begin();
        Peer.connect(alice, bob);
        assertEquals(said, read());
    }

    @Test
    void whatWasGivenUpIsNotReadAndDoesNotCountAsUnread() {
        MessageId one = alice.send("one");
        MessageId two = alice.send("two");
        Peer.connect(alice, bob);
        MessageId lost = alice.send("lost");
        // Numbered, and never sent.
        alice.conversation.withdraw(lost, GiveUp.CANCELLED);
        exchange();
        assertEquals(2, bob.conversation.unread());
        bob.conversation.readShown();
        exchange();
        assertEquals(List.of(one, two), read());
        assertEquals(0, bob.conversation.unread());
    }

    @Test
    void anIdThatNobodyGaveIsNotRead() {
        Peer.connect(alice, bob);
        say(2);
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            bob.conversation.read(MessageId.random(random));
            bob.conversation.read(new MessageId(arrived().get(0).high(), random.nextInt(100) - 50));
        }
        bob.conversation.read(new MessageId(arrived().get(0).high(), 0));
        MessageId next = Inbound.id(prefix(), streamId(), 0, 3);
        bob.conversation.read(next);
        exchange();
        assertEquals(2, bob.conversation.unread());
        assertEquals(List.of(), read());
        bob.conversation.read(Inbound.id(prefix(), streamId(), 0, 2));
        assertEquals(0, bob.conversation.unread());
    }

    @Test
    void eachNumberIsFoundInItsId() {
        Random random = new Random(3);
        for (long seq : new long[] {1, 2, 63, 1L << 20, (1L << 62) - 1}) {
            assertEquals(seq, Inbound.seq(Inbound.id(random.nextLong(), random.nextLong(), 0, seq)));
        }
    }

    private long streamId() {
        return bob.events(ConversationEvent.Arrived.class).get(0).streamId();
    }

    private long prefix() {
        return 0x0202020202020202L;
    }

    private Frame.Receipt claim(long cumulative, Interval... ranges) {
        return new Frame.Receipt(streamId(), 0, Frame.Receipt.Level.READ, cumulative, List.of(ranges));
    }

    @Test
    void whatThePeerClaimsMovesNothingButWhatItHas() {
        Peer.connect(alice, bob);
        List<MessageId> said = say(3);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Verdict.TAKEN, alice.conversation.onFrame(claim(1, new Interval(3, 3)), 0));
        }
        alice.conversation.onBatchEnd(0);
        alice.settle();
        assertEquals(List.of(said.get(0), said.get(2)), read(), "each once");
        assertEquals(1, readThere(alice));
        // Of another stream than ours: nothing.
        alice.conversation.onFrame(new Frame.Receipt(streamId() + 1, 0, Frame.Receipt.Level.READ, 3, List.of()), 0);
        alice.conversation.onBatchEnd(0);
        alice.settle();
        assertEquals(1, readThere(alice));
    }

    /** READ says that it is stored, so nothing is sent again; and of what was given up it says nothing. */
    @Test
    void aClaimBeforeTheReceiptDeliversAndOneOfWhatWasGivenUpDoesNot() {
        Peer.connect(alice, bob);
        say(1);
        MessageId two = alice.send("two");
        MessageId three = alice.send("three");
        // They are on their way, and lost.
        assertTrue(Link.pull(alice.conversation, Link.ROOM, 0) != null);
        alice.conversation.withdraw(three, GiveUp.CANCELLED);
        alice.conversation.onFrame(claim(3), 0);
        alice.conversation.onBatchEnd(0);
        alice.settle();
        assertEquals(two, alice.events(ConversationEvent.Delivered.class).get(1).id());
        assertTrue(read().contains(two));
        assertTrue(!read().contains(three));
        assertEquals(
                List.of(),
                alice.events(ConversationEvent.Delivered.class).stream()
                        .filter(each -> each.id().equals(three))
                        .toList());
    }

    /** Whoever names numbers that we never gave has another memory than we: the stream begins anew, and nothing is read. */
    @Test
    void aClaimOfWhatWasNeverSentIsNoReading() {
        Peer.connect(alice, bob);
        say(1);
        alice.conversation.onFrame(claim(1000), 0);
        alice.conversation.onBatchEnd(0);
        alice.settle();
        assertEquals(1, alice.events(ConversationEvent.OwnStoreOutdated.class).size());
        assertEquals(0, readThere(alice));
    }

    /** The newest 1,024 alone are waited for, however much was delivered; the store knows all. */
    @Test
    void ofMoreThanAreWaitedForTheNewestAreTold() {
        Peer.connect(alice, bob);
        List<MessageId> said = say(MessagingLimits.UNREAD + 100);
        bob.conversation.readShown();
        exchange();
        assertEquals(said.subList(100, said.size()), read());
        assertEquals(said.size(), readThere(alice));
    }
}
