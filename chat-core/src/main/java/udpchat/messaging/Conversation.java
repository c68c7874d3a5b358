package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import udpchat.model.MessageId;
import udpchat.store.GiveUp;
import udpchat.store.StoreCallback;
import udpchat.store.StoreFailure;
import udpchat.store.StoredPeer;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.MalformedException;
import udpchat.wire.MessageBody;
import udpchat.wire.Utf8;
import udpchat.wire.WireLimits.Frames;

/**
 * The messages between us and one peer, known by its key: each arrives exactly once and in order, through sessions that
 * come and go and crashes of either side, as long as both stores last.
 *
 * <p>For one thread. The owner calls {@link #send} and the like, then {@link #onBatchEnd}, and polls {@link #poll} until
 * it is empty; the session calls what {@link FrameExchange} has. Nothing calls back but the store, through the owner's
 * queue, and after that {@code news} runs: there may be events and frames then.
 *
 * <p>When the store fails, what it does not have counts as never having been: {@link ConversationEvent.StoreFailed} says
 * so, the session must end, and all goes on from what the store gives back.
 */
public final class Conversation implements FrameExchange {

    private enum Phase {
        /** The store is being asked. */
        LOADING,
        READY,
        /** The store did not answer; it is asked again for the next message or session. */
        FAILED,
        CLOSED
    }

    private final Bytes peer;
    private final MessagingContext context;
    private final Runnable news;
    private final Journal journal;
    private final HeldBytes heldOut;
    private final ArrayDeque<ConversationEvent> events = new ArrayDeque<>();
    private final Inbox inbox;
    private Outbox outbox;
    private Phase phase;
    /** Messages given before the store had answered. */
    private final List<Unwritten> early = new ArrayList<>();
    /** The peer's stream, heard before the store had answered; or null. */
    private Frame.Stream earlyStream;
    /** A person had read what the store knows as shown, before it said what that is. */
    private boolean earlyRead;

    private boolean committing;
    /** There is a session. */
    private boolean keyed;
    /** What this session acknowledged may be lost, so it must end. */
    private boolean busy;

    private Frame.Profile profile;
    private long peerRevision = -1;
    /** When this batch came; negative until that is asked. */
    private long batchMillis = -1;

    private record Unwritten(MessageId id, Bytes body, long createdMillis, long agesFrom) {}

    /**
     * Loads what the store holds for a peer; until it has answered, messages wait and frames are not held.
     *
     * @param peer its static key, 32 bytes
     * @param news run after the store has called back, never within a call of the owner's
     */
    public Conversation(Bytes peer, MessagingContext context, Runnable news) {
        this.peer = peer;
        this.context = context;
        this.news = news;
        journal = new Journal(context.store());
        HeldBytes heldIn = context.held().share(MessagingLimits.INBOUND);
        heldOut = context.held()
                .share(context.store().isDurable() ? MessagingLimits.OUTBOX_ON_DISK : MessagingLimits.OUTBOX);
        inbox = new Inbox(peer, journal, events, heldIn, context.saysRead());
        outbox = new Outbox(peer, journal, events, heldOut, context.random());
        load();
    }

    // --- for the owner ---

    /**
     * Takes a message. Then follow {@link ConversationEvent.Queued}, once it is stored, and the rest; or {@link
     * ConversationEvent.NotStored}.
     *
     * @param id a new one
     * @return false if the outbox is full, or this is closed: then nothing follows
     */
    public boolean send(MessageId id, MessageBody body) {
        Bytes bytes = body.encode();
        if (phase == Phase.CLOSED || !heldOut.take(SendQueue.held(bytes))) {
            return false;
        }
        long millis = context.clock().millis();
        if (phase == Phase.READY) {
            outbox.queue().add(id, bytes, millis, millis);
        } else {
            early.add(new Unwritten(id, bytes, millis, millis));
            if (phase == Phase.FAILED) {
                load();
            }
        }
        return true;
    }

    /**
     * Gives up on a message. {@link ConversationEvent.GaveUp} follows once that is stored.
     *
     * @return false if it is not in the outbox, or was given up before
     */
    public boolean withdraw(MessageId id, GiveUp why) {
        for (int i = 0; i < early.size(); i++) {
            if (early.get(i).id().equals(id)) {
                heldOut.give(SendQueue.held(early.remove(i).body()));
                events.add(new ConversationEvent.GaveUp(id, why, false));
                return true;
            }
        }
        return phase == Phase.READY && outbox.queue().giveUp(id, why);
    }

    /**
     * Says who we are, in this session and all that follow.
     *
     * @param nick at most 64 bytes as UTF-8 of it are said
     * @param brief whether this program is here for one thing, and soon gone
     */
    public void profile(String nick, boolean away, boolean brief) {
        // The highest revision holds, also against one of a program before this one.
        long revision = Math.max(context.clock().millis(), profile == null ? 0 : profile.revision() + 1);
        long capabilities = Frame.Profile.OBSERVES_ADDRESS | (brief ? Frame.Profile.BRIEF : 0);
        profile = new Frame.Profile(Math.max(0, revision), Utf8.prefix(nick, Frames.NICK), away, capabilities);
        if (keyed) {
            outbox.control().profile(profile);
        }
    }

