package udpchat.messaging;

import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;
import udpchat.store.MessageStore;

/**
 * What all conversations of one thread share.
 *
 * @param store where they keep what must survive
 * @param held the memory that all of them take
 * @param random for stream ids: {@link udpchat.noise.SystemRandom} in a running program
 * @param clock the time of day, for when a message was queued and when it arrived
 * @param saysRead whether peers are told what was read
 */
public record MessagingContext(
        MessageStore store, HeldBytes held, RandomGenerator random, InstantSource clock, boolean saysRead) {
    public MessagingContext {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(held, "held");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(clock, "clock");
    }
}
