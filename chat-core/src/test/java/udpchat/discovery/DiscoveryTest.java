package udpchat.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.PeerAddress;
import udpchat.wire.WireLimits;

class DiscoveryTest {

    private static final long MILLI = 1_000_000;
    private static final Link ETH =
            new Link("eth0", 2, List.of(new Subnet(ip("192.168.1.7"), 24), new Subnet(ip("fe80::7"), 64)));
    private static final Link LO = new Link("lo", 1, List.of(new Subnet(ip("127.0.0.1"), 8)));
    private static final PeerAddress BOB = new PeerAddress(ip("192.168.1.9"), 8089);

    private long now = TimeUnit.HOURS.toNanos(1);
    private final Discovery discovery = new Discovery(new Random(1), now);

    private static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Where HELLO goes now, in the order of the calls. */
    private List<String> calls() {
        List<String> calls = new ArrayList<>();
        for (Call call = discovery.pollCall(); call != null; call = discovery.pollCall()) {
            calls.add(call.link().name() + " " + call.to().getHostAddress());
        }
        return calls;
    }

    private void advance(long nanos) {
        now += nanos;
        discovery.onDeadline(now);
    }

    private Answer answer() {
        return discovery.pollAnswer(address -> false, address -> false, now);
    }

    @Test
    void saysHelloOnEachWayOutOfEachInterface() {
        discovery.onLinks(List.of(LO, ETH), now);
        assertEquals(
                List.of("lo 239.255.85.67", "eth0 239.255.85.67", "eth0 ff12:0:0:0:0:0:0:5543%2", "eth0 192.168.1.255"),
                calls());
    }

    @Test
    void saysItAtOnceAndAfterAQuarterAndAWholeSecondAndThenEveryThirtySeconds() {
        long start = now;
        List<Long> times = new ArrayList<>();
        discovery.onLinks(List.of(LO), now);
        for (int i = 0; i < 40; i++) {
            if (!calls().isEmpty()) {
                times.add(now - start);
            }
            advance(discovery.nextDeadline() - now);
        }
        assertEquals(List.of(0L, 250 * MILLI, 1000 * MILLI), times.subList(0, 3));
        for (int i = 3; i < times.size(); i++) {
            long gap = times.get(i) - times.get(i - 1);
            assertTrue(gap >= 27_000 * MILLI && gap <= 33_000 * MILLI, i + ": " + gap);
        }
        assertTrue(times.stream().skip(3).distinct().count() > 30, "it jitters");
    }

    @Test
    void aNewInterfaceIsGreetedAndAnOldOneLeftAlone() {
        discovery.onLinks(List.of(LO), now);
        advance(250 * MILLI);
        advance(2_000 * MILLI);
        calls();
        discovery.onLinks(List.of(LO, ETH), now);
        assertEquals(3, calls().size());
        Link moved = new Link("eth0", 2, List.of(new Subnet(ip("10.0.0.7"), 8)));
        discovery.onLinks(List.of(LO, moved), now);
        assertEquals(List.of("eth0 239.255.85.67", "eth0 10.255.255.255"), calls());
        discovery.onLinks(List.of(LO), now);
        advance(1_000 * MILLI);
        assertEquals(List.of(), calls());
    }

    @Test
    void afterASleepItBeginsAnew() {
        discovery.onLinks(List.of(LO), now);
        advance(250 * MILLI);
        advance(2_000 * MILLI);
        calls();
        discovery.onAwake(now);
        assertEquals(1, calls().size());
        advance(250 * MILLI);
        assertEquals(1, calls().size());
    }

    @Test
    void answersWithinFiftyMilliseconds() {
        discovery.onLinks(List.of(ETH), now);
        calls();
        discovery.onHello(BOB, 5, now);
        advance(50 * MILLI);
        assertEquals(new Answer(BOB, 5), answer());
        assertNull(answer());
    }

    @Test
    void doesNotAnswerWhoIsKnownByThen() {
        discovery.onLinks(List.of(ETH), now);
        discovery.onHello(BOB, 5, now);
        advance(50 * MILLI);
        assertNull(discovery.pollAnswer(BOB::equals, address -> false, now));
        assertNull(answer());
    }

    @Test
    void whoBeganAHandshakeIsAnsweredLaterIfAtAll() {
        discovery.onLinks(List.of(ETH), now);
        discovery.onHello(BOB, 5, now);
        advance(50 * MILLI);
        assertNull(discovery.pollAnswer(address -> false, BOB::equals, now));
        advance(499 * MILLI);
        assertNull(answer());
        advance(MILLI);
        assertEquals(BOB, answer().to());
    }

