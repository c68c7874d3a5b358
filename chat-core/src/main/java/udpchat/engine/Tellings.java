package udpchat.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import udpchat.messaging.ConversationEvent;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.wire.Interval;
import udpchat.wire.MessageBody;

/** What people are told of their talks with keys: the events of a conversation become messages, deliveries and notices. */
final class Tellings {

    /** For so long after our store was seen to be an older copy, that explains what is missing in it, ns. */
    private static final long OUTDATED_TOLD = 60_000_000_000L;

    private final EngineContext context;

    Tellings(EngineContext context) {
        this.context = context;
    }

    /** Tells what there is to tell of this. */
    void tell(SecurePeer peer, ConversationEvent event, long now) {
        if (event instanceof ConversationEvent.Arrived arrived) {
            arrived(peer, arrived);
        } else if (event instanceof ConversationEvent.Delivered delivered) {
            if (isOfBefore(peer, delivered.id())) {
                peer.deliveredOfBefore++;
            }
            context.sendings.settle(
                    delivered.id(), contactOf(peer), new Delivery.Delivered(Duration.ofNanos(delivered.nanos())));
        } else if (event instanceof ConversationEvent.Queued queued) {
            context.sendings.step(queued.id(), contactOf(peer), new Delivery.Queued());
        } else if (event instanceof ConversationEvent.Sent sent) {
            context.sendings.step(sent.id(), contactOf(peer), new Delivery.Sent());
        } else if (event instanceof ConversationEvent.Read read) {
            context.sendings.step(read.id(), contactOf(peer), new Delivery.Read());
        } else if (event instanceof ConversationEvent.GaveUp gaveUp) {
            Delivery why = gaveUp(peer, gaveUp);
            boolean before = isOfBefore(peer, gaveUp.id());
            if (gaveUp.mayHaveArrived()) {
                peer.doubtful.add(gaveUp.id());
            }
            if (before) {
                context.notice(peer.key, "a message of before was not delivered: " + ((Delivery.Failed) why).detail());
            }
            context.sendings.settle(gaveUp.id(), contactOf(peer), why);
        } else if (event instanceof ConversationEvent.NotStored failed) {
            context.sendings.settle(
                    failed.id(),
                    contactOf(peer),
                    new Delivery.Failed(
                            Delivery.Reason.STORE, "not stored: " + failed.why().detail()));
        } else if (event instanceof ConversationEvent.StoreFailed failed) {
            context.events.add(
                    new ChatEvent.Trouble("the message store: " + failed.why().detail()));
        } else if (event instanceof ConversationEvent.OwnStoreOutdated) {
            context.notice(
                    peer.key, "your message store is older than what this peer has of you: some may arrive twice");
        } else if (event instanceof ConversationEvent.Missing missing) {
            missing(peer, missing.range(), now);
        } else if (event instanceof ConversationEvent.PeerForgot forgot
                && forgot.range().first() > 1) {
            // From 1 on it is a program without a store that lasts, which begins anew at each start.
            context.notice(
                    peer.key,
                    count(forgot.range()) + " delivered there before are lost: its message store is an older copy");
        }
    }

    /** Whether it was said in a run before, so that nobody waits for the last word on it. */
    private boolean isOfBefore(SecurePeer peer, MessageId id) {
        return !peer.doubtful.remove(id) && context.sendings.place(id) == null;
    }

    /** What was said in a run before has nobody who waits to hear that it was delivered. */
    void tellDelivered(SecurePeer peer) {
        int count = peer.deliveredOfBefore;
        if (count > 0) {
            peer.deliveredOfBefore = 0;
            context.notice(
                    peer.key,
                    count == 1 ? "1 message of before is delivered" : count + " messages of before are delivered");
        }
    }

    /** The same SKIP says that the peer gave up, and that it sees that our store has forgotten: we say what can be known. */
    private void missing(SecurePeer peer, Interval range, long now) {
        boolean durable = context.messaging.store().isDurable();
        if (range.first() > 1 && !durable) {
            context.notice(peer.key, "it gave up on " + count(range));
        } else if (now - peer.outdatedAt < OUTDATED_TOLD) {
            context.notice(
                    peer.key,
                    count(range)
                            + " that it says were received here are not in this history: the message store here was lost"
                            + " or restored from an older copy");
        } else if (durable) {
            // Without a store that lasts this is so after every start: a program before this one has shown them.
            context.notice(
                    peer.key,
                    count(range)
                            + " of it will not come: it gave up on them, or they were received here and the message"
                            + " store here was lost or restored from an older copy");
        }
    }

    private static String count(Interval range) {
        return range.size() == 1 ? "1 message" : range.size() + " messages";
    }

    private static Delivery gaveUp(SecurePeer peer, ConversationEvent.GaveUp gaveUp) {
        if (peer.wrongKey && !gaveUp.mayHaveArrived()) {
            return new Delivery.Failed(
                    Delivery.Reason.KEY_CHANGED, "somebody with another key answers where this peer should be");
        }
        String doubt = gaveUp.mayHaveArrived() ? "; it may have arrived" : "";
        return switch (gaveUp.why()) {
            case CANCELLED ->
                new Delivery.Failed(Delivery.Reason.TIMED_OUT, "taken back before it was confirmed" + doubt);
            case EXPIRED -> new Delivery.Failed(Delivery.Reason.TIMED_OUT, "the peer was away for too long" + doubt);
            case PEER_GONE -> keyChangedFailure();
        };
    }

    private void arrived(SecurePeer peer, ConversationEvent.Arrived arrived) {
        Instant at = Instant.ofEpochMilli(arrived.arrivedMillis());
        context.directory.heard(peer.key, at);
        Contact contact = context.contact(peer.key);
        PeerAddress from = peer.session != null
                ? peer.session.address()
                : contact.address().orElseThrow();
        context.events.add(new ChatEvent.MessageReceived(new ChatMessage(
                Optional.of(arrived.id()),
                from,
                contact.alias(),
                contact.key(),
                contact.name(),
                contact.trust(),
                false,
                arrived.body().text(),
                arrived.body().kind() == MessageBody.Kind.ACTION,
                Optional.of(Instant.ofEpochMilli(arrived.body().sentAtMillis())),
                at,
                arrived.redelivered())));
        peer.told.add(new SecurePeer.Told(arrived.id(), arrived.streamId(), arrived.seq()));
    }

    static Delivery.Failed keyChangedFailure() {
        return new Delivery.Failed(
                Delivery.Reason.KEY_CHANGED, "another key than the pinned one answers; /trust accepts it");
    }

    private Supplier<Contact> contactOf(SecurePeer peer) {
        return () -> context.contact(peer.key);
    }
}
