package udpchat.wire;

/**
 * Consecutive numbers of packets or messages. A peer names its ends, so it can be astronomically long: compute with
 * the ends, never walk it.
 *
 * @param first 0 to {@code last}
 * @param last at most {@link Varint#MAX}
 */
public record Interval(long first, long last) {
    public Interval {
        Varint.require(first);
        Varint.require(last);
        if (first > last) {
            throw new IllegalArgumentException(first + " is above " + last);
        }
    }

    /** How many numbers, at least 1; no overflow. */
    public long size() {
        return last - first + 1;
    }

    public boolean contains(long number) {
        return first <= number && number <= last;
    }
}
