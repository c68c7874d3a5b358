package udpchat.cli.render;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes one JSON object (RFC 8259) on one line, fields in the order of the calls. Strings keep every character, but
 * what could act on a terminal or split a line is escaped: all below U+0020, DEL, C1, the line and paragraph separators,
 * bidi controls, the byte order mark, and a surrogate without its other half, so the output is valid UTF-8 whatever went
 * in. Field names are ours and not escaped. One thread, one object.
 */
public final class JsonLine {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(160);
    private int open = 1;
    private boolean first = true;

    public JsonLine() {
        out.append('{');
    }

    /** A field, {@code null} where there is no value. */
    public JsonLine put(String name, String value) {
        name(name);
        if (value == null) {
            out.append("null");
        } else {
            string(value);
        }
        return this;
    }

    public JsonLine put(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    public JsonLine put(String name, List<String> values) {
        name(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            string(values.get(i));
        }
        out.append(']');
        return this;
    }

    /** A number, or {@code null} where there is none. */
    public JsonLine put(String name, OptionalLong value) {
        name(name);
        if (value.isPresent()) {
            out.append(value.getAsLong());
        } else {
            out.append("null");
        }
        return this;
    }

    /** A finite number; as many digits as tell it from its neighbours. */
    public JsonLine put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", which JSON does not have");
        }
        name(name);
        out.append(BigDecimal.valueOf(value).toPlainString());
        return this;
    }

    /** A time in milliseconds with its microseconds, or {@code null} where there is none. */
    public JsonLine putMillis(String name, Optional<Duration> time) {
        name(name);
        out.append(time.map(t -> BigDecimal.valueOf(t.toNanos() / 1000, 3)
                        .stripTrailingZeros()
                        .toPlainString())
                .orElse("null"));
        return this;
    }

    public JsonLine put(String name, boolean value) {
        name(name);
        out.append(value);
        return this;
    }

    /** A field that has no value here. */
    public JsonLine putNull(String name) {
        name(name);
        out.append("null");
        return this;
    }

    /** Opens an object as the value of a field. */
    public JsonLine begin(String name) {
        name(name);
        out.append('{');
        open++;
        first = true;
        return this;
    }

    /** Closes what {@link #begin} opened. */
    public JsonLine end() {
        if (open <= 1) {
            throw new IllegalStateException("no object is open");
        }
        out.append('}');
        open--;
        first = false;
        return this;
    }

    /** The object, without a line end. */
    @Override
    public String toString() {
        return out + "}".repeat(open);
    }

    private void name(String name) {
        if (!first) {
            out.append(',');
        }
        first = false;
        out.append('"').append(name).append("\":");
    }

    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7F) {
                        out.append(c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        out.append(c).append(value.charAt(++i));
                    } else if (isEscaped(c)) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isEscaped(char c) {
        return c < ' '
                || (c >= 0x7F && c <= 0x9F)
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xFEFF
                || Character.isSurrogate(c);
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX[(c >> shift) & 0xF]);
        }
    }
}
