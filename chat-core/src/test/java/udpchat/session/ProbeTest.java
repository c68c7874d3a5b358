package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.session.SimulatedNetwork.MS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import udpchat.session.HandshakeEvent.Role;
import udpchat.wire.CloseCode;
import udpchat.wire.Frame;
import udpchat.wire.Interval;
import udpchat.wire.WireLimits.Datagram;

/** What goes out when no ACK comes (RFC 9002 §6.2.4), and the ping that a person asks for. */
class ProbeTest {
    private final RawPeer peer = new RawPeer(Role.RESPONDER);

    @BeforeEach
    void settle() {
        peer.send(new Frame.Ack(0, List.of(new Interval(0, 0))));
    }

    /** The packets of the next probe timeout. */
    private List<Transmit> expiry() {
        peer.now = peer.session.nextDeadline();
        peer.session.onDeadline(peer.now);
        return peer.transmits();
    }

    private List<Long> seqs(List<Transmit> packets) {
        List<Long> seqs = new ArrayList<>();
        for (Transmit packet : packets) {
            for (Frame frame : peer.open(packet)) {
                if (frame instanceof Frame.Msg msg) {
                    seqs.add(msg.seq());
                }
            }
        }
        return seqs;
    }

    @Test
    void theFirstTwoRepeatWhatWaitsLongest() {
        peer.exchange.size(1_000);
        peer.exchange.send(3);
        assertEquals(3, peer.transmits().size());
        List<Transmit> first = expiry();
        assertEquals(List.of(1L, 2L), seqs(first));
        assertTrue(first.stream().allMatch(packet -> packet.payload().length() > 1_000));
    }

    @Test
    void fromTheSecondExpiryOneIsSmall() {
        peer.exchange.size(1_000);
        peer.exchange.send(3);
        peer.pump();
        expiry();
        List<Transmit> second = expiry();
        assertEquals(2, second.size());
        assertEquals(List.of(1L), seqs(second));
        assertTrue(second.get(1).payload().length() <= Datagram.MIN_MAX);
    }

    @Test
    void whatArrivedMeanwhileIsNotRepeated() {
        peer.exchange.send(1);
        peer.pump();
        expiry();
        assertEquals(0, peer.exchange.acknowledged.cardinality());
        // The second copy arrives; of the first nobody asks any more.
        peer.send(new Frame.Ack(0, List.of(new Interval(2, 2))));
        assertEquals(1, peer.exchange.acknowledged.cardinality());
        List<Frame> later = peer.pass(5_000 * MS);
        assertTrue(later.stream().noneMatch(Frame.Msg.class::isInstance), later::toString);
        assertEquals(0, peer.exchange.wronglySettled);
    }

    @Test
    void somethingNewGoesAlongWithAProbe() {
        peer.exchange.send(1);
        peer.pump();
        peer.exchange.send(1);
        peer.pump();
        // Both wait; the window is full of them as far as the peer is concerned, and a third is new.
        peer.now = peer.session.nextDeadline();
        peer.session.onDeadline(peer.now);
        peer.exchange.send(1);
        List<Long> sent = seqs(peer.transmits());
        assertTrue(sent.containsAll(List.of(1L, 2L, 3L)), sent::toString);
    }

    @Test
    void aPingAsksForAnAnswer() {
        long before = peer.session.answeredAt();
        peer.now += 7 * MS;
        peer.session.ping();
        assertEquals(List.of(new Frame.Ping()), peer.pump());
        assertEquals(List.of(), peer.pump());
        peer.now += 30 * MS;
        peer.send(new Frame.Ack(0, List.of(new Interval(1, 1))));
        assertEquals(peer.now, peer.session.answeredAt());
        assertTrue(peer.session.answeredAt() > before);
        assertEquals(30 * MS, peer.session.latestRtt());
    }

    @Test
    void itOwnsItsIndexesAndSaysWhetherItHasEvents() {
        assertTrue(peer.session.owns(100));
        assertTrue(!peer.session.owns(101) && !peer.session.hasEvents());
        peer.session.close(CloseCode.BYE, "", peer.now);
        assertTrue(peer.session.hasEvents());
        peer.session.ping();
        peer.pass(10_000 * MS);
        assertTrue(!peer.session.owns(100) && !peer.session.hasEvents());
    }
}
