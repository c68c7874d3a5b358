package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.TestReporter;
import udpchat.noise.CheapSecrets;
import udpchat.testing.RealTimeTest;
import udpchat.wire.Bytes;
import udpchat.wire.WireLimits.Datagram;

/** What sessions cost that have nothing to say. */
class IdleSessionMemoryTest {
    private static final int SESSIONS = 1_000;
    private static final long LIMIT = 64L << 20;

    @RealTimeTest
    void aThousandTakeLessThan64MebibytesOfHeap(TestReporter reporter) {
        List<PeerSession> sessions = new ArrayList<>();
        pairs(sessions, 10);
        long before = used();
        pairs(sessions, SESSIONS);
        long after = used();
        assertTrue(sessions.get(0).isUp());
        // Both ends are here, so two sessions a pair.
        long bytes = (after - before) / 2;
        reporter.publishEntry(SESSIONS + " idle sessions take " + bytes / 1024 + " KiB");
        assertTrue(bytes < LIMIT, bytes + " bytes");
    }

    private static void pairs(List<PeerSession> sessions, int count) {
        SessionContext context = new SessionContext(new Random(1));
        for (int i = 0; i < count; i++) {
            byte[] transcript = {(byte) i, (byte) (i >> 8)};
            PeerSession left = session(context, transcript, HandshakeEvent.Role.INITIATOR);
            PeerSession right = session(context, transcript, HandshakeEvent.Role.RESPONDER);
            // PING, PING, ACK, ACK.
            for (long now = 0; now < 100_000_000; now += 25_000_000) {
                left.onDeadline(now);
                right.onDeadline(now);
                exchange(left, right, 1, now);
                exchange(right, left, 0, now);
            }
            sessions.add(left);
            sessions.add(right);
        }
    }

    private static PeerSession session(SessionContext context, byte[] transcript, HandshakeEvent.Role role) {
        boolean initiator = role == HandshakeEvent.Role.INITIATOR;
        HandshakeEvent.Established established = new HandshakeEvent.Established(
                CheapSecrets.channel(transcript, initiator),
                initiator ? 0 : 1,
                initiator ? 1 : 0,
                Bytes.wrap(new byte[32]),
                role,
                SimulatedNetwork.address(initiator ? 1 : 2, 8089),
                Datagram.MAX,
                0,
                OptionalLong.empty());
        return new PeerSession(context, new NumberedExchange(), established, 0);
    }

    private static void exchange(PeerSession from, PeerSession to, int index, long now) {
        for (Transmit next = from.pollTransmit(now); next != null; next = from.pollTransmit(now)) {
            byte[] bytes = next.payload().toArray();
            to.onData(index, from.address(), bytes, 0, bytes.length, now);
        }
        while (from.pollEvent() != null) {
            // nobody wants to know
        }
    }

    /** The least of some looks: what is garbage goes sooner or later. */
    private static long used() {
        long least = Long.MAX_VALUE;
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
