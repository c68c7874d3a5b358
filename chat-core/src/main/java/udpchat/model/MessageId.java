package udpchat.model;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The name of one message, the same for as long as the message is known. As text: 32 lower-case hexadecimal digits.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
public record MessageId(long high, long low) {

    /** Characters of an id as text. */
    public static final int LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();

    /** A new one, for a message of our own. */
    public static MessageId random(RandomGenerator random) {
        return new MessageId(random.nextLong(), random.nextLong());
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is anything else, upper case included
     */
    public static MessageId parse(String text) {
        if (text.length() != LENGTH || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("the id of a message is " + LENGTH + " lower-case hexadecimal digits");
        }
        int half = LENGTH / 2;
        return new MessageId(
                HexFormat.fromHexDigitsToLong(text, 0, half), HexFormat.fromHexDigitsToLong(text, half, LENGTH));
    }

    /** As a record's own, but without the detour that those take: every message is looked up several times. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MessageId that && low == that.low && high == that.high;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
