package udpchat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSpecTest {

    @ParameterizedTest
    @CsvSource({
        // as written,                host,             port,  raw,   as shown
        "host:9000,                   host,             9000,  false, host:9000",
        "host,                        host,             8089,  false, host:8089",
        "' host:1 ',                  host,             1,     false, host:1",
        "a.b-c.example:65535,         a.b-c.example,    65535, false, a.b-c.example:65535",
        "with_underscore,             with_underscore,  8089,  false, with_underscore:8089",
        "bücher.example:80,           bücher.example,   80,    false, bücher.example:80",
        "10.0.0.5:9000,               10.0.0.5,         9000,  false, 10.0.0.5:9000",
        "::1,                         ::1,              8089,  false, [::1]:8089",
        "[::1],                       ::1,              8089,  false, [::1]:8089",
        "[::1]:9000,                  ::1,              9000,  false, [::1]:9000",
        "2001:db8::5,                 2001:db8::5,      8089,  false, [2001:db8::5]:8089",
        "[fe80::1%eth0]:9,            fe80::1%eth0,     9,     false, [fe80::1%eth0]:9",
        "fe80::1%2,                   fe80::1%2,        8089,  false, [fe80::1%2]:8089",
        "[::ffff:10.0.0.1]:9,         ::ffff:10.0.0.1,  9,     false, [::ffff:10.0.0.1]:9",
        "raw:host:9000,               host,             9000,  true,  raw:host:9000",
        "RAW:host,                    host,             8089,  true,  raw:host:8089",
        "raw:[::1]:9000,              ::1,              9000,  true,  raw:[::1]:9000",
        "raw:::1,                     ::1,              8089,  true,  raw:[::1]:8089",
        "raw:raw:9,                   raw,              9,     true,  raw:raw:9",
    })
    void read(String written, String host, int port, boolean raw, String shown) {
        PeerSpec spec = PeerSpec.parse(written);
        assertEquals(new PeerSpec(host, port, raw), spec);
        assertEquals(shown, spec.toString());
        assertEquals(spec, PeerSpec.parse(spec.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        // as written,    named in the message
        "host:0,          '0'",
        "host:70000,      '70000'",
        "host:65536,      '65536'",
        "host:abc,        'abc'",
        "host:,           ''",
        "host:-1,         '-1'",
        "host:+1,         '+1'",
        "host: 80,        ' 80'",
        "host:٣,          '٣'",
        "host:000080,     '000080'",
        "[::1]:0,         '0'",
        "[::1]:,          ''",
    })
    void badPorts(String written, String named) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PeerSpec.parse(written));
        assertEquals("port '" + named.replace("'", "") + "' is not a number from 1 to 65535", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                ":9000",
                "[]",
                "[]:9",
                "[::1",
                "[::1]9",
                "[host]:9",
                "a b",
                "a b:9",
                "a\tb",
                "a\nb:9",
                "..",
                "host:1:2",
                "zz::1",
                "1::2::3",
                "[fe80::1%]:9",
                "http://host:80",
                "host/path",
                "raw",
                "raw:",
                "raw::9",
                "me@host:9",
                "h\u202est",
                "h\u0000",
                "h\u001b[31m",
                "\ud83d\udc4b",
                "[[::1]]"
            })
    void notAPeer(String written) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PeerSpec.parse(written));
        assertTrue(
                e.getMessage().contains("'" + written + "'") || e.getMessage().contains("'" + bare(written)));
    }

    private static String bare(String written) {
        return written.replace("[", "").replaceFirst("].*", "");
    }

    @Test
    void aKeyStandsBeforeTheHost() {
        String key = "3f".repeat(32);
        PeerSpec spec = PeerSpec.parse(key + "@[2001:db8::1]:9");
        assertEquals(new PeerSpec("2001:db8::1", 9, false, Optional.of(new PeerKey(key))), spec);
        assertEquals(spec, PeerSpec.parse(spec.toString()));
        assertEquals(8089, PeerSpec.parse(key + "@host").port());
        for (String wrong : new String[] {"raw:" + key + "@h:9", key.toUpperCase(Locale.ROOT) + "@h:9", key + "@"}) {
            assertThrows(IllegalArgumentException.class, () -> PeerSpec.parse(wrong), wrong);
        }
    }

    @Test
    void aHostHasItsLimit() {
        assertEquals(255, PeerSpec.parse("a".repeat(255)).host().length());
        assertThrows(IllegalArgumentException.class, () -> PeerSpec.parse("a".repeat(256)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb", "a\nb", "a b", "[::1]", "a=b\tc", "raw", "RAW", "a@b", "x:1"})
    void noSpecThatCouldNotBeReadBack(String host) {
        assertThrows(IllegalArgumentException.class, () -> new PeerSpec(host, 9, false));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "65536"})
    void noSpecWithoutAPort(int port) {
        assertThrows(IllegalArgumentException.class, () -> new PeerSpec("host", port, false));
    }

    @Test
    void whateverIsReadIsShownSoThatItReadsBack() {
        String alphabet = "ra:w[]%.-_1f@ é\t";
        for (long seed = 1; seed <= 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            PeerSpec spec;
            try {
                spec = PeerSpec.parse(text.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertEquals(spec, PeerSpec.parse(spec.toString()), "seed " + seed + ": " + text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "255.255.255.255", "0.0.0.0", "::1", "[2001:db8::1]:7"})
    void literalsNeedNoLookUp(String written) throws Exception {
        PeerSpec spec = PeerSpec.parse(written);
        assertEquals(Optional.of(spec.resolve()), spec.literalAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "999.1.1.1", "127.1", "1.2.3", "1.2.3.4.5", "fe80::1%no-such-interface"})
    void othersHaveNoLiteralAddress(String written) {
        assertEquals(Optional.empty(), PeerSpec.parse(written).literalAddress());
    }

    @Test
    void anUnknownScopeIsAnUnknownHost() {
        PeerSpec spec = PeerSpec.parse("fe80::1%no-such-interface");
        assertThrows(UnknownHostException.class, spec::resolve);
    }

    @Test
    void ofAnEndpointReadsBackToIt() throws Exception {
        byte[] linkLocal = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        PeerAddress scoped = new PeerAddress(Inet6Address.getByAddress("", linkLocal, 7), 9);
        PeerSpec spec = PeerSpec.of(scoped);
        assertEquals("[fe80::1%7]:9", spec.toString());
        assertFalse(spec.raw());
        assertEquals(scoped, spec.resolve());
    }
}
