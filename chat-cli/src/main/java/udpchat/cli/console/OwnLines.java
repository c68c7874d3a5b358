package udpchat.cli.console;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import udpchat.cli.render.OwnMessage;
import udpchat.cli.render.Renderer;
import udpchat.cli.slash.Sending;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;

/**
 * The lines of who types here, each with an honest mark, though nothing on the screen is ever changed: a line is held until
 * its delivery is known, but no longer than {@value #HOLD_MILLIS} ms, and printed with what is known by then. What becomes
 * known later is a line of its own; several of a kind that come together are one.
 *
 * <p>Lines are printed in the order in which they were typed, and before an answer to them. Safe for use by several threads;
 * never waits.
 */
public final class OwnLines implements AutoCloseable {

    /** Longer than a round trip to anywhere near, shorter than what people take for a program that hangs. */
    static final long HOLD_MILLIS = 300;

    /** What comes within this time is told in one line. */
    static final long GATHER_MILLIS = 50;

    /**
     * What is read within this time is not worth a line: that the talk goes on shows at the right of the prompt. What is read
     * later, when somebody comes back to it, is told.
     */
    static final long READ_AT_ONCE_MILLIS = 5_000;

    /** Messages that are remembered until they are read: as many as a peer tells of. */
    private static final int MAX_SAID = 1024;

    private static final Delivery ON_ITS_WAY = new Delivery.Queued();

    private static final class Line {
        final OwnMessage message;
        final long since;
        Delivery delivery = ON_ITS_WAY;
        boolean settled;
        boolean printed;

        Line(OwnMessage message, long since) {
            this.message = message;
            this.since = since;
        }
    }

    private static final class Late {
        final OwnMessage first;
        final Delivery delivery;
        int count = 1;

        Late(OwnMessage first, Delivery delivery) {
            this.first = first;
            this.delivery = delivery;
        }
    }

    private final Screen screen;
    private final Renderer renderer;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer;
    private final Runnable changed;
    private final ArrayDeque<Line> held = new ArrayDeque<>();
    private final Set<Line> unsettled = new HashSet<>();
    private final List<Late> late = new ArrayList<>();
    /** The last messages, the oldest first. */
    private final Map<MessageId, Said> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageId, Said> eldest) {
            return size() > MAX_SAID;
        }
    };

    /** A message, without its text. */
    private record Said(OwnMessage message, long since, boolean read) {}

    /**
     * @param nanos a monotonic clock
     * @param changed is called when {@link #unsettled} is another number; must not wait
     */
    public OwnLines(
            Screen screen,
            Renderer renderer,
            InstantSource clock,
            LongSupplier nanos,
            ScheduledExecutorService timer,
            Runnable changed) {
        this.screen = screen;
        this.renderer = renderer;
        this.clock = clock;
        this.nanos = nanos;
        this.timer = timer;
        this.changed = changed;
    }

    /** A message was sent. */
    public void add(Sending sending) {
        Line line = new Line(sending.message(), nanos.getAsLong());
        synchronized (this) {
            held.add(line);
            unsettled.add(line);
            said.put(line.message.id(), new Said(line.message.withoutText(), line.since, false));
        }
        sending.delivery().thenAccept(delivery -> settled(line, delivery));
        if (!sending.delivery().isDone()) {
            after(HOLD_MILLIS, this::expire);
            changed.run();
        }
    }

    /** Somebody wrote: what was said to them before comes first. */
    public synchronized void before(ChatMessage message) {
        Line last = null;
        for (Line line : held) {
            if (isTo(line.message.to(), message)) {
                last = line;
            }
        }
        for (Line line = last; line != null && !line.printed; ) {
            print(held.remove());
        }
    }

    /** How many messages nothing final is known of. */
    public synchronized int unsettled() {
        return unsettled.size();
    }

    /** Whether a peer has read what was said to it last in this run. */
    public synchronized boolean isRead(Contact peer) {
        boolean read = false;
        for (Said each : said.values()) {
            if (isSame(each.message().to(), peer)) {
                read = each.read();
            }
        }
        return read;
    }

    /** A message of ours was read, after it was delivered. */
    public void read(MessageId id) {
        synchronized (this) {
            Said before = said.get(id);
            if (before == null || before.read()) {
                return;
            }
            said.put(id, new Said(before.message(), before.since(), true));
            if (nanos.getAsLong() - before.since() > TimeUnit.MILLISECONDS.toNanos(READ_AT_ONCE_MILLIS)) {
                gather(before.message(), new Delivery.Read());
            }
        }
        changed.run();
    }

    /** Whoever was an address when something was said to it may have a key by now. */
    private static boolean isSame(Contact to, Contact peer) {
        return to.key().isPresent()
                ? to.key().equals(peer.key())
                : to.addresses().stream().anyMatch(peer.addresses()::contains);
    }

    /** Prints what is held. */
    @Override
    public synchronized void close() {
        while (!held.isEmpty()) {
            print(held.remove());
        }
        tellLate();
    }

    private static boolean isTo(Contact to, ChatMessage from) {
        if (to.key().isPresent()) {
            return to.key().map(PeerKey::text).equals(from.key().map(PeerKey::text));
        }
        return to.addresses().contains(from.from());
    }

    private synchronized void expire() {
        printHeads(nanos.getAsLong() - TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS));
    }

    private void settled(Line line, Delivery delivery) {
        synchronized (this) {
            unsettled.remove(line);
            line.settled = true;
            line.delivery = delivery;
            if (line.printed && delivery instanceof Delivery.Queued) {
                return; // it is kept for the next run, which is told for all of them together
            }
            if (line.printed) {
                gather(line.message, delivery);
            } else {
                printHeads(Long.MIN_VALUE);
            }
        }
        changed.run();
    }

    /** Prints the oldest lines that are settled, or of before that time. */
    private void printHeads(long before) {
        while (!held.isEmpty()
                && (held.peek().settled || (before != Long.MIN_VALUE && held.peek().since - before <= 0))) {
            print(held.remove());
        }
    }

    private void print(Line line) {
        line.printed = true;
        screen.reply(renderer.own(line.message, line.delivery));
    }

    private void gather(OwnMessage message, Delivery delivery) {
        for (Late each : late) {
            if (isSame(each, message, delivery)) {
                each.count++;
                return;
            }
        }
        late.add(new Late(message, delivery));
        if (late.size() == 1) {
            after(GATHER_MILLIS, this::tellLateNow);
        }
    }

    private void after(long millis, Runnable task) {
        try {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Leaving: close does it.
        }
    }

    private static boolean isSame(Late known, OwnMessage message, Delivery delivery) {
        boolean sameKind = known.delivery instanceof Delivery.Failed failed
                ? delivery.equals(failed)
                : known.delivery.getClass() == delivery.getClass();
        return sameKind
                && known.first.aside() == message.aside()
                && known.first.to().displayName().equals(message.to().displayName());
    }

    private synchronized void tellLateNow() {
        tellLate();
    }

    private void tellLate() {
        late.forEach(each -> screen.reply(renderer.late(each.first, each.count, each.delivery, clock.instant())));
        late.clear();
    }
}