    @Test
    void itsOwnHelloIsNothing() {
        discovery.onLinks(List.of(ETH), now);
        discovery.onHello(BOB, discovery.nonce(), now);
        advance(50 * MILLI);
        assertNull(answer());
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.9, true",
        "192.168.2.9, false",
        "8.8.8.8, false",
        "192.168.1.255, false",
        "239.255.85.67, false",
        "0.0.0.0, false",
        "127.0.0.1, false",
        "fe80::9, true",
        "2001:db8::9, false",
        "ff12::5543, false"
    })
    void answersNeighboursAlone(String address, boolean near) {
        discovery.onLinks(List.of(ETH), now);
        discovery.onHello(new PeerAddress(ip(address), 8089), 5, now);
        advance(50 * MILLI);
        assertEquals(near, answer() != null);
    }

    @Test
    void oneHelloOnThreeWaysIsAnsweredOnce() {
        discovery.onLinks(List.of(ETH), now);
        discovery.onHello(BOB, 5, now);
        discovery.onHello(new PeerAddress(ip("fe80::9"), 8089), 5, now);
        discovery.onHello(BOB, 5, now);
        advance(50 * MILLI);
        assertEquals(BOB, answer().to());
        discovery.onHello(new PeerAddress(ip("fe80::9"), 8089), 5, now + MILLI);
        advance(100 * MILLI);
        assertNull(answer());
    }

    @Test
    void ofTwoWaysTheOneThatIsNotLinkLocalIsPreferred() {
        discovery.onLinks(List.of(ETH), now);
        discovery.onHello(new PeerAddress(ip("fe80::9"), 8089), 5, now);
        discovery.onHello(BOB, 5, now);
        advance(50 * MILLI);
        assertEquals(BOB, answer().to());
    }

    @Test
    void theSameHelloLaterIsAnsweredAgainThreeTimesInAllAndElsewhere() {
        PeerAddress also = new PeerAddress(ip("fe80::9"), 8089);
        discovery.onLinks(List.of(ETH), now);
        List<PeerAddress> answered = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            discovery.onHello(BOB, 5, now);
            discovery.onHello(also, 5, now);
            advance(50 * MILLI);
            Answer answer = answer();
            if (answer != null) {
                answered.add(answer.to());
            }
            advance(200 * MILLI);
        }
        assertEquals(List.of(BOB, also, BOB), answered);
        advance(WireLimits.Discovery.ANSWER_MEMORY);
        discovery.onHello(BOB, 5, now);
        advance(50 * MILLI);
        assertNotNull(answer(), "a good while later it is one like any other");
    }

    /** Ten thousand a second for ten seconds: each with a nonce of its own, from as many addresses as there are. */
    @Test
    void aFloodBuysNoMoreThanTwentyAnswersASecondAndABoundedTable() {
        discovery.onLinks(List.of(ETH), now);
        calls();
        Random random = new Random(7);
        int answers = 0;
        long started = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            PeerAddress from = new PeerAddress(ip("192.168.1." + (1 + random.nextInt(254))), 1 + random.nextInt(65535));
            discovery.onHello(from, random.nextLong(), now);
            advance(MILLI / 10);
            for (Answer answer = answer(); answer != null; answer = answer()) {
                answers++;
            }
            assertTrue(discovery.remembered() <= 256 + 120, "remembers " + discovery.remembered());
        }
        assertTrue(answers >= 200 && answers <= 210, answers + " answers in 10 s");
        assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void oneHostTakesNoMoreThanItsShare() {
        discovery.onLinks(List.of(ETH), now);
        PeerAddress forger = new PeerAddress(ip("192.168.1.66"), 1);
        for (int i = 1; i <= 1000; i++) {
            discovery.onHello(new PeerAddress(forger.ip(), i), i, now);
        }
        discovery.onHello(BOB, 5000, now);
        List<PeerAddress> answered = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            advance(50 * MILLI);
            for (Answer answer = answer(); answer != null; answer = answer()) {
                answered.add(answer.to());
            }
        }
        assertTrue(answered.contains(BOB));
        assertEquals(WireLimits.Discovery.ANSWERS_WAITING_PER_IP + 1, answered.size());
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 8, 10.255.255.255",
        "10.1.2.3, 25, 10.1.2.127",
        "10.1.2.3, 30, 10.1.2.3",
        "10.1.2.3, 31, -",
        "10.1.2.3, 32, -",
        "127.0.0.1, 8, -",
        "fe80::1, 64, -"
    })
    void broadcastAddresses(String address, int bits, String all) {
        assertEquals(
                all,
                new Subnet(ip(address), bits)
                        .broadcast()
                        .map(InetAddress::getHostAddress)
                        .orElse("-"));
    }
}
