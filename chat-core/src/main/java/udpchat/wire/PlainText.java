package udpchat.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a plain peer speaks: UTF-8 text, one message a datagram, perhaps with a line end. */
public final class PlainText {

    /** The most bytes sent in one datagram: the buffer of the classic {@code recvfrom(1024)} receiver. */
    public static final int MAX_DATAGRAM_BYTES = 1024;

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    /** How far back, in chars, a cut looks for a place that is certainly between graphemes. */
    private static final int CUT_WINDOW = 256;

    /** Of a byte that is shown as {@code \xNN}. */
    private static final int ESCAPE_BYTES = 4;

    private PlainText() {}

    /**
     * A datagram read as text.
     *
     * @param text without one closing LF or CRLF; each byte that is not UTF-8 stands as {@code \xNN}
     * @param malformed how many such bytes there were
     * @param endedInLf whether a line end was taken off: then the peer wants one, too
     */
    public record Decoded(String text, int malformed, boolean endedInLf) {}

    /** Reads any bytes; none are refused. */
    public static Decoded decode(byte[] bytes, int offset, int length) {
        int end = offset + length;
        boolean lf = length > 0 && bytes[end - 1] == '\n';
        if (lf) {
            end--;
            if (end > offset && bytes[end - 1] == '\r') {
                end--;
            }
        }
        if (Utf8.isValid(bytes, offset, end - offset)) {
            return new Decoded(new String(bytes, offset, end - offset, StandardCharsets.UTF_8), 0, lf);
        }
        int malformed = countMalformed(bytes, offset, end);
        byte[] shown = new byte[end - offset + (ESCAPE_BYTES - 1) * malformed];
        int out = 0;
        for (int at = offset; at < end; ) {
            int size = Utf8.sequence(bytes, at, end);
            if (size == 0) {
                int b = bytes[at++] & 0xff;
                shown[out++] = '\\';
                shown[out++] = 'x';
                shown[out++] = hexDigit(b >> 4);
                shown[out++] = hexDigit(b & 15);
            }
            for (; size > 0; size--) {
                shown[out++] = bytes[at++];
            }
        }
        return new Decoded(new String(shown, StandardCharsets.UTF_8), malformed, lf);
    }

    private static int countMalformed(byte[] bytes, int from, int to) {
        int malformed = 0;
        for (int at = from; at < to; ) {
            int size = Utf8.sequence(bytes, at, to);
            malformed += size == 0 ? 1 : 0;
            at += Math.max(1, size);
        }
        return malformed;
    }

    /**
     * Turns a text into datagrams of at most {@value #MAX_DATAGRAM_BYTES} bytes, cut between graphemes where one
     * fits, between code points otherwise. An unpaired surrogate, which UTF-8 cannot carry, becomes {@code ?}. Graphemes
     * are those of the running JDK (Unicode UAX #29). The time it takes grows with the length alone.
     *
     * @param lf whether the last datagram ends in LF; the LF does not stand in a datagram by itself unless the text is
     *     empty
     * @return at least one datagram, none of them empty, unless the text is empty and {@code lf} is false
     */
    public static List<byte[]> encode(String text, boolean lf) {
        String whole = lf ? text + '\n' : text;
        // A char is at most three bytes of UTF-8: the common short text needs no counting.
        if (whole.length() <= MAX_DATAGRAM_BYTES / 3 || utf8Length(whole) <= MAX_DATAGRAM_BYTES) {
            return whole.isEmpty() ? List.of() : List.of(whole.getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> datagrams = new ArrayList<>();
        int start = 0;
        while (start < whole.length()) {
            int end = cut(whole, start, MAX_DATAGRAM_BYTES);
            if (lf && end == whole.length() - 1) {
                // A line end by itself would be an empty message: it takes the last grapheme along.
                end = cut(whole, start, MAX_DATAGRAM_BYTES - 1);
            }
            datagrams.add(whole.substring(start, end).getBytes(StandardCharsets.UTF_8));
            start = end;
        }
        return datagrams;
    }

    /** The largest end such that {@code text[start, end)} fits so many bytes and is cut as {@link #encode} says. */
    private static int cut(String text, int start, int limit) {
        int bytes = 0;
        int fits = start;
        while (fits < text.length()) {
            int c = text.codePointAt(fits);
            bytes += utf8Length(c);
            if (bytes > limit) {
                break;
            }
            fits += Character.charCount(c);
        }
        if (fits == text.length()) {
            return fits;
        }
        int from = fits;
        while (from > start && fits - from < CUT_WINDOW && !certainBoundary(text, from)) {
            from--;
        }
        if (!certainBoundary(text, from)) {
            from = start;
        }
        int best = from;
        // Whether a grapheme ends at a place, one code point after it tells (UAX #29 §3.1.1). To look no further keeps
        // a grapheme without end from being read through once for every cut.
        int known = fits + Character.charCount(text.codePointAt(fits));
        Matcher graphemes = GRAPHEME.matcher(text).region(from, known);
        while (graphemes.find() && graphemes.end() <= fits) {
            best = graphemes.end();
        }
        return best > start ? best : fits;
    }

    /** Between two ASCII characters, unless they are CR LF, is a grapheme boundary whatever stands around them. */
    private static boolean certainBoundary(String text, int at) {
        return at > 0
                && text.charAt(at - 1) < 0x80
                && text.charAt(at) < 0x80
                && !(text.charAt(at - 1) == '\r' && text.charAt(at) == '\n');
    }

    /** How many bytes of UTF-8 {@code String.getBytes} makes of the text. */
    public static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            bytes += utf8Length(codePoint);
            i += Character.charCount(codePoint);
        }
        return bytes;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return 1;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static byte hexDigit(int nibble) {
        return (byte) "0123456789ABCDEF".charAt(nibble);
    }
}
