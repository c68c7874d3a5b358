package udpchat.recovery;

/**
 * Packet numbers that follow each other, both ends included.
 *
 * @param smallest from 0
 * @param largest not below {@code smallest}
 */
public record PacketRange(long smallest, long largest) {

    public PacketRange {
        if (smallest < 0 || largest < smallest) {
            throw new IllegalArgumentException("no packet range: " + smallest + " to " + largest);
        }
    }

    /** Whether {@code number} lies within. */
    public boolean contains(long number) {
        return smallest <= number && number <= largest;
    }
}
