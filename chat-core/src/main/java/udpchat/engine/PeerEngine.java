package udpchat.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import udpchat.directory.PeerDirectory;
import udpchat.messaging.Outgoing;
import udpchat.messaging.PlainOutbox;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;
import udpchat.wire.PlainText;

/**
 * A whole peer without its socket: datagrams, commands and time go in; datagrams, events and the next deadline come
 * out. It reads no clock, starts no thread and does no I/O.
 *
 * <p>Every {@code now} is in nanoseconds of one monotonic clock. After each call the owner polls
 * {@link #pollEvent} and {@link #pollTransmit} until they are empty, and calls {@link #onDeadline} when
 * {@link #nextDeadline} has come. One thread owns an engine: the first that calls it.
 */
public final class PeerEngine {

    /** The longest text one message may carry, in bytes of UTF-8: {@value} is 1 MiB. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    static final Delivery.Failed CLOSED = new Delivery.Failed(Delivery.Reason.CLOSED, "this peer is closed");

    private static final Delivery.Failed EMPTY =
            new Delivery.Failed(Delivery.Reason.EMPTY, "an empty message is not sent");
    private static final Delivery.Failed NO_PORT =
            new Delivery.Failed(Delivery.Reason.NETWORK, "port 0 cannot be sent to");
    private static final Delivery.Failed TOO_LONG = new Delivery.Failed(
            Delivery.Reason.TOO_LONG, "the message is longer than " + MAX_MESSAGE_BYTES + " bytes; send it in parts");

    private final PeerDirectory directory;
    private final InstantSource wall;
    private final PlainOutbox outbox = new PlainOutbox();
    private final ArrayDeque<ChatEvent> events = new ArrayDeque<>();

    private Thread owner;
    private int unsettled;
    private boolean closing;
    private long closeAt;
    private boolean overdue;
    private boolean closed;

    private long datagramsIn;
    private long bytesIn;
    private long datagramsOut;
    private long bytesOut;
    private long empty;
    private long ignored;
    private long malformed;

    /**
     * @param directory who is known at the start; the engine owns it from here on
     * @param wall the time of day that messages carry
     */
    public PeerEngine(PeerDirectory directory, InstantSource wall) {
        this.directory = directory;
        this.wall = wall;
    }

    /** Takes a datagram in. The bytes are the caller's again afterwards. */
    public void onDatagram(long now, PeerAddress from, byte[] bytes, int offset, int length) {
        assert isOwner();
        datagramsIn++;
        bytesIn += length;
        if (length == 0 || from.port() == 0) {
            empty++;
            return;
        }
        PlainText.Decoded text = PlainText.decode(bytes, offset, length);
        Instant at = wall.instant();
        PeerDirectory.Sender sender = directory.heard(from, at, text.endedInLf());
        if (sender.ignored()) {
            ignored++;
            return;
        }
        if (text.malformed() > 0) {
            malformed++;
        }
        if (sender.firstHeard()) {
            events.add(new ChatEvent.PeerChanged(directory.find(from).orElseThrow()));
        }
        events.add(new ChatEvent.MessageReceived(new ChatMessage(from, sender.alias(), text.text(), at)));
    }

    /** Does what the owner asks. */
    public void onCommand(long now, Command command) {
        assert isOwner();
        if (closed) {
            command.abort();
        } else if (command instanceof Command.Send send) {
            send(now, send);
        } else if (command instanceof Command.ListContacts list) {
            list.result().complete(directory.contacts());
        } else if (command instanceof Command.ReadStats read) {
            read.result().complete(stats());
        } else if (command instanceof Command.ChangeContact change) {
            change(change);
        } else if (command instanceof Command.Locate locate) {
            directory.located(locate.alias(), locate.address());
        } else if (command instanceof Command.Close close && !closing) {
            closing = true;
            closeAt = now + close.drainNanos();
        }
    }

