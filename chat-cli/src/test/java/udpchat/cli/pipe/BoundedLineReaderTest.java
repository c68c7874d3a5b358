package udpchat.cli.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import udpchat.cli.pipe.BoundedLineReader.Line;

/** Lines of an input, whatever pieces it comes in. */
class BoundedLineReaderTest {

    private static final int MAX = 8;

    private static Line whole(String text) {
        return new Line(text, text.getBytes(StandardCharsets.UTF_8).length, false);
    }

    private static List<Line> read(InputStream in) throws IOException {
        BoundedLineReader reader = new BoundedLineReader(in, MAX);
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.read(); line != null; line = reader.read()) {
            lines.add(line);
        }
        assertNull(reader.read(), "the end stays the end");
        return lines;
    }

    /** Reads the input whole, byte by byte, and cut in two at every byte. */
    private static void assertLines(byte[] input, Line... expected) throws IOException {
        assertEquals(List.of(expected), read(new ByteArrayInputStream(input)));
        for (int cut = 0; cut <= input.length; cut++) {
            assertEquals(List.of(expected), read(new Pieces(input, cut, input.length - cut)), "cut at " + cut);
        }
        assertEquals(List.of(expected), read(new Pieces(input, 1, 1)));
    }

    private static void assertLines(String input, Line... expected) throws IOException {
        assertLines(input.getBytes(StandardCharsets.UTF_8), expected);
    }

    @Test
    void linesAndTheirEnds() throws IOException {
        assertLines("");
        assertLines("\n", whole(""));
        assertLines("one", whole("one"));
        assertLines("one\n", whole("one"));
        assertLines("one\ntwo", whole("one"), whole("two"));
        assertLines("one\r\ntwo\r\n", whole("one"), whole("two"));
        assertLines("\n\n", whole(""), whole(""));
        assertLines("\r\n", whole(""));
        assertLines("a\rb\n", whole("a\rb"));
        assertLines("a\r\r\n", whole("a\r"));
        assertLines("a\r", whole("a"));
        assertLines("你好\n👋\n", whole("你好"), whole("👋"));
        assertLines("a\0b\u001b\n", whole("a\0b\u001b"));
    }

    @Test
    void aLineOfTheLimitIsWholeAndALongerOneIsCutAndCounted() throws IOException {
        assertLines("12345678\n1\n", whole("12345678"), whole("1"));
        assertLines("12345678\r\n1\n", whole("12345678"), whole("1"));
        assertLines("12345678", whole("12345678"));
        assertLines("123456789\n1\n", new Line("12345678", 9, false), whole("1"));
        assertLines("12345678\rx\n", new Line("12345678", 10, false));
        assertLines("1234567890123\r\n1", new Line("12345678", 14, false), whole("1"));
    }

    /** Half a character at the cut is our doing. */
    @Test
    void theCutDoesNotMakeItMalformed() throws IOException {
        assertLines("1234567你\nx", new Line("1234567\uFFFD", 10, false), whole("x"));
    }

    @Test
    void whatIsNotUtf8IsReplacedAndSaid() throws IOException {
        assertLines(new byte[] {'a', (byte) 0xff, 'b', '\n', 'c'}, new Line("a\uFFFDb", 3, true), whole("c"));
        assertLines(new byte[] {'a', (byte) 0xe4, (byte) 0xbd}, new Line("a\uFFFD", 3, true));
        assertLines("a\uFFFDb\n", whole("a\uFFFDb"));
    }

    /** An input without a line end is passed over; nothing of it is kept beyond the limit. */
    @Test
    void anEndlessLineDoesNotFillTheMemory() throws IOException {
        long bytes = 3L << 30;
        InputStream zeros = new InputStream() {
            private long left = bytes;

            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int n = (int) Math.min(length, left);
                left -= n;
                return n == 0 ? -1 : n;
            }
        };
        assertEquals(List.of(new Line("\0".repeat(MAX), bytes, false)), read(zeros));
    }

    @Test
    void aFailureIsThrown() {
        assertThrows(IOException.class, () -> read(CapturedStreams.failing("Is a directory")));
    }

    /** Gives so many bytes first and then so many at a time, as a pipe may. */
    private static final class Pieces extends InputStream {
        private final byte[] bytes;
        private final int next;
        private int piece;
        private int at;

        Pieces(byte[] bytes, int first, int next) {
            this.bytes = bytes;
            this.piece = first == 0 ? next : first;
            this.next = next;
        }

        @Override
        public int read() {
            throw new AssertionError("one byte at a time");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int n = Math.min(Math.min(piece, length), bytes.length - at);
            System.arraycopy(bytes, at, buffer, offset, n);
            at += n;
            piece = next;
            return n == 0 ? -1 : n;
        }
    }
}
