package udpchat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {

    /** The examples of RFC 5952 §4 and §6, and the edges of the longest run of zeros. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,                              192.0.2.1:8089",
        "2001:db8:0:0:0:0:0:1,                   [2001:db8::1]:8089",
        "2001:0db8:0000:0000:0000:0000:0002:0001, [2001:db8::2:1]:8089",
        "2001:DB8::ABCD,                         [2001:db8::abcd]:8089",
        "2001:db8:0:1:1:1:1:1,                   [2001:db8:0:1:1:1:1:1]:8089",
        "2001:0:0:1:0:0:0:1,                     [2001:0:0:1::1]:8089",
        "2001:db8:0:0:1:0:0:1,                   [2001:db8::1:0:0:1]:8089",
        "2001:db8:1:1:1:1:0:1,                   [2001:db8:1:1:1:1:0:1]:8089",
        "0:0:0:0:0:0:0:0,                        [::]:8089",
        "0:0:0:0:0:0:0:1,                        [::1]:8089",
        "1:0:0:0:0:0:0:0,                        [1::]:8089",
        "0:0:1:0:0:0:0:0,                        [0:0:1::]:8089",
        "0:0:0:0:1:0:0:0,                        [::1:0:0:0]:8089",
        "1:2:3:4:5:6:7:8,                        [1:2:3:4:5:6:7:8]:8089",
        "1:2:3:4:5:6:0:0,                        [1:2:3:4:5:6::]:8089",
        "0:0:3:4:5:6:7:8,                        [::3:4:5:6:7:8]:8089",
        "fe80::1%1,                              [fe80::1%1]:8089",
        "::ffff:192.0.2.1,                       192.0.2.1:8089",
    })
    void asText(String ip, String expected) throws Exception {
        PeerAddress address = new PeerAddress(InetAddress.getByName(ip), 8089);
        // The JDK names a scope by its interface where the number is one's.
        String text = address.toString().replaceFirst("%[^]]+", "%1");
        assertEquals(expected, text);
        assertEquals(address, PeerSpec.parse(address.toString()).resolve());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, 70000})
    void portsOutOfRange(int port) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new PeerAddress(InetAddress.getLoopbackAddress(), port));
        assertTrue(e.getMessage().contains(String.valueOf(port)), e.getMessage());
    }

    @Test
    void toAndFromTheJdk() {
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        assertEquals(socket, PeerAddress.of(socket).toSocketAddress());
    }

    @Test
    void aHostIsNeverNamed() throws Exception {
        InetAddress named = InetAddress.getByAddress("example.test", new byte[] {10, 0, 0, 1});
        assertEquals("10.0.0.1:1", new PeerAddress(named, 1).toString());
        assertEquals(new PeerAddress(InetAddress.getByName("10.0.0.1"), 1), new PeerAddress(named, 1));
    }
}
