package udpchat.session;

import udpchat.wire.Frame;

/** Gives frames to send, and hears of each exactly once what became of it. */
public interface FrameSource {
    /** Whether {@link #pull} would give a frame if there is room enough. */
    boolean isReady();

    /** The next frame of at most so many bytes; null if nothing waits, or nothing fits. */
    Frame pull(int maxBytes);

    /** A frame that it gave has arrived. */
    void acked(Frame frame);

    /** A frame that it gave is lost. */
    void lost(Frame frame);
}
