package udpchat.messaging;

import udpchat.wire.Frame;

/** What a session carries: the frames of one peer, which outlive sessions and keys. One thread calls it. */
public interface FrameExchange {

    /** What is to be done with a packet, as far as one of its frames decides. The first that is not TAKEN decides. */
    enum Verdict {
        /** The frame was taken, or means nothing any more. */
        TAKEN,
        /**
         * It was taken, and the peer is not the one it was under older keys: it has begun another stream. What still
         * comes under keys older than the frame's must not be given any more, since its numbers mean other messages now.
         */
        RESTARTED,
        /** It could not be held: the packet must not be acknowledged, the peer will send it again. */
        NOT_HELD,
        /** Nor can what was acknowledged before: CLOSE(busy), and a new session will bring all of it again. */
        BUSY,
        /** No honest peer sends that: CLOSE(protocol). */
        PROTOCOL
    }

    /** What goes out before any message. */
    FrameSource control();

    FrameSource messages();

    /**
     * Another key is used from now on, to be told before anything is pulled for it. When {@code newSession}, sources hear
     * no more of frames of the sessions before; in a rekey they do, until the older key is forgotten.
     */
    void onKeyEstablished(boolean newSession);

    /** A frame came, in an authentic packet: STREAM, MSG, RECEIPT, SKIP, PROFILE or TYPING. */
    Verdict onFrame(Frame frame, long now);

    /** All that came together was given: datagrams of one batch, or commands. What it changed is committed now. */
    void onBatchEnd(long now);
}
