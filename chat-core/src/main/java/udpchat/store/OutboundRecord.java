package udpchat.store;

import java.util.Objects;
import java.util.Optional;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;

/**
 * A message of ours that the peer has not receipted.
 *
 * @param createdMillis when it was queued, Unix time
 * @param body as {@link udpchat.wire.MessageBody#encode} makes it; empty when it was given up
 * @param seq its number, or 0 while it has none
 * @param givenUp why, if it was; it then has a number
 */
public record OutboundRecord(
        MessageId id, long channel, long createdMillis, Bytes body, long seq, Optional<GiveUp> givenUp) {

    public OutboundRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(givenUp, "givenUp");
        if (seq < 0 || (givenUp.isPresent() && seq == 0)) {
            throw new IllegalArgumentException("no number for it: " + seq);
        }
    }

    /** A new one. */
    public static OutboundRecord of(MessageId id, long channel, long createdMillis, Bytes body) {
        return new OutboundRecord(id, channel, createdMillis, body, 0, Optional.empty());
    }
}
