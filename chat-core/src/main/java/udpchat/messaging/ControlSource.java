package udpchat.messaging;

import java.util.OptionalLong;
import udpchat.wire.Frame;
import udpchat.wire.FrameSize;

/**
 * What goes before messages, for one session: STREAM, PROFILE, SKIP, RECEIPT, TYPING. All of it is state: what is lost is
 * said again as it is by then. A packet that is empty has room for each of them.
 */
final class ControlSource implements FrameSource {
    private final SendQueue queue;
    private OptionalLong stream = OptionalLong.empty();
    private Frame.Profile profile;
    private Frame.Typing typing;
    private Receipts receipts;
    private boolean streamDue;
    private boolean profileDue;
    private boolean over;

    ControlSource(SendQueue queue) {
        this.queue = queue;
    }

    /** Our stream, which the store has. */
    void stream(long id) {
        stream = OptionalLong.of(id);
        streamDue = true;
    }

    void profile(Frame.Profile newest) {
        profile = newest;
        profileDue = true;
    }

    /** Said once, or not at all. */
    void typing(boolean on) {
        typing = new Frame.Typing(SendQueue.CHANNEL, on);
    }

    /** The RECEIPTs of the peer's stream. */
    void receipts(Receipts current) {
        receipts = current;
    }

    /** Another key in the same session: who has it may be another program than before. */
    void onRekey() {
        streamDue = stream.isPresent();
        profileDue = profile != null;
    }

    /** Another session has taken its place. */
    void end() {
        over = true;
    }

    @Override
    public boolean isReady() {
        return !over && (streamDue || profileDue || typing != null || hasSkips() || hasReceipts());
    }

    /** Whether a RECEIPT is to be sent, or under way. */
    boolean owesReceipts() {
        return !over && receipts != null && receipts.isOwing();
    }

    private boolean hasSkips() {
        return queue.isOpen() && !queue.skips.isEmpty();
    }

    private boolean hasReceipts() {
        return receipts != null && receipts.isReady();
    }

    @Override
    public Frame pull(int maxBytes, long now) {
        if (over) {
            return null;
        }
        if (streamDue) {
            Frame frame = new Frame.Stream(stream.getAsLong());
            streamDue = FrameSize.of(frame) > maxBytes;
            return streamDue ? null : frame;
        }
        if (hasReceipts()) {
            return receipts.pull(maxBytes);
        }
        if (hasSkips()) {
            return queue.skips.pull(maxBytes);
        }
        if (profileDue) {
            profileDue = FrameSize.of(profile) > maxBytes;
            return profileDue ? null : profile;
        }
        if (typing != null && FrameSize.of(typing) <= maxBytes) {
            Frame frame = typing;
            typing = null;
            return frame;
        }
        return null;
    }

    @Override
    public void acked(Frame frame) {
        if (!over && frame instanceof Frame.Receipt receipt && isCurrent(receipt)) {
            receipts.acked(receipt);
        }
    }

    @Override
    public void lost(Frame frame) {
        if (over) {
            return;
        }
        if (frame instanceof Frame.Receipt receipt) {
            if (isCurrent(receipt)) {
                receipts.lost(receipt);
            }
        } else if (frame instanceof Frame.Skip skip) {
            queue.skips.add(skip.first(), skip.last());
        } else if (frame instanceof Frame.Stream) {
            streamDue = true;
        } else if (frame.equals(profile)) {
            profileDue = true;
        }
    }

    private boolean isCurrent(Frame.Receipt receipt) {
        return receipts != null && receipts.streamId() == receipt.streamId();
    }
}
