package udpchat.cli.console;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import udpchat.ChatListener;
import udpchat.cli.render.PeerNews;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.SafeText;
import udpchat.cli.slash.Settings;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;

/** Shows what happens above the prompt, as much of it as a person can read. Runs on the listener's thread. */
public final class ConsoleListener implements ChatListener, AutoCloseable {

    /** After something was told of a peer nothing more is told of it for so long: bad lines flap. */
    private static final long QUIET_NANOS = 10_000_000_000L;

    private static final long TICK_MILLIS = 250;

    /** Changed keys that were told; whoever was forgotten is told again. */
    private static final int MAX_ALARMS = 256;

    /** All peers that nobody named or verified share this, so that made-up ones cannot fill the screen. */
    private static final String STRANGERS = "peers without a name here";

    /** So many of their comings and goings are told in {@link #STRANGERS_NANOS}; who is here, the prompt and /peers say. */
    static final int STRANGERS_LINES = 20;

    static final long STRANGERS_NANOS = 10_000_000_000L;

    private static final String BELL = "\u0007";

    private record Alarm(PeerKey expected, PeerKey found) {}

    /** What else is to be done about what happens. On the listener's thread; must not wait long. */
    public interface Reactions {

        /** A message came; before it is shown. */
        void heard(ChatMessage message);

        /** Whether a message is of the talk that the person is in. */
        boolean isOpen(ChatMessage message);

        /** The desktop is to say that somebody wrote. */
        void notify(ChatMessage message);

        /** A message is on the screen. */
        void shown(ChatMessage message);

        /** A message of ours was read. */
        void read(MessageId id);

        /** A peer changed. */
        void changed(Contact contact);

        /** The socket closed, and nobody asked for it. */
        void broken(String cause);
    }

    private final Screen screen;
    private final Renderer renderer;
    private final Settings settings;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Reactions reactions;
    private final DisplayLimiter limiter = new DisplayLimiter();
    private final DisplayLimiter strangers = new DisplayLimiter(STRANGERS_LINES, 1, STRANGERS_NANOS);
    private final PeerNews news = new PeerNews(QUIET_NANOS);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final ScheduledExecutorService timer;
    private Optional<ScheduledFuture<?>> ticking = Optional.empty();
    private final Set<Alarm> alarms = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Alarm, Boolean> eldest) {
            return size() > MAX_ALARMS;
        }
    });

    /** @param nanos a monotonic clock */
    public ConsoleListener(
            Screen screen,
            Renderer renderer,
            Settings settings,
            InstantSource clock,
            LongSupplier nanos,
            ScheduledExecutorService timer,
            Reactions reactions) {
        this.screen = screen;
        this.renderer = renderer;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.timer = timer;
        this.reactions = reactions;
    }

    /** Says this first, and then lets events through. */
    public void ready(String rendered) {
        screen.print(rendered);
        ticking =
                Optional.of(timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
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
        } else if (event instanceof ChatEvent.DeliveryChanged changed) {
            // What else became of a message is told by its future.
            if (changed.delivery() instanceof Delivery.Read) {
                reactions.read(changed.id());
            }
        } else if (event instanceof ChatEvent.PeerChanged changed) {
            reactions.changed(changed.contact());
            news.changed(changed.contact(), nanos.getAsLong()).ifPresent(this::tell);
        } else if (event instanceof ChatEvent.KeyChanged changed) {
            if (alarms.add(new Alarm(changed.expected(), changed.found()))) {
                screen.print(BELL + renderer.keyChanged(changed, clock.instant()));
            }
        } else if (event instanceof ChatEvent.NoAnswer silent) {
            reactions.changed(silent.to());
            screen.print(renderer.noAnswer(silent, clock.instant()));
        } else if (event instanceof ChatEvent.WrongKey wrong) {
            screen.print(renderer.wrongKey(wrong, clock.instant()));
        } else if (event instanceof ChatEvent.Notice notice) {
            screen.print(renderer.notice(notice.about().displayName() + ": " + notice.text(), clock.instant()));
        } else if (event instanceof ChatEvent.Missed missed) {
            screen.print(renderer.missed(missed.events(), clock.instant()));
        } else if (event instanceof ChatEvent.Trouble trouble) {
            screen.print(renderer.error("network", trouble.text(), clock.instant()));
        } else if (event instanceof ChatEvent.Closed closed && closed.cause().isPresent()) {
            screen.print(renderer.closed(closed.cause(), clock.instant()));
            reactions.broken(closed.cause().get());
        }
    }

    @Override
    public void close() {
        ticking.ifPresent(task -> task.cancel(false));
        tick();
    }

    private void message(ChatMessage message) {
        long now = nanos.getAsLong();
        news.before(message, now).ifPresent(this::tell);
        reactions.heard(message);
        String source = message.unverified() ? message.from().toString() : SafeText.line(message.name());
        if (limiter.admit(source, now)) {
            news.unseen(message).ifPresent(this::show);
            boolean calls = !reactions.isOpen(message) || names(message.text(), settings.nick());
            screen.print((calls && settings.bell() ? BELL : "") + renderer.message(message));
            if (calls && settings.desktop()) {
                reactions.notify(message);
            }
            reactions.shown(message);
        }
    }

    /** Whether a text has a nick in it, as a word. */
    static boolean names(String text, String nick) {
        for (int i = 0; i + nick.length() <= text.length(); i++) {
            int end = i + nick.length();
            if (text.regionMatches(true, i, nick, 0, nick.length())
                    && (i == 0 || !Character.isLetterOrDigit(text.codePointBefore(i)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private void tell(Contact contact) {
        if (!contact.isStranger() || strangers.admit(STRANGERS, nanos.getAsLong())) {
            show(contact);
        } else {
            news.notSeen(contact);
        }
    }

    private void show(Contact contact) {
        screen.print(renderer.peer(contact, clock.instant()));
    }

    private void tick() {
        long now = nanos.getAsLong();
        news.due(now).forEach(this::tell);
        limiter.summaries(now).forEach(screen::print);
        strangers.summaries(now).forEach(screen::print);
    }
}
