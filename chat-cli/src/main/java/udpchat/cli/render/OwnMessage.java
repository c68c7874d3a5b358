package udpchat.cli.render;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import udpchat.model.Contact;
import udpchat.model.MessageId;

/**
 * A message that was typed here.
 *
 * @param id by which its delivery is told
 * @param to who it went to, as known when it was sent
 * @param aside whether that is not the peer the person is talking to, so that it must be named
 * @param text as it was sent
 * @param actor our nick, where the text tells what we do
 * @param at when it was sent
 */
public record OwnMessage(MessageId id, Contact to, boolean aside, String text, Optional<String> actor, Instant at) {
    public OwnMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(at, "at");
    }

    /** The same without its text, to be remembered at little cost. */
    public OwnMessage withoutText() {
        return new OwnMessage(id, to, aside, "", actor, at);
    }
}
