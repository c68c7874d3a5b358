package udpchat.store;

import java.util.Objects;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;

/**
 * A message of the peer's.
 *
 * @param id made of the three numbers that follow, so the same whenever it comes
 * @param streamId of the peer
 * @param arrivedMillis by our clock, Unix time
 * @param body as {@link udpchat.wire.MessageBody#decode} reads it
 */
public record InboundRecord(MessageId id, long streamId, long channel, long seq, long arrivedMillis, Bytes body) {
    public InboundRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(body, "body");
    }
}
