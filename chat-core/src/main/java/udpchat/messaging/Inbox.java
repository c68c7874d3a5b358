package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import udpchat.messaging.FrameExchange.Verdict;
import udpchat.model.MessageId;
import udpchat.store.InboundRecord;
import udpchat.store.StoreOperation;
import udpchat.store.StoredPeer;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.MalformedException;
import udpchat.wire.MessageBody;
import udpchat.wire.WireLimits.Messages;

/** The peer's messages: of its stream, and of those before that are not yet stored and shown. */
final class Inbox {
    private final Bytes peer;
    private final Journal journal;
    private final ArrayDeque<ConversationEvent> events;
    private final HeldBytes held;
    private final boolean saysRead;
    /** The peer's stream; null while it has none. */
    private ReceiveWindow window;
    /** Of streams before; mostly none. */
    private final List<ReceiveWindow> retired = new ArrayList<>();
    /** Up to where messages of a stream were given out, for when the store is loaded again. */
    private final Map<Long, Long> givenOut = new LinkedHashMap<>();

    private boolean loaded;
    /** STREAM has come in this session. */
    private boolean streamHeard;
    /** What was shown of this stream, and is to be written. */
    private long shownStream;

    private long shownThrough;
    private boolean shownDue;

    /** @param saysRead whether the peer is told what was read */
    Inbox(Bytes peer, Journal journal, ArrayDeque<ConversationEvent> events, HeldBytes held, boolean saysRead) {
        this.peer = peer;
        this.journal = journal;
        this.events = events;
        this.held = held;
        this.saysRead = saysRead;
    }

    /** Takes over what the store holds. */
    void load(StoredPeer stored) {
        boolean hasStream = stored.peerStreamId().isPresent();
        long current = stored.peerStreamId().orElse(0);
        List<Inbound> unshown = new ArrayList<>();
        for (InboundRecord message : stored.unshown()) {
            if (message.channel() != SendQueue.CHANNEL) {
                continue;
            }
            if (hasStream && message.streamId() == current) {
                unshown.add(read(message));
            } else if (!loaded) {
                // Of a stream before; given out already if this program had it.
                show(read(message), message.streamId());
            }
        }
        loaded = true;
        if (hasStream) {
            StoredPeer.ReceivedChannel known = stored.received().stream()
                    .filter(channel -> channel.channel() == SendQueue.CHANNEL)
                    .findAny()
                    .orElse(StoredPeer.ReceivedChannel.nothing(SendQueue.CHANNEL));
            window = new ReceiveWindow(peer, current, known, journal, events, held, saysRead);
            window.load(unshown, givenOut.getOrDefault(current, 0L));
        }
    }

    private static Inbound read(InboundRecord message) {
        Bytes bytes = message.body();
        MessageBody body;
        try {
            body = MessageBody.decode(bytes.toArray(), 0, bytes.length());
        } catch (MalformedException e) {
            throw new IllegalStateException("a store that gives back something else: " + message.id(), e);
        }
        int size = bytes.length() + Messages.OVERHEAD;
        return new Inbound(message.id(), message.seq(), body, message.arrivedMillis(), size, true);
    }

    private void show(Inbound message, long streamId) {
        events.add(new ConversationEvent.Arrived(
                message.id(), streamId, message.seq(), message.body(), message.arrivedMillis(), true));
    }

    /** What is to be receipted; null while the peer has no stream. */
    Receipts receipts() {
        return window == null ? null : window.receipts();
    }

    /** Another key. Messages of a new session wait for its STREAM. */
    void onKey(boolean newSession) {
        if (newSession) {
            streamHeard = false;
        }
        if (window != null) {
            window.onKey(newSession);
        }
    }

    /** The peer's messages belong to this stream from now on. */
    Verdict onStream(long streamId) {
        streamHeard = true;
        if (window != null && window.streamId() == streamId) {
            window.receipts().answerStream();
            return Verdict.TAKEN;
        }
        Verdict verdict = Verdict.TAKEN;
        journal.write(new StoreOperation.PeerStream(peer, streamId));
        if (window != null) {
            events.add(new ConversationEvent.PeerStoreLost());
            window.retire();
            remember(window);
            retired.add(window);
            verdict = Verdict.RESTARTED;
        }
        window = new ReceiveWindow(
                peer, streamId, StoredPeer.ReceivedChannel.nothing(SendQueue.CHANNEL), journal, events, held, saysRead);
        window.receipts().answerStream();
        return verdict;
    }

    Verdict onMsg(Frame.Msg msg, long nowMillis) {
        return streamHeard ? window.onMsg(msg, nowMillis) : Verdict.NOT_HELD;
    }

    Verdict onSkip(Frame.Skip skip) {
        return streamHeard ? window.onSkip(skip) : Verdict.NOT_HELD;
    }

    /** These were shown, and all before. */
    void shown(long streamId, long seq) {
        if (shownDue && shownStream != streamId) {
            writeShown();
        }
        boolean isCurrent = window != null && window.streamId() == streamId;
        shownStream = streamId;
        shownThrough = isCurrent ? window.shown(seq) : seq;
        shownDue = true;
        journal.touch();
    }

    private void writeShown() {
        shownDue = false;
        journal.write(new StoreOperation.Shown(peer, shownStream, SendQueue.CHANNEL, shownThrough));
    }

    /** This one was read, if it is of the peer's stream, and all before. */
    void read(MessageId id) {
        writeRead(window == null ? 0 : window.read(id));
    }

    /** All that was shown was read. */
    void readShown() {
        writeRead(window == null ? 0 : window.readShown());
    }

    private void writeRead(long through) {
        if (through > 0) {
            journal.write(new StoreOperation.Read(peer, SendQueue.CHANNEL, through));
        }
    }

    /** How many of the peer's stream were given out and not read. */
    long unread() {
        return window == null ? 0 : window.unread();
    }

    void beforeCommit() {
        if (shownDue) {
            writeShown();
        }
        for (int i = 0; i < retired.size(); i++) {
            retired.get(i).beforeCommit();
        }
        if (window != null) {
            window.beforeCommit();
        }
    }

    void onCommitted() {
        for (int i = 0; i < retired.size(); i++) {
            retired.get(i).onCommitted();
            remember(retired.get(i));
        }
        retired.removeIf(ReceiveWindow::isDone);
        if (window != null) {
            window.onCommitted();
        }
    }

    /** The store failed: what it does not have never came. */
    void abandon() {
        for (ReceiveWindow each : retired) {
            each.abandon();
            remember(each);
        }
        retired.clear();
        if (window != null) {
            window.abandon();
            remember(window);
        }
        window = null;
        streamHeard = false;
        shownDue = false;
    }

    private void remember(ReceiveWindow each) {
        givenOut.merge(each.streamId(), each.givenOut(), Math::max);
        if (givenOut.size() > MessagingLimits.STREAMS) {
            givenOut.remove(givenOut.keySet().iterator().next());
        }
    }

    /** Forgets all. */
    void release() {
        retired.forEach(ReceiveWindow::release);
        retired.clear();
        if (window != null) {
            window.release();
        }
    }
}
