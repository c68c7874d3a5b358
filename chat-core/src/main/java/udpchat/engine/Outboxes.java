package udpchat.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import udpchat.messaging.Conversation;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;
import udpchat.model.WaitingMessage;
import udpchat.store.StoreCallback;
import udpchat.store.StoreFailure;
import udpchat.wire.Bytes;
import udpchat.wire.MessageBody;

/** What waits for all peers with a key, and what a program before this one left. */
final class Outboxes {
    private final EngineContext context;

    /** Those there are now. */
    private final Collection<SecurePeer> peers;

    private final Queue<PeerKey> waitedFor = new ArrayDeque<>();
    private final Queue<PeerKey> unread = new ArrayDeque<>();

    /** Lists of what waits to be answered when it is known. */
    private final List<CompletableFuture<List<WaitingMessage>>> asked = new ArrayList<>();

    /** What {@link #resume} asked for. */
    private int answersDue;

    /** @param peers a view of those there are at any time */
    Outboxes(EngineContext context, Collection<SecurePeer> peers) {
        this.context = context;
        this.peers = peers;
    }

    /** Asks the store what a program before this one left: for whom messages wait, and whose were not shown, or not read. */
    void resume() {
        answersDue = 2;
        context.messaging.store().peersWaitedFor(answer(waitedFor));
        context.messaging.store().peersUnread(answer(unread));
    }

    private StoreCallback<List<Bytes>> answer(Queue<PeerKey> to) {
        return new StoreCallback<>() {
            @Override
            public void done(List<Bytes> keys) {
                answersDue--;
                for (Bytes each : keys) {
                    PeerKey key = PeerKey.of(each.toArray());
                    if (context.directory.isKnown(key) && !context.directory.isIgnored(key)) {
                        to.add(key);
                    }
                }
            }

            @Override
            public void failed(StoreFailure why) {
                answersDue--;
                context.events.add(new ChatEvent.Trouble("the message store: " + why.detail()));
            }
        };
    }

    /** The next one for whom messages of a run before wait, or null. */
    PeerKey pollWaitedFor() {
        return waitedFor.poll();
    }

    /** The next one whose messages of a run before were not read, or not even shown, or null. */
    PeerKey pollUnread() {
        return unread.poll();
    }

    /** Lists what waits, once it is known what a program before this one left. */
    void list(CompletableFuture<List<WaitingMessage>> result) {
        asked.add(result);
        onStored();
    }

    /** The store may have answered. */
    void onStored() {
        if (!asked.isEmpty() && answersDue == 0 && peers.stream().noneMatch(peer -> peer.conversation.isLoading())) {
            close();
        }
    }

    /** Who still asks is told what is known. */
    void close() {
        if (!asked.isEmpty()) {
            List<WaitingMessage> list = list();
            asked.forEach(result -> result.complete(list));
            asked.clear();
        }
    }

    private List<WaitingMessage> list() {
        List<WaitingMessage> list = new ArrayList<>();
        for (SecurePeer peer : peers) {
            for (Conversation.Waiting each : peer.conversation.outbox()) {
                list.add(new WaitingMessage(
                        each.id(),
                        context.contact(peer.key),
                        each.body().text(),
                        each.body().kind() == MessageBody.Kind.ACTION,
                        Instant.ofEpochMilli(each.queuedMillis())));
            }
        }
        return list;
    }

    /** For whom this message waits, of this run or one before; null if it does not. */
    SecurePeer holder(MessageId id) {
        for (SecurePeer peer : peers) {
            if (peer.conversation.waitingIds().contains(id)) {
                return peer;
            }
        }
        return null;
    }

    /** The end: what waits is not lost, where the store lasts. */
    void tellKept() {
        if (!context.messaging.store().isDurable()) {
            return;
        }
        for (SecurePeer peer : peers) {
            int waiting = peer.conversation.waiting();
            if (waiting > 0) {
                context.notice(
                        peer.key,
                        (waiting == 1 ? "1 message waits" : waiting + " messages wait")
                                + " for it, kept to be sent when you are back");
            }
            for (MessageId id : peer.conversation.waitingIds()) {
                context.sendings.settle(id, () -> context.contact(peer.key), new Delivery.Queued());
            }
        }
    }
}
