package udpchat.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One message somebody sent us. Its text is what the sender chose: filter it before it reaches a terminal or a log.
 *
 * @param id the same whenever this message is told; a plain peer's message has none
 * @param from where it came from; a plain peer's address is all there is to know it by
 * @param alias the name we gave its sender, if any
 * @param key the sender's, if it has one: then it is proven that the sender wrote this
 * @param name what to call the sender, as in {@link Contact#name}
 * @param trust how sure we are of the key
 * @param unverified whether it is plain text from an address at which a peer with a key was: anybody may have sent it,
 *     and it is shown under no name
 * @param text without the line end that closed it; from a plain peer what one datagram of at most 65,527 bytes holds, of
 *     which each byte that is not UTF-8 takes four chars, {@code \xNN}
 * @param action whether it tells what the sender does ({@code /me})
 * @param sentAt when it was written, by the sender's clock; a plain peer does not say
 * @param at when it reached us, by our clock
 * @param redelivered whether it was kept from a run before, which may have shown it: it ended before it could note that
 */
public record ChatMessage(
        Optional<MessageId> id,
        PeerAddress from,
        Optional<String> alias,
        Optional<PeerKey> key,
        String name,
        Trust trust,
        boolean unverified,
        String text,
        boolean action,
        Optional<Instant> sentAt,
        Instant at,
        boolean redelivered) {
    public ChatMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(sentAt, "sentAt");
        Objects.requireNonNull(at, "at");
    }

    /** A plain peer's. */
    public ChatMessage(PeerAddress from, Optional<String> alias, String text, Instant at) {
        this(from, alias, text, at, false);
    }

    /** A plain peer's, or what claims to be one's. */
    public ChatMessage(PeerAddress from, Optional<String> alias, String text, Instant at, boolean unverified) {
        this(
                Optional.empty(),
                from,
                alias,
                Optional.empty(),
                alias.orElseGet(from::toString),
                Trust.PLAIN,
                unverified,
                text,
                false,
                Optional.empty(),
                at,
                false);
    }
}
