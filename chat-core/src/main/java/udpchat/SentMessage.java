package udpchat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import udpchat.model.Delivery;
import udpchat.model.MessageId;

/**
 * A message that was given to {@link ChatPeer#send}.
 *
 * @param id by which it can be withdrawn, and which {@code DeliveryChanged} names
 * @param delivery the last word: {@code Delivered}, {@code Sent} for a plain peer, or {@code Failed}; never fails itself
 */
public record SentMessage(MessageId id, CompletableFuture<Delivery> delivery) {
    public SentMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(delivery, "delivery");
    }
}
