package udpchat.model;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What is done to datagrams to show how a bad network feels: {@code
 * loss=30,dup=5,reorder=10,delay=50,jitter=20,rate=1mbit,seed=7}. Each direction is impaired by itself, by the same
 * figures; the same seed and the same datagrams at the same times give the same result.
 *
 * @param lossPercent of datagrams that vanish, 0 to 100
 * @param duplicatePercent of the others that come twice, 0 to 100
 * @param reorderPercent of them that are held back so that later ones overtake them, 0 to 100
 * @param delay of each, 0 to 10 s
 * @param jitter up to this much more, evenly spread, 0 to 10 s
 * @param bitsPerSecond of the wire, at least 1,000; 0 for as fast as it goes
 * @param seed of the random numbers
 */
public record Impairment(
        double lossPercent,
        double duplicatePercent,
        double reorderPercent,
        Duration delay,
        Duration jitter,
        long bitsPerSecond,
        long seed) {

    private static final Duration MAX_DELAY = Duration.ofSeconds(10);
    private static final long MIN_RATE = 1_000;
    private static final long MAX_RATE = 1_000_000_000_000L;

    /** A wire that does nothing. */
    public static final Impairment NONE = new Impairment(0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0);

    public Impairment {
        requirePercent("loss", lossPercent);
        requirePercent("dup", duplicatePercent);
        requirePercent("reorder", reorderPercent);
        requireDelay("delay", delay);
        requireDelay("jitter", jitter);
        if (bitsPerSecond != 0 && (bitsPerSecond < MIN_RATE || bitsPerSecond > MAX_RATE)) {
            throw new IllegalArgumentException("rate is from 1kbit to 1000gbit, not " + bitsPerSecond + "bit");
        }
    }

    /**
     * Reads {@code name=value} pairs with commas between: {@code loss}, {@code dup} and {@code reorder} in percent,
     * {@code delay} and {@code jitter} in ms, {@code rate} in bits a second ({@code 500kbit}, {@code 1mbit}), {@code
     * seed}. What is not named does nothing.
     *
     * @throws IllegalArgumentException with one line that says what is wrong, with the value
     */
    public static Impairment parse(String text) {
        Impairment sim = NONE;
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + pair + "' is not name=value, as in loss=30,delay=50");
            }
            sim = sim.with(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return sim;
    }

    /** Whether datagrams pass untouched. */
    public boolean isNone() {
        return lossPercent == 0
                && duplicatePercent == 0
                && reorderPercent == 0
                && delay.isZero()
                && jitter.isZero()
                && bitsPerSecond == 0;
    }

    private Impairment with(String name, String value) {
        return switch (name) {
            case "loss" ->
                new Impairment(
                        number(name, value), duplicatePercent, reorderPercent, delay, jitter, bitsPerSecond, seed);
            case "dup" ->
                new Impairment(lossPercent, number(name, value), reorderPercent, delay, jitter, bitsPerSecond, seed);
            case "reorder" ->
                new Impairment(lossPercent, duplicatePercent, number(name, value), delay, jitter, bitsPerSecond, seed);
            case "delay" ->
                new Impairment(
                        lossPercent,
                        duplicatePercent,
                        reorderPercent,
                        millis(name, value),
                        jitter,
                        bitsPerSecond,
                        seed);
            case "jitter" ->
                new Impairment(
                        lossPercent, duplicatePercent, reorderPercent, delay, millis(name, value), bitsPerSecond, seed);
            case "rate" ->
                new Impairment(lossPercent, duplicatePercent, reorderPercent, delay, jitter, rate(value), seed);
            case "seed" ->
                new Impairment(
                        lossPercent,
                        duplicatePercent,
                        reorderPercent,
                        delay,
                        jitter,
                        bitsPerSecond,
                        whole(name, value));
            default ->
                throw new IllegalArgumentException(
                        "'" + name + "' is none of loss, dup, reorder, delay, jitter, rate, seed");
        };
    }

    private static double number(String name, String value) {
        String digits = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "='" + value + "' is not a number", e);
        }
    }

    private static long whole(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "='" + value + "' is not a whole number", e);
        }
    }

    private static Duration millis(String name, String value) {
        double millis = number(name, value.endsWith("ms") ? value.substring(0, value.length() - 2) : value);
        if (!(Math.abs(millis) <= MAX_DELAY.toMillis())) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is not from 0 to " + MAX_DELAY.toMillis() + " ms");
        }
        return Duration.ofNanos(Math.round(millis * 1_000_000));
    }

    private static long rate(String value) {
        String text = value.toLowerCase(Locale.ROOT);
        long unit = 1;
        for (String[] each :
                new String[][] {{"gbit", "1000000000"}, {"mbit", "1000000"}, {"kbit", "1000"}, {"bit", "1"}}) {
            if (text.endsWith(each[0])) {
                text = text.substring(0, text.length() - each[0].length());
                unit = Long.parseLong(each[1]);
                break;
            }
        }
        double bits = number("rate", text) * unit;
        if (!(bits >= MIN_RATE && bits <= MAX_RATE)) {
            throw new IllegalArgumentException("rate=" + value + " is not from 1kbit to 1000gbit");
        }
        return Math.round(bits);
    }

    private static void requirePercent(String name, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(name + " is from 0 to 100 percent, not " + plain(percent));
        }
    }

    private static void requireDelay(String name, Duration delay) {
        Objects.requireNonNull(delay, name);
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException(name + " is from 0 to " + MAX_DELAY.toMillis() + " ms");
        }
    }

    /** What {@link #parse} reads back to an equal value, short enough for a prompt. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        put(text, "loss", lossPercent);
        put(text, "dup", duplicatePercent);
        put(text, "reorder", reorderPercent);
        put(text, "delay", delay.toNanos() / 1e6);
        put(text, "jitter", jitter.toNanos() / 1e6);
        if (bitsPerSecond != 0) {
            put(text, "rate", (double) bitsPerSecond);
            text.append("bit");
        }
        if (seed != 0) {
            text.append(text.length() == 0 ? "" : ",").append("seed=").append(seed);
        }
        return text.length() == 0 ? "loss=0" : text.toString();
    }

    private static void put(StringBuilder text, String name, double value) {
        if (value != 0) {
            text.append(text.length() == 0 ? "" : ",").append(name).append('=').append(plain(value));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
