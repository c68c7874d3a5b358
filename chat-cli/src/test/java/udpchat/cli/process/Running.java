package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process under test. Closing it kills it, if it still runs. */
public final class Running implements AutoCloseable {

    /** Long enough for a JVM on a machine that is busy with other things; no test that passes waits for it. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern PORT =
            Pattern.compile("\"event\":\"ready\".*\"port\":(\\d+)|listening on .*:(\\d+) as");

    private final Process process;
    private final Lines out = new Lines("stdout");
    private final Lines err = new Lines("stderr");

    Running(Process process, boolean readOutput) {
        this.process = process;
        if (readOutput) {
            out.read(process.getInputStream());
        }
        err.read(process.getErrorStream());
    }

    public Lines out() {
        return out;
    }

    public Lines err() {
        return err;
    }

    /** Reads stdout from now on, where it was left alone at the start. */
    public void readOutput() {
        out.read(process.getInputStream());
    }

    public Process process() {
        return process;
    }

    /** The port that the program says it is bound to. */
    public int awaitPort(boolean json) throws InterruptedException {
        String line = (json ? out : err).await(text -> PORT.matcher(text).find(), PATIENCE);
        Matcher port = PORT.matcher(line);
        if (!port.find()) {
            throw new AssertionError(line);
        }
        return Integer.parseInt(port.group(1) == null ? port.group(2) : port.group(1));
    }

    /** Writes a line to its stdin. */
    public Running type(String line) throws IOException {
        return feed((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes to its stdin. */
    public Running feed(byte[] bytes) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(bytes);
        in.flush();
        return this;
    }

    /** Ends its stdin. */
    public Running endInput() throws IOException {
        process.getOutputStream().close();
        return this;
    }

    /** Sends a signal, {@code INT} and so on. */
    public Running signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        return this;
    }

    /** Waits for its end and for all that it wrote. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "still runs after " + PATIENCE + "\nstdout: " + out.text() + "\nstderr: " + err.text());
        }
        err.awaitEnd(PATIENCE);
        return process.exitValue();
    }

    /** Waits for its end, which has to be with this code. */
    public Running assertExit(int code) throws InterruptedException {
        assertEquals(code, awaitExit(), () -> "stdout: " + out.text() + "\nstderr: " + err.text());
        return this;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
