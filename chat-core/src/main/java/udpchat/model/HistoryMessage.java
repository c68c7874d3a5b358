package udpchat.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A message that was said to us or by us, as the history has it. Its text is what somebody chose: filter it before it
 * reaches a terminal or a log.
 *
 * @param id the same as in the events that told of it
 * @param peer with whom
 * @param own whether we said it
 * @param sentAt when it was written, by its writer's clock
 * @param at when it came, or was said, by our clock
 */
public record HistoryMessage(
        MessageId id, PeerKey peer, boolean own, String text, boolean action, Instant sentAt, Instant at, State state) {
    public HistoryMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(sentAt, "sentAt");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(state, "state");
    }

    /** What became of it. */
    public enum State {
        /** It is the peer's. */
        RECEIVED,
        /** It is ours, and the peer has not confirmed it. */
        WAITING,
        /** It is ours, and the peer has stored it. */
        DELIVERED,
        /** It is ours, and the person there has read it. */
        READ,
        /** It is ours, and was given up. */
        FAILED,
        /** It is ours, was given up, and may have arrived. */
        DOUBTFUL
    }
}
