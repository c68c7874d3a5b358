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

    public LineInput(Sink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Gives each line to {@code perform} on this thread, until it answers false or the input ends.
     *
     * @return whether no line was too long to be given on
     */
    public boolean read(Predicate<String> perform) throws IOException {
        BoundedLineReader lines = new BoundedLineReader(sink.stdio().in(), MAX_LINE_BYTES);
        boolean all = true;
        long number = 0;
        long blank = 0;
        boolean goOn = true;
        for (BoundedLineReader.Line line = lines.read(); line != null; line = goOn ? lines.read() : null) {
            number++;
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
            String text = blank == 1 ? "1 blank line was not sent" : blank + " blank lines were not sent";
            sink.tell(sink.renderer().notice(text, clock.instant()));
        }
        return all;
    }

    private void tooLong(long number, long bytes) {
        String text = "line " + number + " has " + bytes + " bytes, a message has at most " + MAX_LINE_BYTES
                + "; it was not sent";
        sink.tell(sink.renderer().error("too_long", text, clock.instant()));
    }
}
