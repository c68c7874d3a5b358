package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.session.HandshakeEvent.Established;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;

/** With real keys: one wrong bit anywhere, and the packet changes nothing; then the genuine one still does. */
class ForgedHandshakeTest {
    private final Endpoint alice = Endpoint.real(1, 1_200);
    private final Endpoint bob = Endpoint.real(2, 1_200);

    @Test
    void aForgedRespOrFinDoesNotDisturbTheGenuineOne() {
        alice.handshakes.connect(bob.address, Optional.of(bob.key), 0);
        List<Packet> resp = bob.receive(0, alice, alice.sent());
        for (Packet forged : forgeries(resp.get(0))) {
            assertEquals(List.of(), alice.receive(0, bob, List.of(forged)));
        }
        assertEquals(List.of(), alice.events());
        List<Packet> fin = alice.receive(0, bob, resp);
        for (Packet forged : forgeries(fin.get(0))) {
            assertEquals(List.of(), bob.receive(0, alice, List.of(forged)));
        }
        assertEquals(List.of(), bob.events());
        bob.receive(0, alice, fin);
        assertEquals(
                alice.event(Established.class).localIndex(),
                bob.event(Established.class).remoteIndex());
        assertTrue(alice.handshakes.dropped(HandshakeDrop.FORGED) > 90);
        assertTrue(bob.handshakes.dropped(HandshakeDrop.FORGED) > 60);
    }

    @Test
    void anInitChangedOnTheWayEndsInNothing() {
        alice.handshakes.connect(bob.address, Optional.of(bob.key), 0);
        Packet init = alice.sent().get(0);
        int answered = 0;
        // Without the cookie, the last 16 bytes, which is not hashed.
        List<Packet> forgeries = forgeries(init).subList(0, 108);
        for (int i = 0; i < forgeries.size(); i += 5) {
            Endpoint deceived = Endpoint.real(2, 1_200);
            List<Packet> resp = deceived.receive(0, alice, List.of(forgeries.get(i)));
            answered += resp.size();
            assertEquals(List.of(), alice.receive(0, bob, resp));
        }
        assertTrue(answered > 15);
        assertEquals(List.of(), alice.events());
        assertEquals(
                1, alice.receive(1, bob, bob.receive(1, alice, List.of(init))).size());
    }

    private static List<Packet> forgeries(Packet packet) {
        byte[] bytes = PacketCodec.encode((Packet.Handshake) packet);
        List<Packet> forgeries = new ArrayList<>();
        for (int at = 4; at < bytes.length; at++) {
            byte[] forged = bytes.clone();
            forged[at] ^= (byte) (1 << at % 7);
            try {
                forgeries.add(PacketCodec.decode(forged, 0, forged.length));
            } catch (MalformedException e) {
                throw new AssertionError("byte " + at, e);
            }
        }
        return forgeries;
    }
}
