package udpchat.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import udpchat.wire.WireLimits;

/** Who waits for the answer to a ping. */
final class Pings {

    private static final int MAX = 1024;

    private record Ping(SecurePeer peer, CompletableFuture<Duration> result, long sentAt) {}

    private final List<Ping> waiting = new ArrayList<>();

    void add(SecurePeer peer, CompletableFuture<Duration> result, long now) {
        if (waiting.size() >= MAX) {
            result.completeExceptionally(new IllegalStateException("too many pings wait for their answer"));
            return;
        }
        waiting.add(new Ping(peer, result, now));
    }

    /** The peer may have answered. */
    void onAnswered(SecurePeer peer, long now) {
        if (waiting.isEmpty() || peer.session == null) {
            return;
        }
        long answeredAt = peer.session.answeredAt();
        complete(ping -> ping.peer == peer && answeredAt > ping.sentAt, ping -> {
            long latest = peer.session.latestRtt();
            long elapsed = answeredAt - ping.sentAt;
            ping.result.complete(Duration.ofNanos(latest > 0 ? Math.min(latest, elapsed) : elapsed));
        });
    }

    void onDeadline(long now) {
        complete(
                ping -> ping.sentAt + WireLimits.Session.UNREACHABLE <= now,
                ping -> ping.result.completeExceptionally(new IllegalStateException("no answer within 5 s")));
    }

    long nextDeadline() {
        return waiting.isEmpty() ? Deadlines.NEVER : waiting.get(0).sentAt + WireLimits.Session.UNREACHABLE;
    }

    void fail(SecurePeer peer) {
        complete(
                ping -> ping.peer == peer,
                ping -> ping.result.completeExceptionally(new IllegalStateException("the session ended")));
    }

    void failAll() {
        complete(
                ping -> true,
                ping -> ping.result.completeExceptionally(new IllegalStateException(PeerEngine.CLOSED.detail())));
    }

    private void complete(Predicate<Ping> which, Consumer<Ping> how) {
        List<Ping> done = new ArrayList<>();
        for (Iterator<Ping> each = waiting.iterator(); each.hasNext(); ) {
            Ping ping = each.next();
            if (which.test(ping)) {
                each.remove();
                done.add(ping);
            }
        }
        done.forEach(how);
    }
}
