package udpchat.cli.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Signal handlers that are taken back at the end. Each runs on a thread of its own. A signal that the system does not have,
 * or that was set to be ignored (as {@code nohup} does with SIGHUP), is left alone.
 */
final class Signals implements AutoCloseable {
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private record Taken(String name, Object previous) {}

    private final Deque<Taken> taken = new ArrayDeque<>();

    /** @param name without SIG */
    synchronized void on(String name, Runnable action) {
        if (WINDOWS && !name.equals("INT") && !name.equals("TERM")) {
            return;
        }
        Object previous = org.jline.utils.Signals.register(name, action);
        if (previous != null) {
            taken.push(new Taken(name, previous));
        }
    }

    @Override
    public synchronized void close() {
        while (!taken.isEmpty()) {
            Taken signal = taken.pop();
            org.jline.utils.Signals.unregister(signal.name(), signal.previous());
        }
    }
}
