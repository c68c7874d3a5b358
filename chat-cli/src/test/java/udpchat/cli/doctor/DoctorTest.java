package udpchat.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import udpchat.ChatPeer;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;

class DoctorTest {

    /** A peer sees an address of a link without our name for the link; that is no NAT. */
    @Test
    void anAddressIsOursWithoutItsScope() throws Exception {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertFalse(own.isEmpty());
        for (InetAddress each : own) {
            assertTrue(Doctor.isOfThisMachine(InetAddress.getByAddress(each.getAddress())), each::toString);
        }
        assertFalse(Doctor.isOfThisMachine(InetAddress.getByName("198.51.100.77")));
    }

    /** Typed text only, ever. */
    @Test
    void whoGetsTextAloneIsNotAsked() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DatagramSocket plain = new DatagramSocket(any);
                ChatPeer peer = ChatPeer.builder().bind(any).start()) {
            PeerAddress there = PeerAddress.of((InetSocketAddress) plain.getLocalSocketAddress());
            Diagnosis diagnosis = Doctor.peer(peer, new Destination.Raw(there));
            assertTrue(diagnosis.isHealthy());
            assertEquals(Finding.Level.NOTE, diagnosis.findings().get(0).level());
            assertEquals(0, peer.stats().join().datagramsOut());
        }
    }
}
