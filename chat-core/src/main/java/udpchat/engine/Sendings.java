package udpchat.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;

/** The messages of this run whose senders still wait for the last word, and what they are told. */
final class Sendings {

    /** Where a message is now, for taking it back. */
    sealed interface Place {
        /** Held for an address. */
        record At(PeerAddress address) implements Place {}

        /** In the outbox of a peer. */
        record With(SecurePeer peer) implements Place {}
    }

    private static final class Sending {
        final CompletableFuture<Delivery> result;
        Place place;

        Sending(CompletableFuture<Delivery> result, Place place) {
            this.result = result;
            this.place = place;
        }
    }

    private final Map<MessageId, Sending> waiting = new HashMap<>();
    private final ArrayDeque<ChatEvent> events;
    private final boolean told;

    /** @param told whether each step is told as an event, too */
    Sendings(ArrayDeque<ChatEvent> events, boolean told) {
        this.events = events;
        this.told = told;
    }

    void add(MessageId id, CompletableFuture<Delivery> result, Place place) {
        waiting.put(id, new Sending(result, place));
    }

    /** Where it waits; null if nothing waits for it any more. */
    Place place(MessageId id) {
        Sending sending = waiting.get(id);
        return sending == null ? null : sending.place;
    }

    void moved(MessageId id, Place place) {
        Sending sending = waiting.get(id);
        if (sending != null) {
            sending.place = place;
        }
    }

    /** Tells a step on the way. */
    void step(MessageId id, Supplier<Contact> to, Delivery delivery) {
        if (told) {
            events.add(new ChatEvent.DeliveryChanged(id, to.get(), delivery));
        }
    }

    /** Says the last word. */
    void settle(MessageId id, Supplier<Contact> to, Delivery delivery) {
        Sending sending = waiting.remove(id);
        step(id, to, delivery);
        if (sending != null) {
            sending.result.complete(delivery);
        }
    }

    /** The peer is going: nobody will say more. */
    void closeAll(Delivery delivery) {
        List<Sending> all = List.copyOf(waiting.values());
        waiting.clear();
        all.forEach(sending -> sending.result.complete(delivery));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
