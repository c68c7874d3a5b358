package udpchat.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A message of ours that its receiver has not confirmed.
 *
 * @param queuedAt when it was said
 */
public record WaitingMessage(MessageId id, Contact to, String text, boolean action, Instant queuedAt) {
    public WaitingMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(queuedAt, "queuedAt");
    }
}
