package udpchat.cli.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What waits to be drawn. Once full it takes nothing more until it has run empty, and then says in the right place how many
 * lines are missing, so a flood gives one such line a screenful instead of one between any two lines.
 */
final class LineQueue {
    /** About twenty screens, at most some hundred kilobytes of ordinary lines. */
    static final int MAX_LINES = 1_000;

    static final int MAX_CHARS = 1 << 20;

    /** Drawn at once: one repaint of the input line for all of them. */
    private static final int BATCH_LINES = 200;

    private static final int BATCH_CHARS = 1 << 15;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private int chars;
    private long missing;
    private boolean overflowing;
    private boolean woken;
    private boolean closed;

    /** Adds a line, or counts it. Never waits. */
    synchronized void offer(String line) {
        if (closed) {
            return;
        }
        if (overflowing || !hasRoom(line, 1)) {
            overflowing = true;
            missing++;
            return;
        }
        add(line);
    }

    /** Adds a line that may use as much room again as all others have. */
    synchronized void offerReply(String line) {
        if (closed) {
            return;
        }
        if (!hasRoom(line, 2)) {
            overflowing = true;
            missing++;
            return;
        }
        add(line);
    }

    private boolean hasRoom(String line, int times) {
        // A single line longer than all the room is taken by an empty queue.
        return lines.isEmpty() || (lines.size() < times * MAX_LINES && chars + line.length() <= times * MAX_CHARS);
    }

    private void add(String line) {
        lines.add(line);
        chars += line.length();
        notifyAll();
    }

    /** Makes {@link #take} return, with nothing if there is nothing. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Takes no more lines; {@link #take} gives what is left, then null. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits for something to draw: some lines, none if only woken, null once closed and empty. */
    synchronized List<String> take() throws InterruptedException {
        while (lines.isEmpty() && missing == 0 && !woken && !closed) {
            wait();
        }
        boolean end = lines.isEmpty() && missing == 0 && !woken;
        woken = false;
        if (end) {
            return null;
        }
        List<String> batch = new ArrayList<>();
        int size = 0;
        while (!lines.isEmpty()
                && batch.size() < BATCH_LINES
                && (batch.isEmpty() || size + lines.peek().length() <= BATCH_CHARS)) {
            String line = lines.poll();
            size += line.length();
            batch.add(line);
        }
        chars -= size;
        if (lines.isEmpty() && missing > 0) {
            batch.add(String.format(Locale.ROOT, "-- %,d line%s not shown --", missing, missing == 1 ? "" : "s"));
            missing = 0;
            overflowing = false;
        }
        return batch;
    }

    synchronized int size() {
        return lines.size();
    }
}
