package udpchat.cli.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a process writes, read by a thread of its own; others wait for lines of it, with a deadline. */
public final class Lines {

    private final String name;
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    Lines(String name) {
        this.name = name;
    }

    /** Reads until the end of the stream. */
    void read(InputStream in) {
        Thread reader = new Thread(() -> readAll(in), name);
        reader.setDaemon(true);
        reader.start();
    }

    /** The first line, from the beginning, that is like this. Fails when there is none in time. */
    public String await(Predicate<String> like, Duration atMost) throws InterruptedException {
        return awaitAll(like, 1, atMost).get(0);
    }

    /** That many lines that are like this. Fails when there are fewer in time. */
    public synchronized List<String> awaitAll(Predicate<String> like, int count, Duration atMost)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            List<String> found = lines.stream().filter(like).limit(count).toList();
            if (found.size() == count) {
                return found;
            }
            long left = millisUntil(end);
            if (ended || left <= 0) {
                throw new AssertionError(found.size() + " of " + count + " lines on " + name
                        + (ended ? ", which ended" : " within " + atMost) + ":\n" + tail());
            }
            wait(left);
        }
    }

    /** Whether this is part of what was written, now or within this time, as long as the stream has not ended. */
    public synchronized boolean has(String part, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            boolean found = text().contains(part);
            long left = millisUntil(end);
            if (found || ended || left <= 0) {
                return found;
            }
            wait(left);
        }
    }

    /** Waits for the end of the stream. */
    synchronized void awaitEnd(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!ended) {
            long left = millisUntil(end);
            if (left <= 0) {
                throw new AssertionError(name + " is still open after " + atMost + ":\n" + tail());
            }
            wait(left);
        }
    }

    /** All lines so far. */
    public synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** All bytes so far. */
    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Everything so far. */
    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private void readAll(InputStream in) {
        byte[] buffer = new byte[1 << 16];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                add(buffer, n, line);
            }
        } catch (IOException e) {
            // The process was destroyed: what came until then counts.
        }
        end(line);
    }

    private synchronized void add(byte[] buffer, int length, ByteArrayOutputStream line) {
        bytes.write(buffer, 0, length);
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(buffer[i]);
            }
        }
        notifyAll();
    }

    private synchronized void end(ByteArrayOutputStream line) {
        if (line.size() > 0) {
            lines.add(line.toString(StandardCharsets.UTF_8));
        }
        ended = true;
        notifyAll();
    }
}
