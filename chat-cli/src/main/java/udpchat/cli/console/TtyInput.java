package udpchat.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.jline.utils.NonBlockingInputStream;

/**
 * What the person types, read by a thread of its own in large pieces: a paste is not read byte by byte, and a terminal that
 * goes away or a Ctrl-C is noticed even while the editor waits for a terminal that takes no more output.
 */
final class TtyInput extends NonBlockingInputStream {
    /** Enough for what is typed ahead; what is more waits in the kernel. */
    private static final int CAPACITY = 1 << 16;

    private static final int CTRL_C = 3;

    private final InputStream source;
    private final Runnable onInterruptKey;
    private final Runnable onEnd;
    private final byte[] buffer = new byte[CAPACITY];
    private int first;
    private int count;
    private boolean ended;

    /**
     * @param onInterruptKey called on the reading thread when Ctrl-C was typed, though not yet seen by the editor
     * @param onEnd called on the reading thread at the end of input or its failure; {@link #end} is up to it
     */
    TtyInput(InputStream source, Runnable onInterruptKey, Runnable onEnd) {
        this.source = source;
        this.onInterruptKey = onInterruptKey;
        this.onEnd = onEnd;
    }

    /** Starts reading; the terminal must be in raw mode by then, or it would see the end at Ctrl-D. */
    void start() {
        Thread thread = new Thread(this::pump, "terminal-in");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump() {
        byte[] piece = new byte[8192];
        try {
            while (true) {
                int n = source.read(piece);
                if (n <= 0) {
                    break;
                }
                for (int i = 0; i < n; i++) {
                    if (piece[i] == CTRL_C) {
                        onInterruptKey.run();
                        break;
                    }
                }
                if (!put(piece, n)) {
                    return;
                }
            }
        } catch (IOException e) {
            // EIO: the terminal is gone.
        } catch (InterruptedException e) {
            return;
        }
        onEnd.run();
    }

    private synchronized boolean put(byte[] piece, int n) throws InterruptedException {
        int done = 0;
        while (done < n) {
            while (count == CAPACITY && !ended) {
                wait();
            }
            if (ended) {
                return false;
            }
            int at = (first + count) % CAPACITY;
            int step = Math.min(Math.min(n - done, CAPACITY - count), CAPACITY - at);
            System.arraycopy(piece, done, buffer, at, step);
            count += step;
            done += step;
            notifyAll();
        }
        return true;
    }

    /** Lets readers see the end of input at once, whatever was typed ahead. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized int available() {
        return ended ? 0 : count;
    }

    @Override
    public synchronized int read(long timeoutMillis, boolean isPeek) throws IOException {
        int state = await(timeoutMillis);
        if (state < 0) {
            return state;
        }
        int value = buffer[first] & 0xff;
        if (!isPeek) {
            consume(1);
        }
        return value;
    }

    @Override
    public synchronized int readBuffered(byte[] b, int off, int len, long timeoutMillis) throws IOException {
        if (len == 0) {
            return 0;
        }
        int state = await(timeoutMillis);
        if (state < 0) {
            return state;
        }
        int n = Math.min(Math.min(len, count), CAPACITY - first);
        System.arraycopy(buffer, first, b, off, n);
        consume(n);
        return n;
    }

    private void consume(int n) {
        first = (first + n) % CAPACITY;
        count -= n;
        notifyAll();
    }

    /** 0 if there is something to read, otherwise {@link #EOF} or {@link #READ_EXPIRED}. A timeout of 0 is none. */
    private int await(long timeoutMillis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (count == 0 && !ended) {
            long left = 0;
            if (timeoutMillis > 0) {
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999);
                if (left <= 0) {
                    return READ_EXPIRED;
                }
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw (InterruptedIOException) new InterruptedIOException().initCause(e);
            }
        }
        return ended ? EOF : 0;
    }
}
