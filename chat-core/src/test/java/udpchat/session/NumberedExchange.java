package udpchat.session;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import udpchat.messaging.FrameExchange;
import udpchat.messaging.FrameSource;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.FrameSize;

/** Numbered messages in one direction each, sent again until acknowledged: the least that a session can carry. */
final class NumberedExchange implements FrameExchange {
    final BitSet arrived = new BitSet();
    final BitSet acknowledged = new BitSet();
    int keysEstablished;
    int newSessions;
    int wronglySettled;

    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Map<Integer, Frame> out = new TreeMap<>();
    private int last;
    private int size = 100;
    private Verdict verdict = Verdict.TAKEN;

    void send(int count) {
        for (int i = 0; i < count; i++) {
            last++;
            waiting.add(new Frame.Msg(0, last, 0, size, Bytes.wrap(new byte[size])));
        }
    }

    /** The session is gone without a word, and what it had under way with it. */
    void crash() {
        waiting.addAll(out.values());
        out.clear();
    }

    /** What is to be said of every message from now on. */
    void refuse(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Bytes of the messages to come. */
    void size(int bytes) {
        size = bytes;
    }

    int sent() {
        return last;
    }

    private final FrameSource messages = new FrameSource() {
        @Override
        public boolean isReady() {
            return !waiting.isEmpty();
        }

        @Override
        public Frame pull(int maxBytes, long now) {
            if (waiting.isEmpty() || FrameSize.of(waiting.peek()) > maxBytes) {
                return null;
            }
            Frame frame = waiting.remove();
            wronglySettled += out.put(number(frame), frame) == null ? 0 : 1;
            return frame;
        }

        @Override
        public void acked(Frame frame) {
            settle(frame);
            acknowledged.set(number(frame));
        }

        @Override
        public void lost(Frame frame) {
            settle(frame);
            waiting.addFirst(frame);
        }
    };

    private void settle(Frame frame) {
        wronglySettled += out.remove(number(frame)) == frame ? 0 : 1;
    }

    private static int number(Frame frame) {
        return (int) ((Frame.Msg) frame).seq();
    }

    private static final FrameSource NOTHING = new FrameSource() {
        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public Frame pull(int maxBytes, long now) {
            return null;
        }

        @Override
        public void acked(Frame frame) {
            throw new AssertionError();
        }

        @Override
        public void lost(Frame frame) {
            throw new AssertionError();
        }
    };

    @Override
    public FrameSource control() {
        return NOTHING;
    }

    @Override
    public FrameSource messages() {
        return messages;
    }

    @Override
    public void onKeyEstablished(boolean newSession) {
        keysEstablished++;
        newSessions += newSession ? 1 : 0;
    }

    @Override
    public Verdict onFrame(Frame frame, long now) {
        if (frame instanceof Frame.Stream) {
            return Verdict.RESTARTED;
        }
        if (frame instanceof Frame.Msg msg) {
            if (verdict == Verdict.TAKEN) {
                arrived.set((int) msg.seq());
            }
            return verdict;
        }
        return Verdict.PROTOCOL;
    }

    @Override
    public void onBatchEnd(long now) {}
}
