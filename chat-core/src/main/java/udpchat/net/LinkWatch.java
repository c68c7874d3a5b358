package udpchat.net;

import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import udpchat.discovery.Link;
import udpchat.wire.WireLimits;

/**
 * Looks at the interfaces of the machine every two seconds, on a thread of its own: to ask for them takes a call into
 * the kernel for each. Sees by the clocks, too, when the program or the machine slept.
 */
final class LinkWatch {

    /** Is told what changed, on the watch's thread. */
    interface Listener {
        void changed(List<Link> links, boolean awake);
    }

    private static final long INTERVAL = WireLimits.Discovery.LINKS_INTERVAL;

    /** Later by this than it had to be, nobody looked because nobody was awake. */
    private static final long SLEPT = 8_000_000_000L;

    private final InetAddress bound;
    private final Listener listener;
    private final Thread thread = new Thread(this::run, "udpchat-links");

    LinkWatch(InetAddress bound, Listener listener) {
        this.bound = bound;
        this.listener = listener;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        List<Link> before = null;
        try {
            while (true) {
                List<Link> links = look(before);
                long since = System.nanoTime();
                long sinceWall = System.currentTimeMillis();
                if (links != null && !links.equals(before)) {
                    listener.changed(links, false);
                    before = links;
                }
                TimeUnit.NANOSECONDS.sleep(INTERVAL);
                // Monotonic time goes on while the program is stopped, the time of day also while the machine sleeps.
                long late = Math.max(
                                System.nanoTime() - since,
                                TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - sinceWall))
                        - INTERVAL;
                if (late > SLEPT && before != null) {
                    listener.changed(before, true);
                }
            }
        } catch (InterruptedException e) {
            // The socket is closed.
        }
    }

    private List<Link> look(List<Link> before) {
        try {
            return Links.of(bound);
        } catch (SocketException e) {
            return before;
        }
    }
}
