package udpchat.session;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
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
    private final BitSet out = new BitSet();
    private int last;
    private int size = 100;

    void send(int count) {
        for (int i = 0; i < count; i++) {
            last++;
            waiting.add(new Frame.Msg(0, last, 0, size, Bytes.wrap(new byte[size])));
        }
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
        public Frame pull(int maxBytes) {
            if (waiting.isEmpty() || FrameSize.of(waiting.peek()) > maxBytes) {
                return null;
            }
            Frame frame = waiting.remove();
            wronglySettled += out.get(number(frame)) ? 1 : 0;
            out.set(number(frame));
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
        wronglySettled += out.get(number(frame)) ? 0 : 1;
        out.clear(number(frame));
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
        public Frame pull(int maxBytes) {
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
        if (frame instanceof Frame.Msg msg) {
            arrived.set((int) msg.seq());
            return Verdict.TAKEN;
        }
        return Verdict.PROTOCOL;
    }

    @Override
    public void onBatchEnd(long now) {}
}
