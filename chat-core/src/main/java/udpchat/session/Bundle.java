package udpchat.session;

import udpchat.messaging.FrameSource;
import udpchat.wire.Frame;

/**
 * The frames of one packet that their sources want to hear of. A probe carries the bundle of a packet that is in flight
 * once more, so copies of it share one fate: the first that arrives counts, and it is lost when all copies are. Thus a
 * source hears of each frame exactly once.
 */
final class Bundle {
    /** Of a packet with nothing but the session's own frames, which are never sent again. */
    private static final Frame[] NO_FRAMES = {};

    private static final FrameSource[] NO_SOURCES = {};

    private final Frame[] frames;
    private final FrameSource[] sources;
    /** Bytes of all frames. */
    private final int size;
    /** In flight. */
    private int copies;

    private boolean settled;

    Bundle(Frame[] frames, FrameSource[] sources, int size) {
        this.frames = frames;
        this.sources = sources;
        this.size = size;
        this.settled = frames.length == 0;
    }

    static Bundle empty() {
        return new Bundle(NO_FRAMES, NO_SOURCES, 0);
    }

    int size() {
        return size;
    }

    int count() {
        return frames.length;
    }

    Frame frame(int index) {
        return frames[index];
    }

    /** Whether there is nothing in it, or nothing that is still under way. */
    boolean isSettled() {
        return settled;
    }

    void onSent() {
        copies++;
    }

    void onAcked() {
        copies--;
        if (!settled) {
            settled = true;
            for (int i = 0; i < frames.length; i++) {
                sources[i].acked(frames[i]);
            }
        }
    }

    void onLost() {
        copies--;
        if (!settled && copies == 0) {
            settled = true;
            for (int i = 0; i < frames.length; i++) {
                sources[i].lost(frames[i]);
            }
        }
    }
}