    /** The person is writing, or stopped; said if there is a session. */
    public void typing(boolean on) {
        if (keyed) {
            outbox.control().typing(on);
        }
    }

    /** The person, or whoever listens, has got it. Without this it comes again after a restart. */
    public void shown(ConversationEvent.Arrived message) {
        shown(message.streamId(), message.seq());
    }

    /** Likewise, of the message that had this number in this stream of the peer's. */
    public void shown(long streamId, long seq) {
        if (phase == Phase.READY) {
            inbox.shown(streamId, seq);
        }
    }

    /**
     * The person has read the message of the peer's that has this id, and all that came before; the peer is told, unless
     * that is off. Without effect if it is of an earlier stream of the peer's, or was not given out.
     */
    public void read(MessageId id) {
        if (phase == Phase.READY) {
            inbox.read(id);
        }
    }

    /** Likewise, of all that was shown. */
    public void readShown() {
        if (phase == Phase.READY) {
            inbox.readShown();
        } else {
            earlyRead = true;
        }
    }

    /** How many messages of the peer's stream were given out, in this run or before, and not read. */
    public long unread() {
        return inbox.unread();
    }

    /** The next event, or null. */
    public ConversationEvent poll() {
        return events.poll();
    }

    /** Whether {@link #poll} has something. */
    public boolean hasEvents() {
        return !events.isEmpty();
    }

    /** Messages that the peer has not receipted and that were not given up. */
    public int waiting() {
        return early.size() + outbox.queue().size();
    }

    /** Whether there are any, for which the peer is to be found. */
    public boolean hasWaiting() {
        return waiting() > 0;
    }

    /** The ids of those, in no order. */
    public List<MessageId> waitingIds() {
        List<MessageId> ids = outbox.queue().ids();
        early.forEach(each -> ids.add(each.id()));
        return ids;
    }

    /**
     * A message of ours that the peer has not receipted.
     *
     * @param queuedMillis Unix time, by the clock of then
     */
    public record Waiting(MessageId id, MessageBody body, long queuedMillis) {}

    /** Those, in the order in which they go. */
    public List<Waiting> outbox() {
        List<Waiting> list = new ArrayList<>();
        for (Outbound message : outbox.queue().list()) {
            list.add(new Waiting(message.id, decode(message.body), message.createdMillis));
        }
        early.forEach(each -> list.add(new Waiting(each.id(), decode(each.body()), each.createdMillis())));
        return list;
    }

    private static MessageBody decode(Bytes body) {
        try {
            return MessageBody.decode(body.toArray(), 0, body.length());
        } catch (MalformedException e) {
            throw new IllegalStateException("a message of ours", e);
        }
    }

    /** Gives up on messages of ours that were queued before this time; {@link ConversationEvent.GaveUp} follows. */
    public void expire(long beforeMillis) {
        if (phase == Phase.READY) {
            outbox.queue().expire(beforeMillis);
        }
    }

    /** The time of day was set, by this much: what waits is no older for that, and keeps the time when it was queued. */
    public void rebase(long millis) {
        outbox.queue().rebase(millis, context.clock().millis());
        early.replaceAll(each -> new Unwritten(each.id(), each.body(), each.createdMillis(), each.agesFrom() + millis));
    }

    /** Whether the store has not said yet what it holds. */
    public boolean isLoading() {
        return phase == Phase.LOADING;
    }

    /** Whether all that is to be kept is in the store, or the store does not answer. */
    public boolean isStored() {
        return phase != Phase.READY || !(committing || journal.isDirty());
    }

    /** Whether the peer is still to learn what of its messages came: until then it takes them for not delivered. */
    public boolean owesReceipts() {
        return phase == Phase.READY && (!isStored() || outbox.control().owesReceipts());
    }

    /** There is no session any more. Messages that have no number yet get none until there is one. */
    public void onSessionEnded() {
        keyed = false;
        outbox.onSessionEnded();
    }

    /** Forgets all that is not in the store; nothing happens any more. */
    public void close() {
        phase = Phase.CLOSED;
        inbox.release();
        outbox.release();
        early.forEach(each -> heldOut.give(SendQueue.held(each.body())));
        early.clear();
        events.clear();
    }

    // --- for the session ---

    @Override
    public FrameSource control() {
        return outbox.control();
    }

    @Override
    public FrameSource messages() {
        return outbox.messages();
    }

    @Override
    public void onKeyEstablished(boolean newSession) {
        keyed = true;
        if (newSession) {
            busy = false;
            earlyStream = null;
            peerRevision = -1;
        }
        if (phase == Phase.FAILED) {
            load();
        }
        inbox.onKey(newSession);
        outbox.onKey(newSession);
        equip();
    }

