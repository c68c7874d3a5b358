package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Discovery;
import udpchat.wire.WireLimits.Handshake;
import udpchat.wire.WireLimits.Rfc;
import udpchat.wire.WireLimits.Session;

/** What the reasons beside the figures claim about other figures. */
class WireLimitsTest {

    @Test
    void standardsFigures() {
        assertEquals(10 * Datagram.MAX, Rfc.INITIAL_WINDOW);
        assertEquals(2 * Datagram.MAX, Rfc.MINIMUM_WINDOW);
        assertEquals(Rfc.INITIAL_RTT + 4 * (Rfc.INITIAL_RTT / 2) + Rfc.MAX_ACK_DELAY, Rfc.INITIAL_PTO);
    }

    @Test
    void keysAreRenewedLongBeforeTheyAreWornOut() {
        assertEquals(Rfc.SEAL_LIMIT, 2 * Session.REKEY_PACKETS);
        assertTrue(Rfc.SEAL_LIMIT < Datagram.COUNTER_END);
        assertTrue(Session.REKEY < Session.REKEY_RESPONDER);
    }

    @Test
    void nothingThatAnswersAStrangerIsLongerThanWhatItAnswers() {
        assertTrue(13 + Datagram.VERNEG_VERSIONS < Datagram.INIT);
        assertTrue(Datagram.RESP < Datagram.INIT);
        assertTrue(Datagram.COOKIE < Datagram.INIT);
        assertTrue(10 * Datagram.INIT <= 15 * Datagram.HELLO, "a HELLO buys less than one and a half");
    }

    @Test
    void timesOfTheHandshakeFitEachOther() {
        assertTrue(Handshake.INIT_MAX + Handshake.INIT_JITTER < Handshake.RESP_CACHE);
        assertEquals(Handshake.HALF_OPEN, 2 * Handshake.HALF_OPEN_FREE);
    }

    @Test
    void silenceIsOfflineOnlyAfterTwoKeepalives() {
        assertTrue(Session.KEEPALIVE * (1 - Session.KEEPALIVE_JITTER) >= Rfc.KEEPALIVE_FLOOR);
        assertTrue(2 * Session.KEEPALIVE * (1 + Session.KEEPALIVE_JITTER) < Session.OFFLINE);
    }

    @Test
    void theGroupsAreMulticastAndSpellUc() throws Exception {
        InetAddress v4 = InetAddress.getByName(Discovery.GROUP_IPV4);
        InetAddress v6 = InetAddress.getByName(Discovery.GROUP_IPV6);
        assertTrue(v4.isMulticastAddress() && v4.isMCSiteLocal());
        assertTrue(v6.isMulticastAddress() && v6.isMCLinkLocal());
        assertEquals("5543", Wire.hex(v4.getAddress()).substring(4));
        assertEquals("5543", Wire.hex(v6.getAddress()).substring(28));
    }
}
