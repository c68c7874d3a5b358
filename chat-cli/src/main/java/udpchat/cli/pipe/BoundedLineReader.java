package udpchat.cli.pipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads lines of UTF-8 up to a length; what is beyond it is counted and passed over, so that a file without line ends
 * cannot fill the memory. A line ends with LF or CRLF; bytes that are not UTF-8 become U+FFFD. One thread.
 */
public final class BoundedLineReader {

    /** What stands for bytes that are not UTF-8; it may also have been in the input. */
    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    /**
     * A line of input.
     *
     * @param text the line without its end, or the beginning of it
     * @param bytes how long it is in the input; more than the limit where it was cut
     * @param malformed whether it is not UTF-8
     */
    public record Line(String text, long bytes, boolean malformed) {}

    /** @param maxBytes the longest line that is kept whole, without its end */
    public BoundedLineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line, or null at the end of the input. Waits for it. */
    public Line read() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(128);
        long bytes = 0;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int length = end - position;
            kept.write(buffer, position, (int) Math.min(length, Math.max(0, maxBytes + 1L - kept.size())));
            bytes += length;
            boolean complete = end < limit;
            position = complete ? end + 1 : end;
            if (complete) {
                break;
            }
        }
        return any ? line(kept.toByteArray(), bytes) : null;
    }

    private Line line(byte[] kept, long bytes) {
        boolean cr = bytes == kept.length && bytes > 0 && kept[kept.length - 1] == '\r';
        long length = cr ? bytes - 1 : bytes;
        byte[] text = cr || kept.length > maxBytes ? Arrays.copyOf(kept, (int) Math.min(length, maxBytes)) : kept;
        String decoded = new String(text, StandardCharsets.UTF_8);
        boolean malformed = length <= maxBytes
                && decoded.indexOf(REPLACEMENT) >= 0
                && !Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text);
        return new Line(decoded, length, malformed);
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return limit > 0;
    }
}
