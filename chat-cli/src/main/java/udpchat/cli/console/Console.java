package udpchat.cli.console;

import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.utils.AttributedString;

/**
 * The console: a prompt with line editing at the bottom, everything else above it, in the terminal's own scrollback.
 *
 * <p>Threads: the caller of {@link #run} edits lines and runs the handler; one thread draws what is printed; one reads and
 * one writes the terminal. Only the drawing and the editing thread ever wait for the terminal, and a terminal that takes
 * nothing holds up leaving for no more than {@value #STALL_MILLIS} ms.
 */
public final class Console implements Screen {
    /** A terminal that has taken nothing for so long is not waited for. */
    private static final long STALL_MILLIS = 500;

    /** A terminal that is merely slow is not waited for longer than this. */
    private static final long SLOW_MILLIS = 2_000;

    private final Tty tty;
    private final LineEditor editor;
    private final boolean color;
    private final LineQueue queue = new LineQueue();
    private final Signals signals = new Signals();
    private final Thread renderer = new Thread(this::render, "console-render");
    private final Thread shutdownHook;
    private final AtomicReference<LeaveReason> leaving = new AtomicReference<>();
    private final Impatience impatience = new Impatience();
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile String prompt;
    private volatile String rightPrompt = "";
    private volatile String prefilled = "";
    private volatile boolean wipeAsked;
    private volatile int columns;
    private volatile Thread inputThread;
    private volatile boolean closed;
    /** A fault of ours while drawing; {@link #run} throws it. */
    private volatile RuntimeException failure;

    private boolean givenBack;

    private Console(ConsoleSettings settings) throws IOException {
        color = settings.color();
        prompt = settings.prompt();
        tty = Tty.open(this::interruptKey, () -> leave(LeaveReason.HANGUP));
        LineHistory history = new LineHistory(settings.history(), settings.keptInHistory());
        editor = new LineEditor(tty.terminal(), settings, history, this::suspend, tty::pendingInput);
        columns = tty.columns();
        shutdownHook = new Thread(this::giveBack, "terminal-give-back");
    }

    /**
     * Opens the console on this process's terminal; shows nothing yet. Takes some 100 ms on a cold JVM, so it is worth doing
     * beside other work.
     *
     * @throws IOException if there is no terminal, or none that can be used; then a {@link PlainConsole} will do
     */
    public static Console open(ConsoleSettings settings) throws IOException {
        Console console = new Console(settings);
        console.start();
        return console;
    }

    private void start() {
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        signals.on("TERM", () -> signalled(LeaveReason.TERMINATED));
        signals.on("HUP", () -> leave(LeaveReason.HANGUP));
        signals.on("INT", () -> signalled(LeaveReason.INTERRUPTED));
        signals.on("WINCH", this::resized);
        signals.on("CONT", this::continued);
        tty.start();
        renderer.setDaemon(true);
        renderer.start();
    }

    @Override
    public void print(String text) {
        queue.offer(text);
    }

    @Override
    public void reply(String text) {
        queue.offerReply(text);
    }

    @Override
    public void setPrompt(String newPrompt) {
        prompt = newPrompt;
        queue.wake();
    }

    @Override
    public void setRightPrompt(String newRightPrompt) {
        rightPrompt = newRightPrompt;
        queue.wake();
    }

    @Override
    public void prefill(String text) {
        prefilled = text;
    }

