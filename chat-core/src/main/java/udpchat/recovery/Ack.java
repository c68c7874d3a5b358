package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_ACK_RANGES;

import java.util.List;

/**
 * What an ACK frame says (RFC 9000 §19.3).
 *
 * @param delayMicros how long its sender held it back after the largest number arrived, in microseconds, from 0
 * @param ranges 1 to 32, the highest first, with at least one number missing between neighbours
 */
public record Ack(long delayMicros, List<PacketRange> ranges) {

    public Ack {
        ranges = List.copyOf(ranges);
        if (delayMicros < 0 || ranges.isEmpty() || ranges.size() > MAX_ACK_RANGES) {
            throw new IllegalArgumentException("no ACK: delay " + delayMicros + ", " + ranges.size() + " ranges");
        }
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).largest() >= ranges.get(i - 1).smallest() - 1) {
                throw new IllegalArgumentException("ranges touch or are out of order: " + ranges);
            }
        }
    }

    /** The largest number acknowledged. */
    public long largest() {
        return ranges.get(0).largest();
    }

    /** Whether {@code number} is acknowledged. */
    public boolean contains(long number) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            PacketRange range = ranges.get(middle);
            if (range.contains(number)) {
                return true;
            }
            if (number < range.smallest()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
