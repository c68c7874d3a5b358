package udpchat.cli.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which lines of stdin become messages, and what is said of those that do not. */
class LineInputTest {

    private static final InstantSource CLOCK = () -> Instant.EPOCH;
    private static final int MAX = 1 << 20;

    private final List<String> given = new ArrayList<>();

    private boolean read(CapturedStreams streams, boolean json) throws IOException {
        return new LineInput(streams.sink(json), CLOCK).read(given::add);
    }

    @Test
    void everyLineButBlankOnes() throws IOException {
        CapturedStreams streams = new CapturedStreams("one\n\n \t \n two \r\n你好");
        assertTrue(read(streams, false));
        assertEquals(List.of("one", " two ", "你好"), given);
        assertEquals(List.of("udpchat: 2 blank lines were not sent"), streams.err());
        assertEquals(List.of(), streams.out());
    }

    @Test
    void oneIsNotSeveral() throws IOException {
        CapturedStreams streams = new CapturedStreams("\n");
        assertTrue(read(streams, false));
        assertEquals(List.of("udpchat: 1 blank line was not sent"), streams.err());
    }

    @Test
    void nothingIsNothingToTell() throws IOException {
        CapturedStreams streams = new CapturedStreams("");
        assertTrue(read(streams, false));
        assertEquals(List.of(), given);
        assertEquals(List.of(), streams.err());
    }

    @Test
    void aLineOfOneMebibyteIsTakenAndALongerOneToldWithItsNumber() throws IOException {
        String most = "x".repeat(MAX);
        CapturedStreams streams = new CapturedStreams("first\n" + most + "\n" + most + "y\nlast\n");
        assertFalse(read(streams, false));
        assertEquals(List.of("first", most, "last"), given);
        assertEquals(
                List.of("udpchat: line 3 has 1048577 bytes, a message has at most 1048576; it was not sent"),
                streams.err());
    }

    @Test
    void asJsonEverythingIsOnStdout() throws IOException {
        CapturedStreams streams = new CapturedStreams("x".repeat(MAX + 1) + "\n\n");
        assertFalse(read(streams, true));
        assertEquals(List.of(), streams.err());
        assertEquals(2, streams.out().size());
        assertTrue(
                streams.out().get(0).contains("\"code\":\"too_long\""),
                streams.out().get(0));
        assertTrue(
                streams.out().get(1).contains("\"event\":\"notice\""),
                streams.out().get(1));
    }

    @Test
    void bytesThatAreNotUtf8AreToldOnce() throws IOException {
        CapturedStreams streams = new CapturedStreams(
                new ByteArrayInputStream("caf\u00e9\nna\u00efve\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(read(streams, false));
        assertEquals(List.of("caf\uFFFD", "na\uFFFDve"), given);
        assertEquals(List.of("udpchat: 2 lines were not UTF-8; what could not be read became U+FFFD"), streams.err());
    }

    /** After {@code /quit} the rest of the input is not even looked at. */
    @Test
    void whoHasHadEnoughIsGivenNoMore() throws IOException {
        CapturedStreams streams = new CapturedStreams("one\n/quit\n\nthree\n");
        assertTrue(new LineInput(streams.sink(false), CLOCK).read(line -> {
            given.add(line);
            return !line.equals("/quit");
        }));
        assertEquals(List.of("one", "/quit"), given);
        assertEquals(List.of(), streams.err());
    }

    @Test
    void anInputThatBreaksIsOneLine() {
        CapturedStreams streams = new CapturedStreams(CapturedStreams.failing("Input/output error"));
        String why = assertThrows(IOException.class, () -> read(streams, false)).getMessage();
        assertEquals("the input cannot be read: Input/output error", why);
    }
}
