package udpchat.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one peer is answered by {@code listen --echo}: two that answer each other would go on for ever, and neither can
 * tell an answer from a message. After a burst of {@value #BURST} it is {@value #PER_SECOND} a second, which harms nobody.
 *
 * <p>Remembers the {@value #MAX_PEERS} peers that wrote last. Time is an argument, in nanoseconds of a monotonic clock. For
 * one thread.
 */
final class EchoLimit {

    static final int BURST = 1000;

    static final int PER_SECOND = 10;

    static final int MAX_PEERS = 256;

    private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;

    /** For each peer, when its burst would be full again: in the past where it is. */
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_PEERS;
        }
    };

    /** Whether one more message of this peer is answered; if so, it counts. */
    boolean admit(String peer, long now) {
        Long full = fullAt.get(peer);
        long next = (full == null || full - now < 0 ? now : full) + NANOS_EACH;
        if (next - now > BURST * NANOS_EACH) {
            return false;
        }
        fullAt.put(peer, next);
        return true;
    }
}
