package udpchat.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One message somebody sent us. Its text is what the sender chose: filter it before it reaches a terminal or a log.
 *
 * @param from where it came from; a plain peer's address is all there is to know it by
 * @param alias the name we gave that address, if any
 * @param text without the line end that closed it; from a plain peer what one datagram of at most 65,527 bytes holds, of
 *     which each byte that is not UTF-8 takes four chars, {@code \xNN}
 * @param at when it reached us, by our clock
 */
public record ChatMessage(PeerAddress from, Optional<String> alias, String text, Instant at) {
    public ChatMessage {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(at, "at");
    }
}
