package udpchat.noise;

/**
 * Which of the last packet numbers were seen (RFC 6479): a bitmap on a ring of words, of which moving forward clears
 * whole words and shifts nothing. For one thread.
 */
final class ReplayWindow {
    /** How far behind the highest number one may still come. */
    static final int WIDTH = 4096;

    /** RFC 6479 needs one word beyond the width, and a power of two turns the ring's modulo into a mask. */
    private static final int WORDS = 2 * WIDTH / Long.SIZE;

    private static final int WORD_SHIFT = 6;

    private final long[] ring = new long[WORDS];
    private long highest = -1;

    /** Whether the number, from 0, was not marked before and is not too old to tell. */
    boolean isFresh(long number) {
        if (number > highest) {
            return true;
        }
        // The mask of a shift count: the low six bits of the number are the bit of its word.
        return number > highest - WIDTH && number >= 0 && (ring[word(number)] & (1L << number)) == 0;
    }

    /** Marks a number that is fresh, and moves the window when it is the highest. */
    void mark(long number) {
        if (!isFresh(number)) {
            throw new IllegalStateException("packet number " + number + " is not fresh");
        }
        if (number > highest) {
            long last = number >> WORD_SHIFT;
            long first = Math.max((highest >> WORD_SHIFT) + 1, last - WORDS + 1);
            for (long w = first; w <= last; w++) {
                ring[(int) w & (WORDS - 1)] = 0;
            }
            highest = number;
        }
        ring[word(number)] |= 1L << number;
    }

    private static int word(long number) {
        return (int) (number >> WORD_SHIFT) & (WORDS - 1);
    }
}
