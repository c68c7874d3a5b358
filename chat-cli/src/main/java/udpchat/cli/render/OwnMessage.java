package udpchat.cli.render;

import java.time.Instant;
import java.util.Objects;
import udpchat.model.Contact;

/**
 * A message that was typed here.
 *
 * @param to who it went to
 * @param aside whether that is not the peer the person is talking to, so that it must be named
 * @param text as it was sent
 * @param at when it was sent
 */
public record OwnMessage(Contact to, boolean aside, String text, Instant at) {
    public OwnMessage {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(at, "at");
    }
}
