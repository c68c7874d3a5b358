package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import udpchat.store.StoreFailure;
import udpchat.store.StoredPeer;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;

/** Our messages and their stream, and what of them goes out in this session. */
final class Outbox {
    private final ArrayDeque<ConversationEvent> events;
    private final RandomGenerator random;
    private final SendQueue queue;
    private final ReadThere readThere;
    private ReceiptReader reader;
    private ControlSource control;
    private MessageSource messages;

    private long streamId;
    private StreamState stream = StreamState.WRITTEN;
    /** The stream is another than the peer knows from this session. */
    private boolean outdated;
    /** There is a session. */
    private boolean keyed;

    /** How far the beginning of our stream is in the store. */
    private enum StreamState {
        WRITTEN,
        COMMITTING,
        COMMITTED
    }

    Outbox(Bytes peer, Journal journal, ArrayDeque<ConversationEvent> events, HeldBytes held, RandomGenerator random) {
        this.events = events;
        this.random = random;
        queue = new SendQueue(peer, journal, events, held);
        readThere = new ReadThere(peer, journal, events);
        newSources();
    }

    private void newSources() {
        if (control != null) {
            control.end();
            messages.end();
        }
        control = new ControlSource(queue);
        messages = new MessageSource(queue, events);
        reader = new ReceiptReader(queue, readThere, events);
    }

    /** Takes over what the store holds; a stream begins if there is none. */
    void load(StoredPeer stored) {
        queue.load(stored);
        stored.sent().stream()
                .filter(sent -> sent.channel() == SendQueue.CHANNEL)
                .forEach(sent -> readThere.load(sent.readThrough()));
        if (stored.streamId().isPresent()) {
            streamId = stored.streamId().getAsLong();
            stream = StreamState.COMMITTED;
        } else {
            beginStream();
        }
        newSources();
    }

    private void beginStream() {
        streamId = random.nextLong();
        stream = StreamState.WRITTEN;
        queue.beginStream(streamId);
        readThere.clear();
    }

    SendQueue queue() {
        return queue;
    }

    ControlSource control() {
        return control;
    }

    MessageSource messages() {
        return messages;
    }

    /** Another key is used. Nothing is sent in a new session before the peer said what it has. */
    void onKey(boolean newSession) {
        keyed = true;
        if (newSession) {
            outdated = false;
            queue.close();
            newSources();
        } else {
            reader.onKey();
            messages.doubtAcked();
            control.onRekey();
        }
        queue.repeatSkips();
        sayStream();
    }

    /** There is no session any more. */
    void onSessionEnded() {
        keyed = false;
        queue.close();
    }

    private void sayStream() {
        if (keyed && !outdated && stream == StreamState.COMMITTED) {
            control.stream(streamId);
        }
    }

    void onReceipt(Frame.Receipt receipt, long now) {
        if (receipt.streamId() != streamId || outdated || !keyed) {
            return;
        }
        if (!reader.read(receipt, now)) {
            events.add(new ConversationEvent.OwnStoreOutdated());
            outdated = true;
            beginStream();
            messages.end();
            return;
        }
        if (receipt.level() == Frame.Receipt.Level.STORED && !queue.isOpen()) {
            queue.open();
        } else {
            queue.number();
        }
    }

    void beforeCommit() {
        queue.beforeCommit();
        if (stream == StreamState.WRITTEN) {
            stream = StreamState.COMMITTING;
        }
    }

    void onCommitted() {
        queue.onCommitted();
        if (stream == StreamState.COMMITTING) {
            stream = StreamState.COMMITTED;
            sayStream();
        }
    }

    /** The store failed, or it is over. */
    void abandon(StoreFailure why) {
        control.end();
        messages.end();
        queue.abandon(why);
    }

    /** Forgets all. */
    void release() {
        control.end();
        messages.end();
        queue.release();
    }
}
