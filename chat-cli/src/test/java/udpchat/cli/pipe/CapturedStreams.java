package udpchat.cli.pipe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import udpchat.cli.render.JsonRenderer;
import udpchat.cli.render.PipeRenderer;

/** Streams of no process: an input that a test gives, and outputs that it looks at. Safe for use by several threads. */
public final class CapturedStreams {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Stdio stdio;

    public CapturedStreams(InputStream in) {
        this.stdio = new Stdio(in, out, err);
    }

    public CapturedStreams(String input) {
        this(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    /** An input that cannot be read. */
    public static InputStream failing(String why) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(why);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException(why);
            }
        };
    }

    public Stdio stdio() {
        return stdio;
    }

    /** A sink on these streams, as text or as JSON. */
    public Sink sink(boolean json) {
        return new Sink(stdio, json ? new JsonRenderer() : new PipeRenderer(), json);
    }

    public List<String> out() {
        return lines(out);
    }

    public List<String> err() {
        return lines(err);
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
