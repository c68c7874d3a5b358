package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_SKIPPED;
import static udpchat.recovery.RecoveryLimits.SKIP_INTERVAL;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Gives out the packet numbers of one key, from 0, each once. About one in 1000 is left out, so that a peer that
 * acknowledges what it did not receive gives itself away (RFC 9000 §21.4).
 */
public final class PacketNumbers {
    private final RandomGenerator random;
    private final Deque<Long> skipped = new ArrayDeque<>();
    private long next;
    private long nextSkip;

    PacketNumbers(RandomGenerator random) {
        this.random = random;
        nextSkip = skipAfter(0);
    }

    /** The number for the packet that is sealed next. */
    public long take() {
        if (next == nextSkip) {
            if (skipped.size() == MAX_SKIPPED) {
                skipped.removeFirst();
            }
            skipped.addLast(next);
            next++;
            nextSkip = skipAfter(next);
        }
        return next++;
    }

    /** The least number not given out, so also how much of the key is used up. */
    public long next() {
        return next;
    }

    /** Throws if the ACK names a number that was not given out. */
    void requireSent(Ack ack) throws PacketNeverSentException {
        if (ack.largest() >= next) {
            throw new PacketNeverSentException(ack.largest());
        }
        for (long number : skipped) {
            if (ack.contains(number)) {
                throw new PacketNeverSentException(number);
            }
        }
    }

    /** A number above {@code from}, 1000 further on average: at least one between two skips is used. */
    private long skipAfter(long from) {
        return from + 1 + random.nextInt(2 * SKIP_INTERVAL - 1);
    }
}
