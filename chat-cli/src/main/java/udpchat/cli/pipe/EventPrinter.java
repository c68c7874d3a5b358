package udpchat.cli.pipe;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import udpchat.ChatListener;
import udpchat.cli.render.PeerNews;
import udpchat.cli.render.Renderer;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;

/**
 * Prints what happens, once it was said that we are ready. Runs on the listener's thread and waits there for a slow
 * reader of our output; what the bounded queue behind it does not keep is told as missed.
 */
public final class EventPrinter implements ChatListener {

    private final Sink sink;
    private final InstantSource clock;
    private final Predicate<ChatMessage> wanted;
    private final Consumer<ChatMessage> afterwards;
    private final Consumer<String> broken;
    private final PeerNews news = new PeerNews(0);
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Consumer<Contact> changes = contact -> {};
    private volatile Consumer<ChatEvent.DeliveryChanged> deliveries = change -> {};
    private volatile boolean silent;

    /**
     * @param wanted whether to print a message
     * @param afterwards is given each message that was printed
     * @param broken is told why the socket closed, where nobody asked for it
     */
    public EventPrinter(
            Sink sink,
            InstantSource clock,
            Predicate<ChatMessage> wanted,
            Consumer<ChatMessage> afterwards,
            Consumer<String> broken) {
        this.sink = sink;
        this.clock = clock;
        this.wanted = wanted;
        this.afterwards = afterwards;
        this.broken = broken;
    }

    /** Gives each change of a peer to this one, too. */
    public EventPrinter changes(Consumer<Contact> who) {
        changes = who;
        return this;
    }

    /** Gives the steps of our own messages to this one. */
    public EventPrinter deliveries(Consumer<ChatEvent.DeliveryChanged> who) {
        deliveries = who;
        return this;
    }

    /** Says this first, and then lets events through. */
    public void ready(String rendered) {
        sink.tell(rendered);
        ready.countDown();
    }

    /** It never became ready: nobody is to hear of anything. Without effect once {@link #ready} was called. */
    public void abandon() {
        if (ready.getCount() > 0) {
            silent = true;
            ready.countDown();
        }
    }

    @Override
    public boolean takes(ChatMessage message) {
        return wanted.test(message);
    }

    @Override
    public void onEvent(ChatEvent event) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (silent) {
            return;
        }
        Renderer renderer = sink.renderer();
        if (event instanceof ChatEvent.MessageReceived received) {
            message(received.message());
        } else if (event instanceof ChatEvent.PeerChanged changed) {
            changes.accept(changed.contact());
            // Programs get every change; people, what is news to them.
            Optional<Contact> told = sink.json()
                    ? Optional.of(changed.contact())
                    : news.changed(changed.contact(), clock.millis() * 1_000_000);
            told.ifPresent(contact -> sink.tell(renderer.peer(contact, clock.instant())));
        } else if (event instanceof ChatEvent.DeliveryChanged changed) {
            deliveries.accept(changed);
        } else if (event instanceof ChatEvent.KeyChanged changed) {
            sink.tell(renderer.keyChanged(changed, clock.instant()));
        } else if (event instanceof ChatEvent.NoAnswer silent) {
            sink.tell(renderer.noAnswer(silent, clock.instant()));
        } else if (event instanceof ChatEvent.WrongKey wrong) {
            sink.tell(renderer.wrongKey(wrong, clock.instant()));
        } else if (event instanceof ChatEvent.Notice notice) {
            sink.tell(renderer.notice(notice.about().displayName() + ": " + notice.text(), clock.instant()));
        } else if (event instanceof ChatEvent.Missed missed) {
            sink.tell(renderer.missed(missed.events(), clock.instant()));
        } else if (event instanceof ChatEvent.Trouble trouble) {
            sink.tell(renderer.error("network", trouble.text(), clock.instant()));
        } else if (event instanceof ChatEvent.Closed closed) {
            sink.tell(renderer.closed(closed.cause(), clock.instant()));
            closed.cause().ifPresent(broken);
        }
    }

    private void message(ChatMessage message) {
        if (!wanted.test(message)) {
            return;
        }
        Renderer renderer = sink.renderer();
        if (!sink.json()) {
            news.before(message, clock.millis() * 1_000_000)
                    .ifPresent(contact -> sink.tell(renderer.peer(contact, clock.instant())));
        }
        sink.show(renderer.message(message));
        afterwards.accept(message);
    }
}
