package udpchat.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import udpchat.ChatListener;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;

/** Keeps what a listener is told, for a test to wait for. */
public final class Recorder implements ChatListener {

    /** Far beyond what a loaded machine needs: a test that waits for it has failed. */
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<ChatEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(ChatEvent event) {
        events.add(event);
    }

    /** The next event of this kind; those before it are dropped. */
    public <E extends ChatEvent> E next(Class<E> kind) {
        while (true) {
            ChatEvent event;
            try {
                event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for a " + kind.getSimpleName(), e);
            }
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName() + " in " + PATIENCE_SECONDS + " s");
            }
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    /** The next message. */
    public ChatMessage message() {
        return next(ChatEvent.MessageReceived.class).message();
    }

    /** What was told and not waited for. */
    public List<ChatEvent> rest() {
        List<ChatEvent> all = new ArrayList<>();
        events.drainTo(all);
        return all;
    }
}
