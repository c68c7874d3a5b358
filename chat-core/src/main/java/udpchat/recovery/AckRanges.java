package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_ACK_RANGES;

import java.util.ArrayList;
import java.util.List;

/**
 * The packet numbers that came, as at most 32 ranges: the newest, as RFC 9000 §13.2.3 asks. What falls out at the low end
 * is never acknowledged again, so the sender takes it for lost and sends its frames anew.
 */
public final class AckRanges {
    // Ascending, so that the usual number, one more than the last, costs one comparison.
    private final long[] smallest = new long[MAX_ACK_RANGES];
    private final long[] largest = new long[MAX_ACK_RANGES];
    private int count;

    /** Adds a number; false if it was there already, or is too old to be kept. */
    public boolean add(long number) {
        int below = rangeFrom(number);
        if (below >= 0 && number <= largest[below]) {
            return false;
        }
        int above = below + 1;
        boolean joinsBelow = below >= 0 && largest[below] == number - 1;
        boolean joinsAbove = above < count && smallest[above] == number + 1;
        if (joinsBelow && joinsAbove) {
            largest[below] = largest[above];
            remove(above, 1);
        } else if (joinsBelow) {
            largest[below] = number;
        } else if (joinsAbove) {
            smallest[above] = number;
        } else {
            return insert(above, number);
        }
        return true;
    }

    /**
     * Drops the ranges that lie wholly at or below {@code number}, but never the highest range: the peer has seen an ACK
     * that had {@code number} as its largest (RFC 9000 §13.2.4).
     */
    public void forgetThrough(long number) {
        int gone = 0;
        while (gone < count - 1 && largest[gone] <= number) {
            gone++;
        }
        remove(0, gone);
    }

    /** Whether nothing came yet. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many ranges are held: 0 to 32. */
    public int size() {
        return count;
    }

    /** The largest number that came, or −1. */
    public long largest() {
        return count == 0 ? -1 : largest[count - 1];
    }

    /** Whether all numbers from {@code from} to {@code to} are held. */
    public boolean containsAll(long from, long to) {
        int range = rangeFrom(from);
        return range >= 0 && to <= largest[range];
    }

    /** The ranges, highest first. */
    public List<PacketRange> toList() {
        List<PacketRange> ranges = new ArrayList<>(count);
        for (int i = count - 1; i >= 0; i--) {
            ranges.add(new PacketRange(smallest[i], largest[i]));
        }
        return ranges;
    }

    /** The index of the highest range that begins at or below {@code number}, or −1. */
    private int rangeFrom(long number) {
        int i = count - 1;
        while (i >= 0 && smallest[i] > number) {
            i--;
        }
        return i;
    }

    private boolean insert(int index, long number) {
        int at = index;
        if (count == MAX_ACK_RANGES) {
            if (at == 0) {
                return false;
            }
            remove(0, 1);
            at--;
        }
        System.arraycopy(smallest, at, smallest, at + 1, count - at);
        System.arraycopy(largest, at, largest, at + 1, count - at);
        smallest[at] = number;
        largest[at] = number;
        count++;
        return true;
    }

    private void remove(int index, int length) {
        System.arraycopy(smallest, index + length, smallest, index, count - index - length);
        System.arraycopy(largest, index + length, largest, index, count - index - length);
        count -= length;
    }
}
