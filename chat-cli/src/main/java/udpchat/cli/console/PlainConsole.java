package udpchat.cli.console;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The console for screen readers, dumb terminals and {@code --plain}: what is shown is appended and never changed, without
 * prompt, colour or any escape sequence. The terminal stays as it is, so its own line editing and echo work, and Ctrl-C
 * means leaving.
 */
public final class PlainConsole implements Screen {
    private static final long CLOSE_MILLIS = 500;

    /** Lines typed ahead of a slow handler; more wait in the kernel. */
    private static final int MAX_TYPED_AHEAD = 100;

    private sealed interface Event {
        record Line(String text) implements Event {}

        record Leave(LeaveReason reason) implements Event {}
    }

    private final BufferedReader in;
    private final TtyOutput out;
    private final LineQueue queue = new LineQueue();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_TYPED_AHEAD);
    private final AtomicReference<LeaveReason> leaving = new AtomicReference<>();
    private final Signals signals = new Signals();
    private final Impatience impatience = new Impatience();
    private final Thread renderer = new Thread(this::render, "plain-render");

    PlainConsole(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = new TtyOutput(out, () -> leave(LeaveReason.HANGUP));
        renderer.setDaemon(true);
        renderer.start();
    }

    /** Opens it on standard input and output, which are UTF-8 whatever the locale says. */
    public static PlainConsole open() {
        PlainConsole console =
                new PlainConsole(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        console.signals.on("INT", () -> console.signalled(LeaveReason.QUIT));
        console.signals.on("TERM", () -> console.signalled(LeaveReason.TERMINATED));
        console.signals.on("HUP", () -> console.leave(LeaveReason.HANGUP));
        return console;
    }

    /** Not for SIGHUP: a terminal that goes away tells it twice, the other time by a failing read. */
    private void signalled(LeaveReason reason) {
        if (leaving.get() == null) {
            leave(reason);
        } else {
            impatience.run();
        }
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
    public void setPrompt(String prompt) {}

    @Override
    public void setRightPrompt(String rightPrompt) {}

    @Override
    public void prefill(String text) {
        reply("-- you typed: " + text + " --");
    }

    @Override
    public void clear() {}

    @Override
    public int columns() {
        return 0;
    }

    @Override
    public void onImpatience(Runnable action) {
        impatience.set(action);
    }

    @Override
    public LeaveReason run(LineHandler handler) {
        Thread reader = new Thread(this::readLines, "plain-in");
        reader.setDaemon(true);
        reader.start();
        try {
            while (leaving.get() == null) {
                Event event = events.take();
                if (event instanceof Event.Line line && leaving.get() == null) {
                    handle(handler, line.text());
                } else if (event instanceof Event.Leave leave) {
                    leave(leave.reason());
                }
            }
        } catch (InterruptedException e) {
            leave(LeaveReason.QUIT);
            Thread.currentThread().interrupt();
        }
        return leaving.get();
    }

    private void handle(LineHandler handler, String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            handler.handle(line.stripTrailing());
        } catch (RuntimeException e) {
            reply("-- not done: " + (e.getMessage() == null ? e : e.getMessage()) + " --");
            prefill(line);
        }
    }

    private void readLines() {
        try {
            // The end comes behind the lines that came before it.
            events.put(new Event.Leave(putLines()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LeaveReason putLines() throws InterruptedException {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                events.put(new Event.Line(line));
            }
            return LeaveReason.QUIT;
        } catch (IOException e) {
            return LeaveReason.HANGUP;
        }
    }

    @Override
    public void leave(LeaveReason reason) {
        if (leaving.compareAndSet(null, reason)) {
            events.clear();
            events.offer(new Event.Leave(reason));
        }
    }

    private void render() {
        try {
            for (List<String> batch = queue.take(); batch != null; batch = queue.take()) {
                for (String text : batch) {
                    byte[] bytes = (withoutEscapes(text) + "\n").getBytes(StandardCharsets.UTF_8);
                    out.write(bytes, 0, bytes.length);
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String withoutEscapes(String text) {
        return text.replace("\u001b", "^[");
    }

    @Override
    public void close() {
        leave(LeaveReason.QUIT);
        queue.close();
        try {
            renderer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.drain(CLOSE_MILLIS);
        out.abandon();
        signals.close();
    }
}
