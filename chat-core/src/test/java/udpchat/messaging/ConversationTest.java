package udpchat.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import udpchat.messaging.FrameExchange.Verdict;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;

/** Two conversations on a link that loses nothing, and what each of them says. */
class ConversationTest {
    private final Peer alice = new Peer(1);
    private final Peer bob = new Peer(2);

    @Test
    void aMessageIsQueuedSentAndDelivered() {
        MessageId id = alice.send("hello");
        assertEquals(List.of(new ConversationEvent.Queued(id)), alice.events);
        Peer.connect(alice, bob);
        assertEquals(
                List.of(
                        new ConversationEvent.Queued(id),
                        new ConversationEvent.Sent(id),
                        new ConversationEvent.Delivered(id, 0)),
                alice.events);
        assertEquals(List.of("hello"), bob.shown());
        assertFalse(alice.conversation.hasWaiting());
        assertEquals(0, alice.held.held());
        assertEquals(0, bob.held.held());
    }

    @Test
    void aLongMessageIsCutAndPutTogether() {
        String text = "x".repeat(1_000_000);
        alice.send(text);
        alice.send("and more");
        Peer.connect(alice, bob);
        assertEquals(List.of(text, "and more"), bob.shown());
        assertEquals(0, bob.held.held());
    }

    /** The peer says it right behind the handshake, when the store was only just asked. */
    @Test
    void aStreamThatComesBeforeTheStoreAnsweredNeedNotComeAgain() {
        Peer carol = new Peer(3);
        carol.conversation = new Conversation(
                Bytes.wrap(new byte[32]),
                new MessagingContext(carol.store, carol.held, carol.random, () -> Instant.ofEpochMilli(0), true),
                () -> {});
        carol.conversation.onKeyEstablished(true);
        assertEquals(Verdict.TAKEN, carol.conversation.onFrame(new Frame.Stream(7), 0));
        assertEquals(
                Verdict.NOT_HELD,
                carol.conversation.onFrame(new Frame.Msg(0, 1, 0, 9, Bytes.wrap(new byte[9])), 0),
                "what nobody was asked for");
        carol.settle();
        assertEquals(
                List.of(7L),
                Link.pull(carol.conversation, Link.ROOM, 0).frames.stream()
                        .filter(Frame.Receipt.class::isInstance)
                        .map(frame -> ((Frame.Receipt) frame).streamId())
                        .toList());
    }

    @Test
    void aStreamOfASessionBeforeIsForgotten() {
        Peer carol = new Peer(3);
        carol.conversation = new Conversation(
                Bytes.wrap(new byte[32]),
                new MessagingContext(carol.store, carol.held, carol.random, () -> Instant.ofEpochMilli(0), true),
                () -> {});
        carol.conversation.onKeyEstablished(true);
        carol.conversation.onFrame(new Frame.Stream(7), 0);
        carol.conversation.onSessionEnded();
        carol.conversation.onKeyEstablished(true);
        carol.settle();
        assertEquals(
                Verdict.NOT_HELD, carol.conversation.onFrame(new Frame.Msg(0, 1, 0, 9, Bytes.wrap(new byte[9])), 0));
    }
}
