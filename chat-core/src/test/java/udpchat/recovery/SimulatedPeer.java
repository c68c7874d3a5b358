package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.recovery.RecoveryLimits.MAX_ACK_RANGES;
import static udpchat.recovery.RecoveryLimits.MINIMUM_WINDOW;
import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The least that a session does around {@link Recovery}: numbered messages of 100 bytes, as many in a packet as fit. */
final class SimulatedPeer {

    /** What crosses the link; the messages are numbers, and a ping asks for an ACK without one. */
    record Datagram(int key, long number, int bytes, Ack ack, List<Integer> messages, boolean ping) {
        boolean ackEliciting() {
            return ping || !messages.isEmpty();
        }
    }

    private static final int OVERHEAD = 29;
    private static final int MESSAGE = 110;

    final Recovery<List<Integer>> recovery;
    final BitSet arrived = new BitSet();
    final BitSet acknowledged = new BitSet();
    int packetsSent;
    long bytesSent;
    private final List<PacketSpace<List<Integer>>> keys = new ArrayList<>();
    private final List<Set<Long>> seen = new ArrayList<>();
    private final List<Long> lastNumber = new ArrayList<>();
    private final Deque<Integer> outbox = new ArrayDeque<>();
    private final BitSet queued = new BitSet();
    private final BiConsumer<SimulatedPeer, Datagram> link;
    private int key = -1;

    SimulatedPeer(Random random, BiConsumer<SimulatedPeer, Datagram> link) {
        this.recovery = new Recovery<>(random, new PathRecovery(1_200));
        this.link = link;
        rekey();
    }

    void rekey() {
        keys.add(recovery.openSpace());
        seen.add(new HashSet<>());
        lastNumber.add(-1L);
        key++;
    }

    void retirePreviousKey() {
        recovery.retire(keys.get(key - 1)).forEach(this::queueAgain);
        keys.set(key - 1, null);
    }

    void queue(int messages) {
        for (int message = 0; message < messages; message++) {
            outbox.addLast(message);
            queued.set(message);
        }
    }

    void onDatagram(Datagram datagram, long now) {
        PacketSpace<List<Integer>> space = keys.get(datagram.key());
        if (space == null || !seen.get(datagram.key()).add(datagram.number())) {
            return; // a retired key, or what the replay window drops
        }
        if (datagram.ack() != null) {
            try {
                AckOutcome<List<Integer>> outcome = recovery.onAckReceived(space, datagram.ack(), now);
                outcome.acked().forEach(messages -> messages.forEach(acknowledged::set));
                requeue(outcome.lost());
            } catch (PacketNeverSentException e) {
                throw new AssertionError(e);
            }
        }
        datagram.messages().forEach(arrived::set);
        space.received().onPacketReceived(datagram.number(), datagram.ackEliciting(), now);
    }

    /** To be called after each batch of datagrams and at each deadline. */
    void run(long now) {
        requeue(recovery.onDeadline(now));
        sendProbes(now);
        int size = recovery.path().maxDatagram(now);
        dropAcknowledged();
        while (!outbox.isEmpty() && recovery.canSend(size, now)) {
            send(pull(room(size)), false, now);
            dropAcknowledged();
        }
        if (outbox.isEmpty()) {
            recovery.path().onSourcesDry();
        }
        for (int k = 0; k <= key; k++) {
            if (keys.get(k) != null && keys.get(k).received().due(now)) {
                transmit(k, List.of(), false, now);
            }
        }
        check();
    }

    long nextDeadline(long now) {
        long send =
                outbox.isEmpty() ? NEVER : recovery.earliestSend(recovery.path().maxDatagram(now));
        return Math.max(now, Math.min(send, recovery.nextDeadline()));
    }

    boolean isIdle() {
        return outbox.isEmpty() && recovery.path().bytesInFlight() == 0;
    }

    private void check() {
        PathRecovery path = recovery.path();
        assertTrue(
                path.congestion().window() >= MINIMUM_WINDOW,
                () -> "window " + path.congestion().window());
        assertTrue(path.bytesInFlight() >= 0, () -> "in flight " + path.bytesInFlight());
        int packets = 0;
        for (PacketSpace<List<Integer>> space : keys) {
            if (space != null) {
                packets += space.packetsInFlight();
                assertTrue(space.received().ranges().size() <= MAX_ACK_RANGES, "more than 32 ranges");
                assertTrue(space.sent().slots() <= space.packetsInFlight() + 3, "empty slots pile up");
            }
        }
        assertTrue((packets == 0) == (path.bytesInFlight() == 0), packets + " packets, " + path.bytesInFlight());
    }

    /**
     * Each probe repeats another of the packets that wait longest; if there is none, new messages; or just a ping. From
     * the second expiry in a row the second probe is a small one, as {@link Recovery} advises.
     */
    private void sendProbes(long now) {
        Deque<List<Integer>> oldest = new ArrayDeque<>(recovery.oldestInFlight(recovery.probesDue()));
        boolean small = recovery.probeTimeout().count() >= 2;
        while (recovery.probesDue() > 0) {
            int room = room(recovery.path().maxDatagram(now));
            if (small && recovery.probesDue() == 1) {
                send(List.of(), true, now);
            } else if (oldest.isEmpty()) {
                send(pull(room), true, now);
            } else {
                Stream<Integer> waiting = oldest.removeFirst().stream().filter(m -> !acknowledged.get(m));
                send(waiting.limit(room).toList(), true, now);
            }
        }
    }

    /** How many messages fit beside an ACK. */
    private static int room(int size) {
        return (size - OVERHEAD - 140) / MESSAGE;
    }

    private List<Integer> pull(int room) {
        List<Integer> messages = new ArrayList<>();
        while (messages.size() < room && !outbox.isEmpty()) {
            int message = outbox.removeFirst();
            queued.clear(message);
            if (!acknowledged.get(message)) {
                messages.add(message);
            }
        }
        return messages;
    }

    private void dropAcknowledged() {
        while (!outbox.isEmpty() && acknowledged.get(outbox.peekFirst())) {
            queued.clear(outbox.removeFirst());
        }
    }

    private void requeue(List<List<Integer>> payloads) {
        for (int i = payloads.size() - 1; i >= 0; i--) {
            queueAgain(payloads.get(i));
        }
    }

    private void queueAgain(List<Integer> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            int message = messages.get(i);
            if (!acknowledged.get(message) && !queued.get(message)) {
                queued.set(message);
                outbox.addFirst(message);
            }
        }
    }

    private void send(List<Integer> messages, boolean ping, long now) {
        transmit(key, messages, ping, now);
    }

    private void transmit(int k, List<Integer> messages, boolean ping, long now) {
        PacketSpace<List<Integer>> space = keys.get(k);
        Ack ack = space.received().isPending() ? space.received().take(now) : null;
        int ackSize = ack == null ? 0 : 8 + 4 * ack.ranges().size();
        int plain = ackSize + (ping ? 1 : 0) + MESSAGE * messages.size();
        int bytes = Math.min(recovery.path().maxDatagram(now), OVERHEAD + (plain + 63) / 64 * 64);
        long number = space.numbers().take();
        assertTrue(number > lastNumber.set(k, number), "number " + number + " is used again");
        Datagram datagram = new Datagram(k, number, bytes, ack, messages, ping);
        long named = ack == null ? SentPacket.NO_ACK : ack.largest();
        recovery.onPacketSent(
                space, new SentPacket<>(number, now, bytes, datagram.ackEliciting(), named, recovery.path(), messages));
        packetsSent++;
        bytesSent += bytes;
        link.accept(this, datagram);
    }
}
