package udpchat.cli.console;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps one loud sender from pushing everything else off the screen: of each source so many lines a second, or another
 * window of time, are shown; the rest is counted and told in one line when that is over.
 *
 * <p>A source's window starts with its first line. The table holds a fixed number of sources; while it is full, all further
 * ones share one entry. Time is an argument, in nanoseconds of any monotonic clock. Safe for use by several threads.
 */
public final class DisplayLimiter {
    /** Far above what people write, and about what a terminal draws without falling behind. */
    public static final int LINES_PER_SECOND = 200;

    public static final int MAX_SOURCES = 256;

    private static final long SECOND = 1_000_000_000L;

    private final int lines;
    private final int maxSources;
    private final long windowNanos;
    private final Map<String, Window> windows = new LinkedHashMap<>();
    private final Window others;

    public DisplayLimiter() {
        this(LINES_PER_SECOND, MAX_SOURCES, SECOND);
    }

    DisplayLimiter(int lines, int maxSources, long windowNanos) {
        this.lines = lines;
        this.maxSources = maxSources;
        this.windowNanos = windowNanos;
        this.others = new Window("other addresses");
    }

    private final class Window {
        final String source;
        long start;
        int lines;
        long hidden;
        boolean open;

        Window(String source) {
            this.source = source;
        }

        boolean over(long now) {
            return !open || now - start >= windowNanos;
        }
    }

    /** Whether this line of the source is to be shown; if not, it is counted. */
    public synchronized boolean admit(String source, long now) {
        Window window = windowOf(source, now);
        if (window.over(now)) {
            // What is hidden of the last one stays counted until it is told.
            window.open = true;
            window.start = now;
            window.lines = 0;
        }
        if (window.lines < lines) {
            window.lines++;
            return true;
        }
        window.hidden++;
        return false;
    }

    private Window windowOf(String source, long now) {
        Window known = windows.get(source);
        if (known != null) {
            return known;
        }
        if (windows.size() >= maxSources) {
            windows.values().removeIf(window -> window.over(now) && window.hidden == 0);
        }
        if (windows.size() >= maxSources) {
            return others;
        }
        Window window = new Window(source);
        windows.put(source, window);
        return window;
    }

    /**
     * The lines that tell what was hidden in the windows that are over by now. To be called about once a second, and
     * before {@link #admit} if the order of lines matters.
     */
    public synchronized List<String> summaries(long now) {
        List<String> lines = new ArrayList<>();
        for (Iterator<Window> all = windows.values().iterator(); all.hasNext(); ) {
            Window window = all.next();
            tell(window, now, lines);
            if (window.over(now)) {
                all.remove();
            }
        }
        tell(others, now, lines);
        return lines;
    }

    private static void tell(Window window, long now, List<String> lines) {
        if (window.over(now) && window.hidden > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "-- %,d more line%s from %s not shown --",
                    window.hidden,
                    window.hidden == 1 ? "" : "s",
                    window.source));
            window.hidden = 0;
        }
    }

    synchronized int sources() {
        return windows.size();
    }
}
