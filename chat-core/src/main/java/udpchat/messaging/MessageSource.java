package udpchat.messaging;

import java.util.ArrayDeque;
import udpchat.wire.Frame;
import udpchat.wire.FrameSize;

/** Cuts the messages of a {@link SendQueue} into MSG frames, for one session: what was lost first, then in their order. */
final class MessageSource implements FrameSource {
    private final SendQueue queue;
    private final ArrayDeque<ConversationEvent> events;
    private final ArrayDeque<Outbound> repair = new ArrayDeque<>();
    /** Below it every message was sent in this session. */
    private long fresh;
    /** Another session, or another stream, has taken its place. */
    private boolean over;

    /** For a new session, which knows of no message. */
    MessageSource(SendQueue queue, ArrayDeque<ConversationEvent> events) {
        this.queue = queue;
        this.events = events;
        SeqRing numbered = queue.numbered();
        fresh = numbered.base();
        for (long seq = numbered.base(); seq < numbered.next(); seq++) {
            Outbound message = numbered.get(seq);
            if (message != null) {
                message.restart();
            }
        }
    }

    /** Nothing more is sent, and what becomes of frames means nothing any more. */
    void end() {
        over = true;
        repair.clear();
    }

    /** The peer may be another program than the one that acknowledged. */
    void doubtAcked() {
        SeqRing numbered = queue.numbered();
        for (long seq = numbered.base(); seq < numbered.next(); seq++) {
            Outbound message = numbered.get(seq);
            if (message != null && message.givenUp == null && message.doubtAcked()) {
                repair(message);
            }
        }
    }

    private void repair(Outbound message) {
        if (!message.repairing) {
            message.repairing = true;
            repair.add(message);
        }
    }

    @Override
    public boolean isReady() {
        return head() != null;
    }

    private Outbound head() {
        if (over || !queue.isOpen()) {
            return null;
        }
        for (Outbound message = repair.peek(); message != null; message = repair.peek()) {
            if (message.hasLost() && isWanted(message)) {
                return message;
            }
            message.repairing = false;
            repair.remove();
        }
        while (fresh <= queue.committedThrough()) {
            Outbound message = queue.numbered().get(fresh);
            if (message != null && message.givenUp == null && message.isFresh()) {
                return message;
            }
            fresh++;
        }
        return null;
    }

    private static boolean isWanted(Outbound message) {
        return !message.settled && message.givenUp == null;
    }

    @Override
    public Frame pull(int maxBytes, long now) {
        Outbound message = head();
        if (message == null) {
            return null;
        }
        int total = message.body.length();
        int offset = message.nextOffset();
        int wanted = message.nextLength();
        int fits = FrameSize.maxMsgData(SendQueue.CHANNEL, message.seq, offset, total, maxBytes);
        if (fits < wanted && fits < MessagingLimits.MIN_FRAGMENT) {
            return null;
        }
        int length = Math.min(fits, wanted);
        message.onPulled(offset, length);
        if (!message.sent) {
            message.sent = true;
            message.sentAt = now;
            events.add(new ConversationEvent.Sent(message.id));
        }
        return new Frame.Msg(
                SendQueue.CHANNEL,
                message.seq,
                offset,
                total,
                length == total ? message.body : message.body.slice(offset, length));
    }

    @Override
    public void acked(Frame frame) {
        Frame.Msg piece = (Frame.Msg) frame;
        Outbound message = over ? null : queue.numbered().get(piece.seq());
        if (message != null) {
            message.onAcked(piece);
        }
    }

    @Override
    public void lost(Frame frame) {
        Frame.Msg piece = (Frame.Msg) frame;
        Outbound message = over ? null : queue.numbered().get(piece.seq());
        if (message != null && message.givenUp == null) {
            message.onLost(piece);
            repair(message);
        }
    }
}
