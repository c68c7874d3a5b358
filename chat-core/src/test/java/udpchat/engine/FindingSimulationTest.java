package udpchat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerState;
import udpchat.wire.Hello;
import udpchat.wire.Packet;

/** Whole engines find each other, in virtual time. */
class FindingSimulationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twoSeeEachOtherWithinAFewMilliseconds(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        VirtualLan.Peer a = lan.add().on(1, 1);
        lan.runFor(10, TimeUnit.SECONDS);
        VirtualLan.Peer b = lan.add().on(1, 2);
        assertTrue(lan.runUntil(() -> a.sees(b) && b.sees(a), 100, TimeUnit.MILLISECONDS), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoFindEachOtherWhereAThirdIsLost(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        lan.loss = 0.3;
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        assertTrue(lan.runUntil(() -> a.sees(b) && b.sees(a), 65, TimeUnit.SECONDS), "seed " + seed);
    }

    /**
     * A hundred; two hundred take 15 s and 600 MB: {@code -Dudpchat.crowd=200}. Of 100, 150 and 200 alike each pair
     * sends 9.5 packets.
     */
    @Test
    void aCrowdThatStartsWithinASecondSettles() {
        int count = Integer.getInteger("udpchat.crowd", 100);
        VirtualLan lan = new VirtualLan(7);
        Random starts = new Random(7);
        for (int i = 0; i < count; i++) {
            VirtualLan.Peer peer = lan.add();
            int host = i + 1;
            lan.after(starts.nextInt(1000), TimeUnit.MILLISECONDS, () -> peer.on(1, host));
        }
        boolean settled =
                lan.runUntil(() -> lan.peers().stream().allMatch(peer -> peer.up() == count - 1), 15, TimeUnit.SECONDS);
        assertTrue(
                settled,
                () -> lan.peers().stream()
                        .mapToLong(VirtualLan.Peer::up)
                        .summaryStatistics()
                        .toString());
        double perPair = lan.packets / (count * (count - 1) / 2.0);
        assertTrue(perPair < 20, perPair + " packets for each pair");
    }

    @Test
    void oneWithTwoInterfacesIsOnePeerToAll() {
        VirtualLan lan = new VirtualLan(3);
        VirtualLan.Peer middle = lan.add().on(1, 1).on(2, 1);
        VirtualLan.Peer left = lan.add().on(1, 2);
        VirtualLan.Peer right = lan.add().on(2, 3);
        VirtualLan.Peer both = lan.add().on(1, 4).on(2, 4);
        lan.runFor(70, TimeUnit.SECONDS);
        assertEquals(
                1,
                left.contacts().stream()
                        .filter(each -> each.key().filter(middle.key::equals).isPresent())
                        .count());
        assertTrue(left.sees(middle) && left.sees(both) && !left.sees(right));
        assertTrue(right.sees(middle) && right.sees(both));
        assertEquals(3, middle.up());
        Contact seen = both.contacts().stream()
                .filter(each -> each.key().filter(middle.key::equals).isPresent())
                .findFirst()
                .orElseThrow();
        assertEquals(
                java.util.Set.of(VirtualLan.address(1, 1), VirtualLan.address(2, 1)),
                java.util.Set.copyOf(seen.addresses()),
                "both ways are known, and of one peer");
        assertEquals(3, both.contacts().size());
    }

    @Test
    void aSecondWayIsLearntWithoutANewSession() {
        VirtualLan lan = new VirtualLan(5);
        VirtualLan.Peer a = lan.add().on(1, 1).on(2, 1);
        VirtualLan.Peer b = lan.add().on(1, 2).on(2, 2);
        lan.runFor(5, TimeUnit.MINUTES);
        assertTrue(a.sees(b) && b.sees(a));
        long before = lan.packets;
        lan.runFor(60, TimeUnit.SECONDS);
        // In each of two rounds two HELLOs to two addresses from both, and a keepalive with its ACK every 18 to 22 s.
        assertTrue(lan.packets - before <= 2 * 8 + 3 * 2 * 2 + 4, (lan.packets - before) + " packets in a minute");
        assertEquals(1, ups(a, b), "told once");
        assertEquals(1, ups(b, a), "told once");
    }

    private static long ups(VirtualLan.Peer at, VirtualLan.Peer of) {
        PeerState before = null;
        long ups = 0;
        for (ChatEvent event : at.events) {
            if (event instanceof ChatEvent.PeerChanged changed
                    && changed.contact().key().filter(of.key::equals).isPresent()) {
                PeerState state = changed.contact().state();
                ups += state == PeerState.UP && before != PeerState.UP ? 1 : 0;
                before = state;
            }
        }
        return ups;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPartitionHeals(long seed) {
        int count = 12;
        VirtualLan lan = new VirtualLan(seed);
        for (int i = 0; i < count; i++) {
            lan.add().on(1, i + 1);
        }
        lan.runFor(5, TimeUnit.SECONDS);
        assertTrue(lan.peers().stream().allMatch(peer -> peer.up() == count - 1), "seed " + seed);
        for (int i = 0; i < count / 2; i++) {
            for (int j = count / 2; j < count; j++) {
                lan.part(VirtualLan.address(1, i + 1), VirtualLan.address(1, j + 1));
            }
        }
        lan.runFor(120, TimeUnit.SECONDS);
        assertTrue(lan.peers().stream().allMatch(peer -> peer.up() == count / 2 - 1), "seed " + seed);
        lan.heal();
        assertTrue(
                lan.runUntil(() -> lan.peers().stream().allMatch(peer -> peer.up() == count - 1), 35, TimeUnit.SECONDS),
                "seed " + seed + ": found again by the next HELLO");
    }

    @Test
    void aLinkThatFlapsIsNoStormAndEndsInPeace() {
        VirtualLan lan = new VirtualLan(11);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(3, TimeUnit.SECONDS);
        long before = lan.packets;
        for (int i = 0; i < 60; i++) {
            b.off(1, 2);
            lan.runFor(500, TimeUnit.MILLISECONDS);
            b.on(1, 2);
            lan.runFor(500, TimeUnit.MILLISECONDS);
        }
        assertTrue(lan.packets - before < 60 * 16, (lan.packets - before) + " packets in a minute of flapping");
        assertTrue(lan.runUntil(() -> a.sees(b) && b.sees(a), 5, TimeUnit.SECONDS));
        assertTrue(ups(a, b) < 10, ups(a, b) + " times up");
    }

    @Test
    void whoMovesIsFollowedAtOnce() {
        VirtualLan lan = new VirtualLan(13);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(5, TimeUnit.SECONDS);
        b.lans.clear();
        b.on(1, 9);
        assertTrue(lan.runUntil(
                () -> a.contacts().get(0).address().equals(java.util.Optional.of(VirtualLan.address(1, 9))),
                1,
                TimeUnit.SECONDS));
        lan.runFor(60, TimeUnit.SECONDS);
        assertTrue(a.sees(b) && b.sees(a));
        assertEquals(1, ups(a, b), "it was never gone");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneOfTwoWaysBreaksInMidTalk(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        VirtualLan.Peer a = lan.add().on(1, 1).on(2, 1);
        VirtualLan.Peer b = lan.add().on(1, 2).on(2, 2);
        lan.runFor(5, TimeUnit.SECONDS);
        for (int round = 0; round < 4; round++) {
            assertDelivered(lan, a.send(b, "hello"), 1, seed);
            int in = lanOf(a, b);
            lan.down.add(in);
            assertDelivered(lan, a.send(b, "the other way"), 1500, seed);
            assertEquals(3 - in, lanOf(a, b), "seed " + seed);
            assertDelivered(lan, b.send(a, "and back"), 1500, seed);
            lan.heal();
            lan.runFor(10, TimeUnit.SECONDS);
        }
        assertTrue(
                a.events.stream()
                        .noneMatch(event -> event instanceof ChatEvent.PeerChanged changed
                                && changed.contact().state() == PeerState.UNREACHABLE),
                "seed " + seed + ": nobody is told of it");
    }

    /** All HELLOs of its first run were said before anybody was there to hear them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 6, 9, 12, 20, 30, 40})
    void whoDiesSoonAfterItWasMetAndBeginsAnewIsFoundAtOnce(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(5, TimeUnit.SECONDS);
        VirtualLan.Peer a = lan.add().on(1, 1);
        lan.runFor(seed * 150, TimeUnit.MILLISECONDS);
        assertTrue(a.sees(b), "seed " + seed);
        b.crash();
        lan.runFor(300, TimeUnit.MILLISECONDS);
        VirtualLan.Peer again = lan.again(b).on(1, 2);
        assertTrue(lan.runUntil(() -> again.sees(a), 2, TimeUnit.SECONDS), "seed " + seed);
        assertDelivered(lan, a.send(again, "welcome back"), 500, seed);
    }

    /** Whichever HELLO is heard and answered first. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aLinkLocalAddressIsTheLastChoice(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        VirtualLan.Peer a = lan.add().on(VirtualLan.LINK_LOCAL, 1).on(1, 1);
        VirtualLan.Peer b = lan.add();
        lan.after(seed * 7, TimeUnit.MILLISECONDS, () -> b.on(VirtualLan.LINK_LOCAL, 2));
        lan.after(seed * 7 + seed % 4 * 100, TimeUnit.MILLISECONDS, () -> b.on(1, 2));
        lan.runFor(3, TimeUnit.SECONDS);
        assertEquals(1, lanOf(a, b), "seed " + seed);
        assertEquals(1, lanOf(b, a), "seed " + seed);
        assertEquals(1, ups(a, b), "one session");
        lan.down.add(1);
        assertDelivered(lan, a.send(b, "the last choice"), 1500, seed);
        assertEquals(VirtualLan.LINK_LOCAL, lanOf(a, b), "seed " + seed);
    }

    private static int lanOf(VirtualLan.Peer from, VirtualLan.Peer to) {
        return from.contacts().stream()
                .filter(each -> each.key().filter(to.key::equals).isPresent())
                .map(each -> each.address().orElseThrow().ip().getAddress()[1] & 0xFF)
                .findFirst()
                .orElseThrow();
    }

    private static void assertDelivered(VirtualLan lan, CompletableFuture<Delivery> delivery, int millis, long seed) {
        assertTrue(
                lan.runUntil(delivery::isDone, Math.max(millis, 50), TimeUnit.MILLISECONDS),
                "seed " + seed + ": not within " + millis + " ms");
        assertInstanceOf(Delivery.Delivered.class, delivery.join(), "seed " + seed);
    }

    @Test
    void whoLeavesIsSeenToLeaveAtOnce() {
        VirtualLan lan = new VirtualLan(29);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(3, TimeUnit.SECONDS);
        b.command(new Command.Close(0));
        assertTrue(lan.runUntil(() -> isIn(a, b, PeerState.OFFLINE), 100, TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCrashInMidTalkIsSeenWithinSixSeconds(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(3, TimeUnit.SECONDS);
        assertDelivered(lan, a.send(b, "hello"), 1, seed);
        b.crash();
        a.send(b, "hello?");
        assertTrue(lan.runUntil(() -> isIn(a, b, PeerState.UNREACHABLE), 6, TimeUnit.SECONDS), "seed " + seed);
        assertTrue(lan.runUntil(() -> isIn(a, b, PeerState.OFFLINE), 50, TimeUnit.SECONDS), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCrashInSilenceIsSeenWithinFiftyFiveSeconds(long seed) {
        VirtualLan lan = new VirtualLan(seed);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(3, TimeUnit.SECONDS);
        b.crash();
        assertTrue(lan.runUntil(() -> isIn(a, b, PeerState.OFFLINE), 55, TimeUnit.SECONDS), "seed " + seed);
        Contact gone = a.contacts().get(0);
        assertEquals(
                lan.now() / 1_000_000_000,
                gone.presence().since().orElseThrow().getEpochSecond() - 1_700_000_000,
                "since when, is known");
    }

    private static boolean isIn(VirtualLan.Peer at, VirtualLan.Peer of, PeerState state) {
        return at.stateOf(of).filter(state::equals).isPresent();
    }

    /** Ten thousand a second, from all addresses of the LAN, while two talk and a third arrives. */
    @Test
    void forgedHellosDisturbNobody() {
        VirtualLan lan = new VirtualLan(17);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer b = lan.add().on(1, 2);
        lan.runFor(3, TimeUnit.SECONDS);
        long before = lan.packets;
        Random random = new Random(17);
        for (int i = 0; i < 50_000; i++) {
            lan.after(i * 100L, TimeUnit.MICROSECONDS, () -> {
                PeerAddress from = VirtualLan.address(1, random.nextInt(1 << 16));
                lan.forge(from, 1, new Hello(Packet.VERSION, random.nextLong()).encode());
            });
        }
        lan.runFor(5, TimeUnit.SECONDS);
        // 20 INITs a second of each; a PING, its ACK and that ACK's for a HELLO in the other's name, once a second.
        long sent = lan.packets - before;
        assertTrue(sent <= 2 * (5 * 20 + 10) + 2 * 5 * 3, sent + " packets");
        assertTrue(a.sees(b) && b.sees(a));
        assertEquals(1, a.contacts().size());
        VirtualLan.Peer c = lan.add().on(1, 3);
        assertTrue(lan.runUntil(() -> c.up() == 2, 40, TimeUnit.SECONDS), "who comes after the storm is found");
    }

    @Test
    void helloFromElsewhereIsNotAnswered() {
        VirtualLan lan = new VirtualLan(19);
        lan.add().on(1, 1);
        lan.runFor(3, TimeUnit.SECONDS);
        long before = lan.packets;
        for (int i = 1; i < 100; i++) {
            lan.forge(VirtualLan.address(77, i), 1, new Hello(Packet.VERSION, i).encode());
        }
        lan.runFor(1, TimeUnit.SECONDS);
        assertEquals(before, lan.packets);
    }

    /** Whoever forges keys at will fills what is kept of strangers, and pushes out nobody who is talked to. */
    @Test
    void aPeerThatAnswersWithEverNewKeysStaysBounded() {
        VirtualLan lan = new VirtualLan(23);
        VirtualLan.Peer a = lan.add().on(1, 1);
        VirtualLan.Peer friend = lan.add().on(1, 2);
        lan.runFor(2, TimeUnit.SECONDS);
        int lives = 60;
        for (int i = 0; i < lives; i++) {
            VirtualLan.Peer liar = lan.add().on(1, 66);
            lan.runFor(1200, TimeUnit.MILLISECONDS);
            liar.off(1, 66);
        }
        assertTrue(a.sees(friend));
        lan.runFor(120, TimeUnit.SECONDS);
        assertEquals(
                List.of(friend.key),
                a.contacts().stream()
                        .filter(each -> each.state() == PeerState.UP)
                        .map(each -> each.key().orElseThrow())
                        .toList());
        Contact stillThere = a.contacts().stream()
                .filter(each -> each.addresses().contains(VirtualLan.address(1, 66)))
                .reduce((one, two) -> {
                    throw new AssertionError("an address belongs to one key");
                })
                .orElseThrow();
        assertTrue(stillThere.state() == PeerState.OFFLINE);
    }
}
