package udpchat.cli.console;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import udpchat.ChatListener;
import udpchat.cli.render.Renderer;
import udpchat.cli.slash.Settings;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;

/** Shows what happens above the prompt, as much of it as a person can read. Runs on the listener's thread. */
public final class ConsoleListener implements ChatListener, AutoCloseable {

    /** Peers whose coming was told; whoever was forgotten is told again. */
    private static final int MAX_GREETED = 1024;

    /** All peers that are new share this, so that made-up senders cannot fill the screen. */
    private static final String NEWCOMERS = "new addresses";

    private static final String BELL = "\u0007";

    private final Screen screen;
    private final Renderer renderer;
    private final Settings settings;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Consumer<ChatMessage> heard;
    private final Runnable newcomer;
    private final Consumer<String> broken;
    private final DisplayLimiter limiter = new DisplayLimiter();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Set<PeerAddress> greeted = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, Boolean> eldest) {
            return size() > MAX_GREETED;
        }
    });
    private final ScheduledExecutorService summaries = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-summaries");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param nanos a monotonic clock
     * @param heard is given every message
     * @param newcomer is called when a peer was heard for the first time
     * @param broken is told why the socket closed, where nobody asked for it
     */
    public ConsoleListener(
            Screen screen,
            Renderer renderer,
            Settings settings,
            InstantSource clock,
            LongSupplier nanos,
            Consumer<ChatMessage> heard,
            Runnable newcomer,
            Consumer<String> broken) {
        this.screen = screen;
        this.renderer = renderer;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.heard = heard;
        this.newcomer = newcomer;
        this.broken = broken;
    }

    /** Says this first, and then lets events through. */
    public void ready(String rendered) {
        screen.print(rendered);
        summaries.scheduleWithFixedDelay(this::summarise, 1, 1, TimeUnit.SECONDS);
        ready.countDown();
    }

    @Override
    public void onEvent(ChatEvent event) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (event instanceof ChatEvent.MessageReceived received) {
            message(received.message());
        } else if (event instanceof ChatEvent.PeerChanged changed) {
            greet(changed.contact());
        } else if (event instanceof ChatEvent.Missed missed) {
            screen.print(renderer.missed(missed.events(), clock.instant()));
        } else if (event instanceof ChatEvent.Trouble trouble) {
            screen.print(renderer.error("network", trouble.text(), clock.instant()));
        } else if (event instanceof ChatEvent.Closed closed && closed.cause().isPresent()) {
            screen.print(renderer.closed(closed.cause(), clock.instant()));
            broken.accept(closed.cause().get());
        }
    }

    @Override
    public void close() {
        summaries.shutdownNow();
        summarise();
    }

    private void message(ChatMessage message) {
        heard.accept(message);
        if (limiter.admit(message.from().toString(), nanos.getAsLong())) {
            screen.print((settings.bell() ? BELL : "") + renderer.message(message));
        }
    }

    /** Changes of the peer list are answered where they were asked for; here only who is new is told. */
    private void greet(Contact contact) {
        if (contact.received() > 0
                && contact.address().isPresent()
                && greeted.add(contact.address().get())) {
            newcomer.run();
            if (limiter.admit(NEWCOMERS, nanos.getAsLong())) {
                screen.print(renderer.peer(contact, clock.instant()));
            }
        }
    }

    private void summarise() {
        limiter.summaries(nanos.getAsLong()).forEach(screen::print);
    }
}
