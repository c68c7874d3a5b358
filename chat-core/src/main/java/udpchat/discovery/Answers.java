package udpchat.discovery;

import static udpchat.wire.WireLimits.Discovery.ANSWERS_BURST;
import static udpchat.wire.WireLimits.Discovery.ANSWERS_PER_SECOND;
import static udpchat.wire.WireLimits.Discovery.ANSWERS_WAITING;
import static udpchat.wire.WireLimits.Discovery.ANSWERS_WAITING_PER_IP;
import static udpchat.wire.WireLimits.Discovery.ANSWER_AGAIN;
import static udpchat.wire.WireLimits.Discovery.ANSWER_DELAY;
import static udpchat.wire.WireLimits.Discovery.ANSWER_MEMORY;
import static udpchat.wire.WireLimits.Discovery.ANSWER_TRIES;
import static udpchat.wire.WireLimits.Discovery.UNDER_WAY;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import udpchat.model.PeerAddress;

/**
 * The HELLOs to answer. Everybody hears a HELLO at the same moment, so each waits a little before it answers, and whoever
 * is known by then gets no answer any more. One HELLO comes on several ways, by two groups and by broadcast: the first is
 * answered, or one of those that came by then and is not link-local. The same HELLO again, while its sender is still not known, says that an answer was lost: it is answered
 * again, at another of its addresses if there is one, three times in all.
 *
 * <p>20 a second are answered at most; 256 wait, 32 of one IP address, and what comes on top of that is forgotten: it
 * will be said again.
 */
final class Answers {

    private static final long SECOND = 1_000_000_000L;
    private static final long PER_ANSWER = SECOND / ANSWERS_PER_SECOND;

    private static final class Waiting {
        final long nonce;
        final long due;
        PeerAddress to;

        Waiting(long nonce, PeerAddress to, long due) {
            this.nonce = nonce;
            this.to = to;
            this.due = due;
        }
    }

    private static final class Answered {
        PeerAddress to;
        long at;
        int times;
    }

    private final RandomGenerator random;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final Map<InetAddress, Integer> perIp = new HashMap<>();
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));

    /** The longest ago first: never more than the rate lets through in the time that they are remembered. */
    private final Map<Long, Answered> answered = new LinkedHashMap<>();

    /** When as many answers may be given at once again as ever: one number for the tokens and for their time. */
    private long fullAt;

    Answers(RandomGenerator random, long now) {
        this.random = random;
        this.fullAt = now;
    }

    void onHello(PeerAddress from, long nonce, long now) {
        Answered before = answered.get(nonce);
        Waiting same = waiting.get(nonce);
        if (same != null) {
            if (isBetter(from, same.to, before)) {
                count(same.to.ip(), -1);
                count(from.ip(), 1);
                same.to = from;
            }
            return;
        }
        boolean again = before != null && now - before.at < ANSWER_MEMORY;
        if (again && (now - before.at < ANSWER_AGAIN || before.times >= ANSWER_TRIES)) {
            return;
        }
        if (waiting.size() >= ANSWERS_WAITING || perIp.getOrDefault(from.ip(), 0) >= ANSWERS_WAITING_PER_IP) {
            return;
        }
        Waiting one = new Waiting(nonce, from, now + random.nextLong(ANSWER_DELAY + 1));
        waiting.put(nonce, one);
        count(from.ip(), 1);
        queue.add(one);
    }

    /** Another way than the one that was tried; and an address that is the same on all hosts, if it is the first try. */
    private static boolean isBetter(PeerAddress other, PeerAddress than, Answered before) {
        return before == null
                ? than.ip().isLinkLocalAddress() && !other.ip().isLinkLocalAddress()
                : before.to.equals(than) && !other.equals(than);
    }

    private void count(InetAddress ip, int change) {
        perIp.merge(ip, change, (a, b) -> a + b == 0 ? null : a + b);
    }

    Answer poll(Predicate<PeerAddress> known, Predicate<PeerAddress> busy, long now) {
        while (!queue.isEmpty() && queue.peek().due <= now) {
            if (known.test(queue.peek().to)) {
                remove();
            } else if (busy.test(queue.peek().to)) {
                postpone(now);
            } else if (!mayAnswer(now)) {
                return null;
            } else {
                Waiting one = remove();
                fullAt = Math.max(fullAt, now) + PER_ANSWER;
                remember(one, now);
                return new Answer(one.to, one.nonce);
            }
        }
        return null;
    }

    /** Whoever began a handshake may be known soon; if not, its key was known from elsewhere, and this way is news to us. */
    private void postpone(long now) {
        Waiting one = queue.remove();
        Waiting later = new Waiting(one.nonce, one.to, now + UNDER_WAY);
        waiting.put(one.nonce, later);
        queue.add(later);
    }

    private boolean mayAnswer(long now) {
        return fullAt - now <= (ANSWERS_BURST - 1) * PER_ANSWER;
    }

    private Waiting remove() {
        Waiting one = queue.remove();
        waiting.remove(one.nonce);
        count(one.to.ip(), -1);
        return one;
    }

    private void remember(Waiting one, long now) {
        Iterator<Answered> old = answered.values().iterator();
        while (old.hasNext() && now - old.next().at >= ANSWER_MEMORY) {
            old.remove();
        }
        Answered record = answered.remove(one.nonce);
        record = record == null ? new Answered() : record;
        record.to = one.to;
        record.at = now;
        record.times++;
        answered.put(one.nonce, record);
    }

    long nextDeadline() {
        return queue.isEmpty()
                ? Discovery.NEVER
                : Math.max(queue.peek().due, fullAt - (ANSWERS_BURST - 1) * PER_ANSWER);
    }

    /** Those that wait and those that are remembered; for tests of the caps. */
    int size() {
        return waiting.size() + answered.size();
    }
}
