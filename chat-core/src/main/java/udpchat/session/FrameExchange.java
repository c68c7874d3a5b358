package udpchat.session;

import udpchat.wire.Frame;

/** What a session carries: the frames of one peer that outlive sessions and keys. */
public interface FrameExchange {

    /** What is to be done with a packet, as far as one of its frames decides. */
    enum Verdict {
        /** The frame was taken. */
        TAKEN,
        /** It could not be held: the packet must not be acknowledged. */
        NOT_HELD,
        /** Nor can what was acknowledged before: CLOSE(busy). */
        BUSY,
        /** No honest peer sends that: CLOSE(protocol). */
        PROTOCOL
    }

    /** What goes out before any message. */
    FrameSource control();

    FrameSource messages();

    /** Another key is used from now on; a new session, unless it is a rekey. */
    void onKeyEstablished(boolean newSession);

    /** A frame came, in an authentic packet. */
    Verdict onFrame(Frame frame, long now);

    /** All datagrams that came together were given. */
    void onBatchEnd(long now);
}
