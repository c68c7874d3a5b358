package udpchat.messaging;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.wire.PlainText;

/**
 * What waits to go to plain peers. Short texts go at once. A text of more than {@value #BURST} datagrams is spread
 * over time, as RFC 8085 §3.1.6 asks of bursts: no feedback comes from there. What is said to that peer after it
 * stays behind it. One thread owns it.
 */
public final class PlainOutbox {

    /**
     * Datagrams sent to one peer before pausing. Linux accounts about 2.3 KiB for each of 1 KiB against a default
     * receive buffer of 208 KiB: 92 fit where nobody reads, 16 leave room for other senders.
     */
    static final int BURST = 16;

    /** Pause between bursts, ns: 16 KiB in 10 ms is 13 Mbit/s, 1 MiB takes 0.65 s. */
    static final long PAUSE_NANOS = 10_000_000;

    private final ArrayDeque<Outgoing> ready = new ArrayDeque<>();
    private final Map<PeerAddress, Lane> lanes = new LinkedHashMap<>();

    /** Datagrams of long texts that wait for their time at one peer. */
    private static final class Lane {
        final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
        long resumeAt;
    }

    /**
     * Takes a text.
     *
     * @param lf whether the peer wants a line end
     * @param result completed once the network has taken it, or not
     */
    public void add(long now, PeerAddress to, String text, boolean lf, CompletableFuture<Delivery> result) {
        List<byte[]> pieces = PlainText.encode(text, lf);
        PlainMessage message = new PlainMessage(pieces.size(), result);
        Lane lane = lanes.get(to);
        if (lane == null && pieces.size() > BURST) {
            lane = new Lane();
            lane.resumeAt = now + PAUSE_NANOS;
            lanes.put(to, lane);
            for (byte[] piece : pieces.subList(0, BURST)) {
                ready.add(new Outgoing(to, piece, message));
            }
            pieces = pieces.subList(BURST, pieces.size());
        }
        ArrayDeque<Outgoing> queue = lane == null ? ready : lane.waiting;
        for (byte[] piece : pieces) {
            queue.add(new Outgoing(to, piece, message));
        }
    }

    /** Releases the next burst of every long text whose pause is over. */
    public void onDeadline(long now) {
        for (Iterator<Lane> each = lanes.values().iterator(); each.hasNext(); ) {
            Lane lane = each.next();
            if (lane.resumeAt - now > 0) {
                continue;
            }
            for (int i = 0; i < BURST && !lane.waiting.isEmpty(); i++) {
                ready.add(lane.waiting.remove());
            }
            lane.resumeAt = now + PAUSE_NANOS;
            if (lane.waiting.isEmpty()) {
                each.remove();
            }
        }
    }

    /** When {@link #onDeadline} has something to do; {@code Long.MAX_VALUE} for never. */
    public long nextDeadline() {
        long earliest = Long.MAX_VALUE;
        for (Lane lane : lanes.values()) {
            if (earliest == Long.MAX_VALUE || lane.resumeAt - earliest < 0) {
                earliest = lane.resumeAt;
            }
        }
        return earliest;
    }

    /** The next datagram that may go now, or null. */
    public Outgoing poll() {
        return ready.poll();
    }

    public boolean isEmpty() {
        return ready.isEmpty() && lanes.isEmpty();
    }

    /** Gives up on everything that was not polled yet. */
    public void fail(Delivery.Failed failure) {
        for (Lane lane : lanes.values()) {
            ready.addAll(lane.waiting);
        }
        lanes.clear();
        for (Outgoing datagram = ready.poll(); datagram != null; datagram = ready.poll()) {
            datagram.message().orElseThrow().settle(Optional.of(failure));
        }
    }
}
