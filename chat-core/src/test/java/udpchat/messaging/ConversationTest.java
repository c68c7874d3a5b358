package udpchat.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import udpchat.model.MessageId;

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
}
