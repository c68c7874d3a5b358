package udpchat.cli.pipe;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Reads stdin line by line as messages, and says what cannot be one. */
public final class LineInput {

    /** As much as one message may carry. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    private final Sink sink;
    private final InstantSource clock;
    private final BoundedLineReader lines;

    public LineInput(Sink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
        this.lines = new BoundedLineReader(sink.stdio().in(), MAX_LINE_BYTES);
    }

    /**
     * Gives each line to {@code perform} on this thread, until it answers false or the input ends.
     *
     * @return whether no line was too long to be given on
     * @throws IOException with one line, when the input cannot be read
     */
    public boolean read(Predicate<String> perform) throws IOException {
        boolean all = true;
        long number = 0;
        long blank = 0;
        long malformed = 0;
        boolean goOn = true;
        for (BoundedLineReader.Line line = next(); line != null; line = goOn ? next() : null) {
            number++;
            malformed += line.malformed() ? 1 : 0;
            if (line.bytes() > MAX_LINE_BYTES) {
                all = false;
                tooLong(number, line.bytes());
            } else if (line.text().isBlank()) {
                blank++;
            } else {
                goOn = perform.test(line.text());
            }
        }
        if (blank > 0) {
            notice(blank == 1 ? "1 blank line was not sent" : blank + " blank lines were not sent");
        }
        if (malformed > 0) {
            notice((malformed == 1 ? "1 line was" : malformed + " lines were")
                    + " not UTF-8; what could not be read became U+FFFD");
        }
        return all;
    }

    private BoundedLineReader.Line next() throws IOException {
        try {
            return lines.read();
        } catch (IOException e) {
            throw new IOException("the input cannot be read: " + e.getMessage(), e);
        }
    }

    private void notice(String text) {
        sink.tell(sink.renderer().notice(text, clock.instant()));
    }

    private void tooLong(long number, long bytes) {
        String text = "line " + number + " has " + bytes + " bytes, a message has at most " + MAX_LINE_BYTES
                + "; it was not sent";
        sink.tell(sink.renderer().error("too_long", text, clock.instant()));
    }
}
