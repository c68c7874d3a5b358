package udpchat.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import udpchat.ChatPeer;
import udpchat.cli.console.ConsoleListener;
import udpchat.cli.console.DesktopNotices;
import udpchat.cli.console.LeaveReason;
import udpchat.cli.console.OwnLines;
import udpchat.cli.console.ReadMarks;
import udpchat.cli.console.RightPrompt;
import udpchat.cli.console.Screen;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.SafeText;
import udpchat.cli.slash.ChatView;
import udpchat.cli.slash.Settings;
import udpchat.cli.slash.SlashExecutor;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Destination;
import udpchat.model.Impairment;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;
import udpchat.model.SessionInfo;

/** The talk on one screen. {@link #line} and {@link #begin} are for the input thread, all else for any. */
final class ConsoleTalk implements ChatView, ConsoleListener.Reactions {

    static final String NO_PEER = "> ";

    /** What stands at the right follows what happens no faster than this. */
    private static final long REFRESH_MILLIS = 100;

    private final Screen screen;
    private final Renderer renderer;
    private final ChatPeer peer;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final SlashExecutor executor;
    private final OwnLines lines;
    private final ReadMarks marks;
    private final DesktopNotices notices;
    private final String sim;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile List<String> names = List.of();
    private volatile boolean broken;

    ConsoleTalk(
            Screen screen,
            Renderer renderer,
            ChatPeer peer,
            Settings settings,
            InstantSource clock,
            ScheduledExecutorService timer,
            Impairment sim,
            Optional<Path> messages) {
        this.screen = screen;
        this.renderer = renderer;
        this.peer = peer;
        this.clock = clock;
        this.timer = timer;
        this.sim = sim.isNone() ? "" : " · sim " + sim;
        this.executor = new SlashExecutor(peer, this, renderer, settings, clock, messages);
        this.notices = new DesktopNotices(timer, System::nanoTime, this::notice);
        this.marks = new ReadMarks(marker(peer), executor::current);
        this.lines = new OwnLines(screen, renderer, clock, System::nanoTime, timer, this::refreshSoon);
    }

    private static ReadMarks.Marker marker(ChatPeer peer) {
        return new ReadMarks.Marker() {
            @Override
            public void read(PeerKey from, MessageId message) {
                peer.markRead(from, message);
            }

            @Override
            public void read(Destination from) {
                peer.markRead(from);
            }
        };
    }

    /** Knows these from the start, and talks to the first. */
    void begin(List<String> peers) {
        refresh();
        for (String name : peers) {
            peer.destination(name);
        }
        if (!peers.isEmpty()) {
            executor.focus(peers.get(0));
        }
    }

    /** Does what one line says. */
    void line(String line) {
        SlashExecutor.Result result = executor.execute(line);
        result.sendings().forEach(lines::add);
        refreshSoon();
        if (result.leave()) {
            screen.leave(LeaveReason.QUIT);
        }
    }

    void notice(String text) {
        screen.reply(renderer.notice(text, clock.instant()));
    }

    /** The names that can be completed. */
    List<String> names() {
        return names;
    }

    /** Whether the socket closed, and nobody asked for it. */
    boolean isBroken() {
        return broken;
    }

    /** Says what is still to be said of what was sent. */
    void end() {
        lines.close();
    }

    private void refreshSoon() {
        if (refreshing.compareAndSet(false, true)) {
            try {
                timer.schedule(this::refresh, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Leaving: nobody reads the prompt any more.
            }
        }
    }

    /** Who can be completed, and what stands at the right. Does not wait. */
    private void refresh() {
        refreshing.set(false);
        peer.peers().thenCombine(peer.sessions(), this::refreshed);
    }

    private Void refreshed(List<Contact> contacts, List<SessionInfo> sessions) {
        names = contacts.stream()
                .filter(contact -> !contact.isPast())
                .map(Contact::displayName)
                .filter(name -> SafeText.line(name).equals(name))
                .toList();
        executor.named(contacts);
        Optional<Contact> current = executor.current();
        Optional<Duration> roundTrip = current.flatMap(Contact::key)
                .flatMap(key -> sessions.stream()
                        .filter(session ->
                                session.contact().key().filter(key::equals).isPresent())
                        .findFirst()
                        .flatMap(SessionInfo::roundTrip));
        long here = contacts.stream().filter(SlashExecutor::isHere).count();
        boolean read = current.filter(lines::isRead).isPresent();
        List<Contact> unread = contacts.stream()
                .filter(each -> each.unread() > 0 && !each.ignored())
                .toList();
        RightPrompt right = new RightPrompt(current, roundTrip, read, unread, lines.unsettled(), here);
        screen.setRightPrompt(right.text(screen.columns()) + sim);
        return null;
    }

    @Override
    public void heard(ChatMessage message) {
        executor.heard(message);
        lines.before(message);
        refreshSoon();
    }

    @Override
    public boolean isOpen(ChatMessage message) {
        return marks.isOpen(message);
    }

    @Override
    public void notify(ChatMessage message) {
        notices.wrote(message.unverified() ? message.from().toString() : message.name());
    }

    @Override
    public void shown(ChatMessage message) {
        marks.shown(message);
    }

    @Override
    public void read(MessageId id) {
        lines.read(id);
    }

    @Override
    public void turnedTo(Contact contact) {
        marks.turnedTo(contact);
    }

    @Override
    public void away(boolean away) {
        marks.away(away);
    }

    @Override
    public void changed(Contact contact) {
        executor.changed(contact);
        refreshSoon();
    }

    @Override
    public void broken(String cause) {
        broken = true;
        screen.leave(LeaveReason.QUIT);
    }

    @Override
    public boolean recalls() {
        return true;
    }

    @Override
    public void show(String rendered) {
        screen.reply(rendered);
    }

    @Override
    public void tell(String rendered) {
        screen.reply(rendered);
    }

    /** A console answers the next line meanwhile. */
    @Override
    public boolean waits() {
        return false;
    }

    @Override
    public void giveBack(String input) {
        screen.prefill(input);
    }

    @Override
    public void focus(Contact contact) {
        screen.setPrompt(SafeText.line(contact.displayName()) + NO_PEER);
        refreshSoon();
    }

    @Override
    public void clear() {
        screen.clear();
    }
}
