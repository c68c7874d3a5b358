package udpchat.engine;

import java.util.Objects;
import java.util.function.Supplier;
import udpchat.noise.Identity;
import udpchat.wire.WireLimits;

/**
 * How an engine is to be.
 *
 * @param identity who we are; asked once, by the engine's first call, and may make it wait
 * @param nick what we call ourselves to peers
 * @param rawOnly whether nothing but typed text ever leaves, and everything that comes is text
 * @param deliveryEvents whether each step of a message is told as an event, besides the last word to its sender
 * @param readReceipts whether peers are told what of theirs was read
 * @param brief whether this is for one thing, and soon gone: peers are told so, and do not announce it
 * @param maxUdp the longest datagram of the protocol that we take, 548 to 1200
 */
public record EngineConfig(
        Supplier<Identity> identity,
        String nick,
        boolean rawOnly,
        boolean deliveryEvents,
        boolean readReceipts,
        boolean brief,
        int maxUdp) {
    public EngineConfig {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(nick, "nick");
    }

    /** The usual one. */
    public static EngineConfig of(Identity identity, String nick) {
        return new EngineConfig(() -> identity, nick, false, true, true, false, WireLimits.Datagram.MAX);
    }
}
