package udpchat.messaging;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import udpchat.model.MessageId;
import udpchat.store.InMemoryStore;
import udpchat.store.MessageStore;
import udpchat.wire.Bytes;
import udpchat.wire.MessageBody;
import udpchat.wire.WireLimits.Session;

/** One side of a conversation in a test: a store that lasts, and a conversation that may be begun again. */
final class Peer {
    final Random random;
    final ArrayDeque<Runnable> completions = new ArrayDeque<>();
    final MessageStore store;
    final List<ConversationEvent> events = new ArrayList<>();
    final HeldBytes held = new HeldBytes(Session.BYTES);
    private final Bytes remote;
    boolean saysRead = true;
    Conversation conversation;

    Peer(int seed) {
        random = new Random(seed);
        store = new InMemoryStore(completions::add);
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        remote = Bytes.wrap(key);
        begin();
    }

    /** A new program on the same store. */
    void begin() {
        completions.clear();
        conversation = new Conversation(remote, context(), () -> {});
        settle();
    }

    MessagingContext context() {
        return new MessagingContext(store, held, random, () -> Instant.ofEpochMilli(1_000), saysRead);
    }

    /** The key by which this side knows the other. */
    Bytes remote() {
        return remote;
    }

    MessageId send(String text) {
        MessageId id = MessageId.random(random);
        if (!conversation.send(id, body(text))) {
            return null;
        }
        conversation.onBatchEnd(0);
        settle();
        return id;
    }

    static MessageBody body(String text) {
        return new MessageBody(MessageBody.Kind.TEXT, 0, text);
    }

    /** Runs the store's callbacks, and takes the events. */
    void settle() {
        for (Runnable each = completions.poll(); each != null; each = completions.poll()) {
            each.run();
        }
        for (ConversationEvent event = conversation.poll(); event != null; event = conversation.poll()) {
            events.add(event);
            if (event instanceof ConversationEvent.Arrived arrived) {
                conversation.shown(arrived);
            }
        }
    }

    List<String> shown() {
        List<String> texts = new ArrayList<>();
        for (ConversationEvent event : events) {
            if (event instanceof ConversationEvent.Arrived arrived) {
                texts.add(arrived.body().text());
            }
        }
        return texts;
    }

    <E extends ConversationEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A session begins on both sides. */
    static void connect(Peer a, Peer b) {
        a.conversation.onKeyEstablished(true);
        b.conversation.onKeyEstablished(true);
        Link.exchange(a, b, 0);
    }
}