    /** Does what is due; calling it too early or too often does no harm. */
    public void onDeadline(long now) {
        assert isOwner();
        outbox.onDeadline(now);
        if (closing && closeAt - now <= 0) {
            overdue = true;
            outbox.fail(CLOSED);
        }
    }

    /** When {@link #onDeadline} is due; {@code Long.MAX_VALUE} for never. */
    public long nextDeadline() {
        long deadline = outbox.nextDeadline();
        if (closing && !isFinished() && (deadline == Long.MAX_VALUE || closeAt - deadline < 0)) {
            return closeAt;
        }
        return deadline;
    }

    /** The next datagram to send, or null. What became of it is to be said by {@link #onTransmitted}. */
    public Outgoing pollTransmit() {
        Outgoing next = outbox.poll();
        if (next != null) {
            unsettled++;
        }
        return next;
    }

    /**
     * The network took a datagram, or did not.
     *
     * @param failure why not, one line
     */
    public void onTransmitted(Outgoing datagram, Optional<String> failure) {
        assert isOwner();
        unsettled--;
        if (failure.isEmpty()) {
            datagramsOut++;
            bytesOut += datagram.payload().length;
        }
        datagram.message()
                .flatMap(message -> message.settle(failure.map(this::notSent)))
                .filter(Delivery.Sent.class::isInstance)
                .ifPresent(sent -> directory.sent(datagram.to()));
    }

    private Delivery.Failed notSent(String why) {
        return overdue || closed ? CLOSED : new Delivery.Failed(Delivery.Reason.NETWORK, why);
    }

    /** The next event, or null. */
    public ChatEvent pollEvent() {
        return events.poll();
    }

    /** Whether the owner asked to close, and nothing is left to send or the time for it is over: the socket may go. */
    public boolean isFinished() {
        return closing && (overdue || (outbox.isEmpty() && unsettled == 0));
    }

    /** The socket is gone. Everything that waits is answered, and nothing is taken any more. */
    public void onClosed(Optional<String> cause) {
        assert isOwner();
        if (!closed) {
            closed = true;
            outbox.fail(CLOSED);
            events.add(new ChatEvent.Closed(cause));
        }
    }

    private void send(long now, Command.Send send) {
        if (closing) {
            send.abort();
        } else if (send.text().isEmpty()) {
            send.result().complete(EMPTY);
        } else if (isTooLong(send.text())) {
            send.result().complete(TOO_LONG);
        } else if (send.to().port() == 0) {
            send.result().complete(NO_PORT);
        } else {
            outbox.add(now, send.to(), send.text(), directory.wantsLf(send.to()), send.result());
        }
    }

    private static boolean isTooLong(String text) {
        // A char is at most three bytes of UTF-8: the common short text needs no counting.
        return text.length() > MAX_MESSAGE_BYTES / 3 && PlainText.utf8Length(text) > MAX_MESSAGE_BYTES;
    }

    private void change(Command.ChangeContact command) {
        try {
            Contact contact = change(command.change());
            events.add(new ChatEvent.PeerChanged(contact));
            command.result().complete(contact);
        } catch (IllegalArgumentException e) {
            command.result().completeExceptionally(e);
        }
    }

    private Contact change(Command.ContactChange change) {
        if (change instanceof Command.ContactChange.Add add) {
            return directory.add(add.alias(), add.spec(), add.address());
        }
        if (change instanceof Command.ContactChange.Remove remove) {
            return directory.remove(remove.alias());
        }
        if (change instanceof Command.ContactChange.Rename rename) {
            return directory.rename(rename.from(), rename.to());
        }
        Command.ContactChange.Ignore ignore = (Command.ContactChange.Ignore) change;
        return directory.ignore(ignore.address(), ignore.ignored());
    }

    private PeerStats stats() {
        return new PeerStats(datagramsIn, bytesIn, datagramsOut, bytesOut, empty, ignored, malformed, 0);
    }

    private boolean isOwner() {
        if (owner == null) {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }
}