    @Override
    public void clear() {
        wipeAsked = true;
        queue.wake();
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void onImpatience(Runnable action) {
        impatience.set(action);
    }

    @Override
    public LeaveReason run(LineHandler handler) {
        inputThread = Thread.currentThread();
        try {
            while (leaving.get() == null) {
                handle(handler, readLine());
            }
        } catch (EndOfFileException | UserInterruptException e) {
            leave(LeaveReason.QUIT);
        } catch (RuntimeException | IOError e) {
            // A broken terminal tells so in many ways; while it works, this is a fault of ours and must be seen.
            if (leaving.get() == null) {
                leave(LeaveReason.HANGUP);
                throw e;
            }
        } finally {
            inputThread = null;
            giveBack();
            left.countDown();
        }
        if (failure != null) {
            throw failure;
        }
        return leaving.get();
    }

    private String readLine() {
        editor.locked(this::applyPrompts);
        String text = prefilled;
        prefilled = "";
        return editor.read(text);
    }

    private void handle(LineHandler handler, String line) {
        if (line.isBlank() || leaving.get() != null) {
            return;
        }
        try {
            handler.handle(line.stripTrailing());
        } catch (RuntimeException e) {
            prefill(line);
            reply("-- not done: " + (e.getMessage() == null ? e : e.getMessage()) + " --");
        }
    }

    @Override
    public void leave(LeaveReason reason) {
        if (!leaving.compareAndSet(null, reason)) {
            return;
        }
        tty.endInput(inputThread);
        Thread guard = new Thread(this::abandonIfStalled, "console-guard");
        guard.setDaemon(true);
        guard.start();
    }

    /** The drawing and the editing thread may be waiting for a terminal that will never take their output. */
    private void abandonIfStalled() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS);
        try {
            while (!left.await(STALL_MILLIS / 10, TimeUnit.MILLISECONDS)) {
                if (tty.stalled(STALL_MILLIS) || System.nanoTime() - end > 0) {
                    tty.abandon();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not for SIGHUP: a terminal that goes away tells it twice, the other time by a failing read. */
    private void signalled(LeaveReason reason) {
        if (leaving.get() == null) {
            leave(reason);
        } else {
            impatience.run();
        }
    }

    /** The editor handles Ctrl-C as a key; unless it hangs in output. */
    private void interruptKey() {
        if (leaving.get() != null) {
            impatience.run();
        } else if (tty.stalled(STALL_MILLIS)) {
            leave(LeaveReason.QUIT);
        }
    }

    private void resized() {
        editor.locked(() -> {
            if (!closed) {
                columns = tty.columns();
                editor.resized();
            }
        });
        queue.wake();
    }

    /** Ctrl-Z, on the input thread with the editor's lock held: nobody draws while we are stopped. */
    private void suspend() {
        editor.hide();
        tty.giveBack();
        JobControl.stop();
        tty.takeAgain();
        columns = tty.columns();
        editor.showAgain();
    }

    /** Continued, perhaps stopped by somebody else, who left the terminal in raw mode for the shell to change. */
    private void continued() {
        editor.locked(() -> {
            if (editor.isReadingLine() && leaving.get() == null) {
                editor.hide();
                tty.takeAgain();
                editor.showAgain();
            }
        });
    }

    private void render() {
        try {
            for (List<String> batch = queue.take(); batch != null; batch = queue.take()) {
                List<String> lines = batch;
                editor.locked(() -> draw(lines));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOError e) {
            leave(LeaveReason.HANGUP);
        } catch (RuntimeException e) {
            failure = e;
            leave(LeaveReason.HANGUP);
        }
    }

    private void draw(List<String> lines) {
        applyPrompts();
        if (wipeAsked) {
            wipeAsked = false;
            editor.wipe();
        }
        if (lines.isEmpty()) {
            editor.refresh();
        } else {
            editor.printAbove(String.join("\n", lines));
        }
    }

    private void applyPrompts() {
        editor.prompts(styled(prompt), styled(rightPrompt));
    }

    private AttributedString styled(String text) {
        AttributedString styled = AttributedString.fromAnsi(text);
        return color ? styled : new AttributedString(styled.toString());
    }

    /** Also run at JVM shutdown, whoever asked for it. */
    private void giveBack() {
        synchronized (this) {
            if (givenBack) {
                return;
            }
            givenBack = true;
        }
        if (tty.stalled(STALL_MILLIS)) {
            tty.abandon();
        }
        tty.giveBack();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        leave(LeaveReason.QUIT);
        queue.close();
        awaitRenderer();
        tty.drain(STALL_MILLIS);
        giveBack();
        closed = true;
        tty.abandon();
        signals.close();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // Shutting down already; the hook has nothing left to do.
        }
    }

    private void awaitRenderer() {
        try {
            for (long waited = 0; renderer.isAlive() && waited < SLOW_MILLIS; waited += STALL_MILLIS / 10) {
                renderer.join(STALL_MILLIS / 10);
                if (tty.stalled(STALL_MILLIS)) {
                    tty.abandon();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
