package udpchat.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Output to the terminal through a thread of its own. A terminal can stop taking output for as long as it likes, and a
 * thread in {@code write(2)} cannot be called back; here only that one thread hangs, and {@link #abandon} frees everyone
 * who waits for it.
 */
final class TtyOutput extends OutputStream {
    /** Some screens full of coloured text; writers wait beyond it, so what is drawn stays close to what is seen. */
    private static final int CAPACITY = 1 << 16;

    /** Small pieces, so that progress on a slow line is seen. */
    private static final int PIECE = 4096;

    private final OutputStream sink;
    private final Runnable onFailure;
    private byte[] filling = new byte[CAPACITY];
    private byte[] sending = new byte[CAPACITY];
    private int filled;
    private boolean flushed;
    private boolean busy;
    private boolean abandoned;
    private boolean started;
    private long progressAt = System.nanoTime();

    /** @param onFailure called on the writing thread when the terminal is gone; output is thrown away from then on */
    TtyOutput(OutputStream sink, Runnable onFailure) {
        this.sink = sink;
        this.onFailure = onFailure;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] b, int off, int len) {
        boolean interrupted = false;
        int done = 0;
        while (done < len && !abandoned) {
            if (filled == CAPACITY) {
                send();
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                continue;
            }
            int step = Math.min(len - done, CAPACITY - filled);
            System.arraycopy(b, off + done, filling, filled, step);
            filled += step;
            done += step;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands over what was written; does not wait until the terminal has it. */
    @Override
    public synchronized void flush() {
        if (filled > 0 && !abandoned) {
            send();
        }
    }

    private void send() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::pump, "terminal-out");
            thread.setDaemon(true);
            thread.start();
        }
        if (!busy && !flushed) {
            progressAt = System.nanoTime();
        }
        flushed = true;
        notifyAll();
    }

    private void pump() {
        try {
            while (true) {
                int n = next();
                for (int at = 0; at < n; at += PIECE) {
                    sink.write(sending, at, Math.min(PIECE, n - at));
                    progress();
                }
                sink.flush();
                done();
            }
        } catch (IOException e) {
            abandon();
            onFailure.run();
        } catch (InterruptedException e) {
            abandon();
        }
    }

    private synchronized int next() throws InterruptedException {
        while (!flushed || filled == 0) {
            wait();
        }
        byte[] full = filling;
        filling = sending;
        sending = full;
        int n = filled;
        filled = 0;
        flushed = false;
        busy = true;
        notifyAll();
        return n;
    }

    private synchronized void progress() {
        progressAt = System.nanoTime();
    }

    private synchronized void done() {
        busy = false;
        notifyAll();
    }

    /** For how long the terminal has taken nothing although there is something to take; 0 if there is nothing. */
    synchronized long stalledMillis() {
        boolean waiting = !abandoned && (busy || flushed);
        return waiting ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - progressAt) : 0;
    }

    /** Waits until the terminal has everything, at most so long; true if it has. */
    synchronized boolean drain(long millis) {
        flush();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        while (!abandoned && (busy || filled > 0)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999);
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !abandoned && !busy && filled == 0;
    }

    /** Throws away what is held and all that follows, so that nobody waits for this terminal any more. */
    synchronized void abandon() {
        abandoned = true;
        filled = 0;
        notifyAll();
    }
}
