package udpchat.engine;

import java.util.ArrayDeque;
import java.util.Iterator;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.wire.WireLimits;

/**
 * An address of which nobody knows yet whether it speaks the protocol, and what waits to be said there: HELLO at 0, 1,
 * 3, 7 and 15 s, and once a minute, while something waits.
 *
 * <pre>
 *                    becomes
 * echo of our nonce  proven: after 1 s without a session, INIT, repeated
 * a session          over: what waits goes to the key
 * plain text         plain, but not before 1.8 s: a forged datagram must not set free what waits for an answer
 * 1.8 s of silence   told; HELLO goes on
 * </pre>
 */
final class Asking extends Deadlines.Waker<Asking> {

    private static final long NEVER = Deadlines.NEVER;

    /** A peer that speaks the protocol has answered by then, on any path that people talk on. */
    static final long ANSWER_DUE = 1_800_000_000L;

    /** A text that waits. */
    record Held(MessageId id, String text, boolean action) {}

    final PeerAddress address;
    /** Proves this address when it comes back. */
    final long nonce;

    final ArrayDeque<Held> held = new ArrayDeque<>();

    private long since;
    private final boolean known;
    private int hellos;
    private long lastHello;
    private long helloAt;
    private long initAt = NEVER;
    private long dueAt;
    private boolean plain;
    private boolean proven;
    /** That there is no answer. */
    private boolean told;

    /**
     * @param known whether a peer with a key was there before: it gets INIT instead of HELLO, and never plain text
     */
    Asking(PeerAddress address, long nonce, boolean known, long now) {
        this.address = address;
        this.nonce = nonce;
        this.known = known;
        this.since = now;
        this.dueAt = now + ANSWER_DUE;
        this.helloAt = known ? NEVER : now;
        this.initAt = known ? now : NEVER;
    }

    /** Somebody wants to talk there again; whether the address is asked anew. */
    boolean wish(long now) {
        if (!told || plain || proven) {
            return false;
        }
        told = false;
        dueAt = now + ANSWER_DUE;
        if (known) {
            initAt = Math.min(initAt, now);
        } else if (now - lastHello >= WireLimits.Asking.THIRD_HELLO) {
            since = now;
            hellos = 0;
            helloAt = now;
        }
        return true;
    }

    /** Whether an answer may still come soon. */
    boolean isHopeful() {
        return !told;
    }

    /** Whether a HELLO has to go now; if so, it counts as sent. */
    boolean takeHello(long now) {
        if (helloAt > now) {
            return false;
        }
        hellos++;
        lastHello = now;
        helloAt = switch (hellos) {
            case 1 -> since + WireLimits.Asking.SECOND_HELLO;
            case 2 -> since + WireLimits.Asking.THIRD_HELLO;
            case 3 -> since + WireLimits.Asking.FOURTH_HELLO;
            case 4 -> since + WireLimits.Asking.FIFTH_HELLO;
            default -> now + WireLimits.Asking.HELLO_INTERVAL;
        };
        return true;
    }

    /** Whether INIT has to be repeated to there from now on; said once. */
    boolean takeInit(long now) {
        if (initAt > now) {
            return false;
        }
        initAt = NEVER;
        return true;
    }

    /** What the time that an answer is due brings. */
    enum Due {
        NOTHING,
        /** What waits goes as plain text. */
        PLAIN,
        /** A person should know. */
        SILENT
    }

    /** Each but NOTHING is said once. */
    Due takeDue(long now) {
        if (dueAt > now) {
            return Due.NOTHING;
        }
        dueAt = NEVER;
        if (plain) {
            return Due.PLAIN;
        }
        if (proven) {
            return Due.NOTHING;
        }
        told = true;
        return Due.SILENT;
    }

    /** Plain text came from there, or our own HELLO. */
    void onPlain(long now) {
        if (!known && !plain) {
            plain = true;
            dueAt = Math.max(now, since + ANSWER_DUE);
        }
    }

    /** The nonce came back. */
    void onProven(long now) {
        if (!proven) {
            proven = true;
            helloAt = NEVER;
            initAt = now + WireLimits.Handshake.HELLO_GRACE;
        }
    }

    /** The INITs had no answer. */
    void onFailed(long now) {
        proven = false;
        dueAt = now;
        helloAt = known ? NEVER : now + WireLimits.Asking.HELLO_INTERVAL;
        initAt = known ? now + WireLimits.Session.OFFLINE_RETRY : NEVER;
    }

    /** Takes a text back; whether it waited here. */
    boolean withdraw(MessageId id) {
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            if (each.next().id().equals(id)) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** Nothing waits here any more, and nothing is due. */
    void end() {
        helloAt = NEVER;
        initAt = NEVER;
        dueAt = NEVER;
    }

    @Override
    long nextDeadline() {
        return Math.min(Math.min(helloAt, initAt), dueAt);
    }
}