    /** The sources may be new ones. */
    private void equip() {
        outbox.control().receipts(inbox.receipts());
        if (profile != null) {
            outbox.control().profile(profile);
        }
    }

    @Override
    public Verdict onFrame(Frame frame, long now) {
        switch (frame.id()) {
            case Frame.Id.PROFILE -> {
                Frame.Profile theirs = (Frame.Profile) frame;
                if (theirs.revision() > peerRevision) {
                    peerRevision = theirs.revision();
                    events.add(new ConversationEvent.Profile(theirs.nick(), theirs.away(), theirs.capabilities()));
                }
                return Verdict.TAKEN;
            }
            case Frame.Id.TYPING -> {
                events.add(new ConversationEvent.Typing(((Frame.Typing) frame).on()));
                return Verdict.TAKEN;
            }
            default -> {
                if (busy) {
                    return Verdict.BUSY;
                }
                if (phase == Phase.LOADING && frame instanceof Frame.Stream stream) {
                    // It comes with the handshake, and nothing else can: to have it sent again costs a PTO.
                    earlyStream = stream;
                    return Verdict.TAKEN;
                }
                return phase == Phase.READY ? onReliable(frame, now) : Verdict.NOT_HELD;
            }
        }
    }

    private Verdict onReliable(Frame frame, long now) {
        if (frame instanceof Frame.Msg msg) {
            if (batchMillis < 0) {
                batchMillis = Math.max(0, context.clock().millis());
            }
            return msg.channel() == SendQueue.CHANNEL ? inbox.onMsg(msg, batchMillis) : Verdict.PROTOCOL;
        }
        if (frame instanceof Frame.Receipt receipt) {
            if (receipt.channel() != SendQueue.CHANNEL) {
                return Verdict.PROTOCOL;
            }
            outbox.onReceipt(receipt, now);
            return Verdict.TAKEN;
        }
        if (frame instanceof Frame.Skip skip) {
            return skip.channel() == SendQueue.CHANNEL ? inbox.onSkip(skip) : Verdict.PROTOCOL;
        }
        if (frame instanceof Frame.Stream stream) {
            return onStream(stream);
        }
        throw new IllegalArgumentException("not a frame of messages: " + frame);
    }

    private Verdict onStream(Frame.Stream stream) {
        Verdict verdict = inbox.onStream(stream.streamId());
        outbox.control().receipts(inbox.receipts());
        if (verdict == Verdict.RESTARTED) {
            peerRevision = -1;
        }
        return verdict;
    }

    @Override
    public void onBatchEnd(long now) {
        batchMillis = -1;
        commit();
    }

    // --- the store ---

    private void commit() {
        if (phase != Phase.READY || committing || !journal.isDirty()) {
            return;
        }
        committing = true;
        outbox.beforeCommit();
        inbox.beforeCommit();
        journal.clear();
        context.store().commit(peer, new StoreCallback<>() {
            @Override
            public void done(Void nothing) {
                if (phase == Phase.READY) {
                    committing = false;
                    outbox.onCommitted();
                    inbox.onCommitted();
                    commit();
                    news.run();
                }
            }

            @Override
            public void failed(StoreFailure why) {
                if (phase == Phase.READY) {
                    onStoreFailed(why);
                    news.run();
                }
            }
        });
    }

    private void onStoreFailed(StoreFailure why) {
        committing = false;
        busy = keyed;
        events.add(new ConversationEvent.StoreFailed(why));
        inbox.abandon();
        outbox.abandon(why);
        outbox = new Outbox(peer, journal, events, heldOut, context.random());
        load();
    }

    private void load() {
        phase = Phase.LOADING;
        journal.clear();
        context.store().load(peer, new StoreCallback<>() {
            @Override
            public void done(StoredPeer stored) {
                if (phase == Phase.LOADING) {
                    onLoaded(stored);
                    news.run();
                }
            }

            @Override
            public void failed(StoreFailure why) {
                if (phase == Phase.LOADING) {
                    onLoadFailed(why);
                    news.run();
                }
            }
        });
    }

    private void onLoaded(StoredPeer stored) {
        phase = Phase.READY;
        outbox.load(stored);
        outbox.queue().limitAges(context.clock().millis());
        inbox.load(stored);
        if (earlyRead) {
            earlyRead = false;
            inbox.readShown();
        }
        if (keyed && !busy) {
            outbox.onKey(true);
            equip();
            if (earlyStream != null) {
                onStream(earlyStream);
            }
        }
        earlyStream = null;
        for (Unwritten message : early) {
            outbox.queue().add(message.id(), message.body(), message.createdMillis(), message.agesFrom());
        }
        early.clear();
        commit();
    }

    private void onLoadFailed(StoreFailure why) {
        phase = Phase.FAILED;
        events.add(new ConversationEvent.StoreFailed(why));
        for (Unwritten message : early) {
            heldOut.give(SendQueue.held(message.body()));
            events.add(new ConversationEvent.NotStored(message.id(), why));
        }
        early.clear();
    }
}
