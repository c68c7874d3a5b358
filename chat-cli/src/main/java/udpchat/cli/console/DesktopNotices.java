package udpchat.cli.console;

import java.io.File;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import udpchat.cli.render.SafeText;

/**
 * Has the desktop say that somebody wrote: by a program of the system's, which gets its words as arguments and never by way of
 * a shell. They are who wrote, filtered, and how much; what was written is for the screen. One notice is given every {@value
 * #INTERVAL_MILLIS} ms at most, and says all that came since the one before. Safe for use by several threads; nobody waits
 * for the program, which is ended if it takes longer than {@value #PATIENCE_MILLIS} ms.
 */
public final class DesktopNotices {
    static final long INTERVAL_MILLIS = 3_000;
    static final long PATIENCE_MILLIS = 5_000;

    /** A longer name is cut, in chars. */
    private static final int NAME = 40;

    /** Names that are counted until the next notice. */
    private static final int MAX_NAMES = 100;

    private static final String TITLE = "udpchat";

    private final Optional<Notifier> notifier;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final Consumer<String> trouble;
    private final Set<String> names = new LinkedHashSet<>();
    private long count;
    private boolean scheduled;
    private boolean any;
    private long last;
    private boolean over;

    /** A program of the system's. */
    enum Notifier {
        /** On Linux and its like. It knows escapes, and many desktops markup, in the body. */
        NOTIFY_SEND {
            @Override
            List<String> command(String text) {
                String plain = text.replace("\\", "\\\\")
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;");
                return List.of("notify-send", "--app-name=" + TITLE, "--", TITLE, plain);
            }
        },
        /** On macOS. The script is ours; the words are its arguments. */
        OSASCRIPT {
            @Override
            List<String> command(String text) {
                return List.of(
                        "osascript",
                        "-e",
                        "on run argv",
                        "-e",
                        "display notification (item 2 of argv) with title (item 1 of argv)",
                        "-e",
                        "end run",
                        "--",
                        TITLE,
                        text);
            }
        };

        abstract List<String> command(String text);

        /** What this system has. */
        static Optional<Notifier> of(String system) {
            String name = system.toLowerCase(Locale.ROOT);
            return name.startsWith("windows")
                    ? Optional.empty()
                    : Optional.of(name.startsWith("mac") ? OSASCRIPT : NOTIFY_SEND);
        }
    }

    /**
     * For this system.
     *
     * @param nanos a monotonic clock
     * @param trouble is told once, in one line, when there can be no notices
     */
    public DesktopNotices(ScheduledExecutorService timer, LongSupplier nanos, Consumer<String> trouble) {
        this(Notifier.of(System.getProperty("os.name", "")), timer, nanos, trouble);
    }

    DesktopNotices(
            Optional<Notifier> notifier, ScheduledExecutorService timer, LongSupplier nanos, Consumer<String> trouble) {
        this.notifier = notifier;
        this.timer = timer;
        this.nanos = nanos;
        this.trouble = trouble;
    }

    /** Somebody wrote; by the name they have, unfiltered. */
    public synchronized void wrote(String name) {
        if (over) {
            return;
        }
        count++;
        if (names.size() < MAX_NAMES) {
            names.add(cut(SafeText.line(name)));
        }
        if (!scheduled) {
            long wait = any ? TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS) - (nanos.getAsLong() - last) : 0;
            scheduled = after(Math.max(0, wait), this::give);
        }
    }

    private static String cut(String name) {
        int end = Math.min(name.length(), NAME);
        if (end > 0 && end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return end == name.length() ? name : name.substring(0, end) + "…";
    }

    private void give() {
        String text;
        synchronized (this) {
            scheduled = false;
            any = true;
            last = nanos.getAsLong();
            text = text(List.copyOf(names), count);
            names.clear();
            count = 0;
        }
        if (notifier.isEmpty()) {
            stop("there are no desktop notices on this system");
            return;
        }
        List<String> command = notifier.get().command(text);
        try {
            start(command);
        } catch (IOException e) {
            stop("desktop notices are off: " + command.get(0) + " cannot be started; install it, or /set desktop off");
        }
    }

    private static String text(List<String> names, long count) {
        String from = names.size() == 1
                ? names.get(0)
                : names.size() + (names.size() == MAX_NAMES ? " peers or more" : " peers");
        return count == 1 ? from + " wrote" : count + " messages from " + from;
    }

    private void start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!after(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS), process::destroyForcibly)) {
            process.destroyForcibly();
        }
    }

    private boolean after(long delay, Runnable task) {
        try {
            timer.schedule(task, delay, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // leaving
        }
    }

    private void stop(String why) {
        synchronized (this) {
            over = true;
        }
        trouble.accept(why);
    }
}
