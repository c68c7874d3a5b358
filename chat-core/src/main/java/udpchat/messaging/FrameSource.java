package udpchat.messaging;

import udpchat.wire.Frame;

/**
 * Gives frames to send, and hears of each of them exactly once what became of it. Frames are told apart by identity:
 * {@link #acked} and {@link #lost} get the very object that {@link #pull} gave.
 */
public interface FrameSource {
    /** Whether {@link #pull} would give a frame if there is room enough: an empty packet always has. */
    boolean isReady();

    /**
     * The next frame, which goes out at once.
     *
     * @param maxBytes as {@link udpchat.wire.FrameSize} counts
     * @param now when the packet is sent, ns
     * @return null if nothing waits, or nothing fits
     */
    Frame pull(int maxBytes, long now);

    /** A frame that it gave has arrived. */
    void acked(Frame frame);

    /** A frame that it gave is lost: whatever of it still matters will be given again. */
    void lost(Frame frame);
}
