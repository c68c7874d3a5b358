package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits;

/** ADDRESS_REQUEST and OBSERVED_ADDRESS, as a peer sees them that may mean no good. */
class ObservedAddressTest {
    private static final PeerAddress ELSEWHERE = SimulatedNetwork.address(66, 4242);
    private static final Frame REQUEST = new Frame.AddressRequest();

    private final RawPeer peer = new RawPeer(HandshakeEvent.Role.RESPONDER);

    private static Frame observed(PeerAddress address) {
        return new Frame.ObservedAddress(Bytes.wrap(address.ip().getAddress()), address.port());
    }

    private List<Frame> observedIn(List<Frame> frames) {
        return frames.stream().filter(Frame.ObservedAddress.class::isInstance).toList();
    }

    @Test
    void theAnswerNamesTheSourceAndGoesThere() {
        peer.send(new Frame.Ping());
        peer.deliver(0, ELSEWHERE, peer.packet(0, REQUEST));
        int answers = 0;
        for (Transmit each : peer.transmits()) {
            if (observedIn(peer.open(each)).equals(List.of(observed(ELSEWHERE)))) {
                answers++;
                assertEquals(ELSEWHERE, each.to());
                assertEquals(WireLimits.Datagram.MIN_DATA, each.payload().length());
            }
        }
        assertEquals(1, answers);
    }

    @Test
    void manyRequestsInOnePacketHaveOneAnswer() {
        Frame[] requests = new Frame[60];
        Arrays.fill(requests, REQUEST);
        assertEquals(1, observedIn(peer.send(requests)).size());
    }

    @Test
    void whatNobodyAskedForMeansNothing() {
        peer.send(observed(ELSEWHERE));
        assertFalse(peer.session.isEnded());
        assertEquals(RawPeer.HOME, peer.session.address());
    }

    @Test
    void onlyWhoCanAnswerIsAsked() {
        assertTrue(peer.session.check(false, peer.now));
        List<Frame> all = new ArrayList<>(peer.pump());
        all.addAll(peer.pass(30_000_000_000L));
        assertFalse(all.contains(REQUEST));
        assertTrue(all.contains(new Frame.Ping()));
    }

    /** Who never answers has lost them all, and the check ends. */
    @Test
    void aCheckEndsWithoutAnyAnswer() {
        assertTrue(peer.session.check(true, peer.now));
        assertFalse(peer.session.check(true, peer.now), "one at a time");
        peer.pump();
        peer.pass(30_000_000_000L);
        Optional<PathStatus> status = peer.events().stream()
                .filter(SessionEvent.PathChecked.class::isInstance)
                .map(event -> ((SessionEvent.PathChecked) event).status())
                .findFirst();
        assertEquals(100, status.orElseThrow().lostThere());
        assertEquals(0, status.get().largestDatagram());
        assertEquals(Optional.empty(), status.get().observed());
    }
}
