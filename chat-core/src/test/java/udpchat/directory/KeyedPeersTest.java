package udpchat.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Trust;

/** What the directory knows of peers with a key. */
class KeyedPeersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:42:07Z");
    private static final PeerKey ALICE = key(1);
    private static final PeerKey BOB = key(2);
    private static final PeerAddress HERE = new PeerAddress(InetAddress.getLoopbackAddress(), 9001);
    private static final PeerAddress THERE = new PeerAddress(InetAddress.getLoopbackAddress(), 9002);

    private final PeerDirectory directory = new PeerDirectory();

    @Test
    void aKeyIsPinnedToTheNameOfItsAddress() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        assertTrue(directory.met(BOB, HERE, NOW));
        Contact bob = directory.find("bob").orElseThrow();
        assertEquals(Optional.of(BOB), bob.key());
        assertEquals(Trust.NEW, bob.trust());
        assertEquals(BOB + "@" + HERE, bob.spec().toString());
        assertFalse(directory.met(BOB, THERE, NOW));
        assertEquals(List.of(THERE, HERE), directory.addresses(BOB));
    }

    @Test
    void anAddressBelongsToWhoProvedItLast() {
        directory.met(ALICE, HERE, NOW);
        directory.met(BOB, HERE, NOW);
        assertEquals(Optional.of(BOB), directory.keyAt(HERE));
        assertEquals(List.of(), directory.addresses(ALICE));
    }

    @Test
    void plainTextFromAPeerWithAKeyIsUnverified() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(BOB, HERE, NOW);
        PeerDirectory.Sender sender = directory.heard(HERE, NOW, false);
        assertTrue(sender.unverified());
        assertEquals(Optional.empty(), sender.alias());
        assertFalse(directory.isPlain(HERE));
    }

    @Test
    void twoOfOneNickAreToldApart() {
        directory.met(ALICE, HERE, NOW);
        directory.met(BOB, THERE, NOW);
        directory.profile(ALICE, "sam", false, false);
        assertEquals("sam", directory.find(ALICE).orElseThrow().name());
        directory.profile(BOB, "Sam", false, false);
        assertEquals("sam#" + ALICE.tag(), directory.find(ALICE).orElseThrow().name());
        assertEquals("Sam#" + BOB.tag(), directory.find(BOB).orElseThrow().name());
        directory.profile(BOB, "tom", false, false);
        assertEquals("sam", directory.find(ALICE).orElseThrow().name());
        assertEquals(Optional.of(BOB), directory.find("TOM").flatMap(Contact::key));
    }

    @Test
    void tenThousandThatTakeAFriendsNickPushNobodyOut() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(BOB, HERE, NOW);
        directory.met(ALICE, THERE, NOW);
        directory.hold(ALICE);
        directory.profile(ALICE, "alice", false, false);
        for (int i = 0; i < 10_000; i++) {
            PeerKey key = key(100 + i);
            directory.met(key, new PeerAddress(HERE.ip(), 10_000 + i), NOW);
            directory.on(key, PeerLife.Signal.SESSION);
            directory.profile(key, i % 3 == 0 ? "bob" : i % 3 == 1 ? "alice" : "fake" + i, false, i % 2 == 0);
        }
        List<Contact> all = directory.contacts();
        assertEquals(PeerDirectory.MAX_KEYED_STRANGERS + 1, all.size());
        assertEquals(1, all.stream().filter(each -> each.name().equals("bob")).count());
        assertEquals(0, all.stream().filter(each -> each.name().equals("alice")).count());
        assertEquals(Optional.of(BOB), directory.find("bob").flatMap(Contact::key));
        assertEquals(List.of(HERE), directory.addresses(BOB));
        assertEquals(Optional.of(ALICE), directory.find("alice#" + ALICE.tag()).flatMap(Contact::key));
        assertEquals(List.of(THERE), directory.addresses(ALICE));
        assertEquals(Optional.of(ALICE), directory.keyAt(THERE));
    }

    @Test
    void whoComesForOneThingTakesNobodysNick() {
        directory.met(ALICE, HERE, NOW);
        directory.met(BOB, THERE, NOW);
        directory.profile(BOB, "sam", false, true);
        assertEquals("sam", directory.find(BOB).orElseThrow().name());
        directory.profile(ALICE, "Sam", false, false);
        assertEquals("Sam", directory.find(ALICE).orElseThrow().name());
        assertEquals("sam#" + BOB.tag(), directory.find(BOB).orElseThrow().name());
        PeerKey carol = key(3);
        directory.met(carol, new PeerAddress(HERE.ip(), 9003), NOW);
        directory.profile(carol, "tom", false, true);
        assertEquals("tom", directory.find(carol).orElseThrow().name());
        directory.profile(BOB, "tom", false, true);
        assertEquals("tom#" + BOB.tag(), directory.find(BOB).orElseThrow().name(), "two of them are told apart");
        assertEquals("tom#" + carol.tag(), directory.find(carol).orElseThrow().name());
    }

    @Test
    void whoStayedOnceKeepsTheNickWhenTheKeyComesForOneThing(@TempDir Path folder) throws Exception {
        directory.met(ALICE, HERE, NOW);
        directory.profile(ALICE, "sam", false, false);
        directory.on(ALICE, PeerLife.Signal.SESSION);
        directory.profile(ALICE, "sam", false, true);
        directory.met(BOB, THERE, NOW);
        directory.profile(BOB, "sam", false, true);
        assertEquals("sam", directory.find(ALICE).orElseThrow().name());
        assertEquals("sam#" + BOB.tag(), directory.find(BOB).orElseThrow().name());
        directory.on(ALICE, PeerLife.Signal.GOODBYE);
        assertTrue(directory.find(ALICE).orElseThrow().isBrief());
        assertFalse(directory.find(ALICE).orElseThrow().isPast(), "it was here, and not for one thing");

        PeersFile.write(folder.resolve("peers"), directory.contacts());
        PeerDirectory next = new PeerDirectory();
        next.load(PeersFile.read(folder.resolve("peers")));
        assertEquals("sam", next.find(ALICE).orElseThrow().name());
        assertEquals("sam#" + BOB.tag(), next.find(BOB).orElseThrow().name());
        assertEquals(Trust.PINNED, next.find(ALICE).orElseThrow().trust());
        assertEquals(Trust.NEW, next.find(BOB).orElseThrow().trust());
    }

    @Test
    void whoIsVerifiedKeepsTheNickThoughTheKeyOnlyCameForOneThing(@TempDir Path folder) throws Exception {
        directory.met(ALICE, HERE, NOW);
        directory.profile(ALICE, "sam", false, true);
        directory.verify(ALICE);
        directory.met(BOB, THERE, NOW);
        directory.profile(BOB, "sam", false, true);
        assertEquals("sam", directory.find(ALICE).orElseThrow().name());
        assertEquals("sam#" + BOB.tag(), directory.find(BOB).orElseThrow().name());

        PeersFile.write(folder.resolve("peers"), directory.contacts());
        PeerDirectory next = new PeerDirectory();
        next.load(PeersFile.read(folder.resolve("peers")));
        assertEquals("sam", next.find(ALICE).orElseThrow().name());
    }

    @Test
    void twoOfOneNickAndOneTagAreToldApart() {
        Map<String, PeerKey> byTag = new HashMap<>();
        PeerKey one = ALICE;
        PeerKey other = null;
        for (int i = 100; other == null; i++) {
            one = key(i);
            other = byTag.put(one.tag(), one);
        }
        directory.met(one, HERE, NOW);
        directory.met(other, THERE, NOW);
        assertEquals(
                "anonymous#" + digits(one), directory.find(one).orElseThrow().name());
        directory.profile(one, "sam", false, false);
        assertEquals(
                "anonymous#" + other.tag(), directory.find(other).orElseThrow().name());
        directory.profile(other, "SAM", false, true);
        assertEquals("SAM#" + digits(other), directory.find(other).orElseThrow().name());
        assertEquals("sam", directory.find(one).orElseThrow().name());
        directory.profile(other, "SAM", false, false);
        assertEquals("sam#" + digits(one), directory.find(one).orElseThrow().name());
        assertEquals(Optional.of(one), directory.find("sam#" + digits(one)).flatMap(Contact::key));
        assertEquals(Optional.empty(), directory.find("sam#" + one.tag()), "it is not known which of them");
    }

    @Test
    void anAliasWithAPieceOfAKeyIsNobodyElsesName() {
        directory.met(ALICE, HERE, NOW);
        directory.add("anonymous#" + ALICE.tag(), PeerSpec.of(THERE), Optional.of(THERE));
        assertEquals(
                "anonymous#" + digits(ALICE),
                directory.find(ALICE).orElseThrow().name());
    }

    private static String digits(PeerKey key) {
        return key.fingerprint().replace(" ", "");
    }

    @Test
    void whoCameForOneThingIsInNoListUnlessAPersonMadeSomethingOfIt() {
        directory.met(BOB, HERE, NOW);
        directory.on(BOB, PeerLife.Signal.SESSION);
        directory.profile(BOB, "bob", false, true);
        assertFalse(directory.find(BOB).orElseThrow().isPast());
        directory.on(BOB, PeerLife.Signal.GOODBYE);
        Contact gone = directory.find(BOB).orElseThrow();
        assertTrue(gone.isPast());
        assertFalse(gone.withUnread(1).isPast(), "it wrote before, and nobody read that");
        directory.add("robert", PeerSpec.of(BOB, HERE), Optional.of(HERE));
        assertFalse(directory.find(BOB).orElseThrow().isPast());
    }

    @ParameterizedTest
    @CsvSource({
        "you, you#", "'a b', a_b", "'--', anonymous#", "'/quit', /quit#", "10.0.0.1:80, 10.0.0.1:80#",
        "sam#abcd, sam_abcd", "'', anonymous#", "'\u202eevil', evil", "小明, 小明", "a@b, a@b#"
    })
    void aNickCannotPassForSomethingElse(String nick, String name) {
        directory.met(BOB, HERE, NOW);
        directory.profile(BOB, nick, false, false);
        String expected = name.endsWith("#") ? name + BOB.tag() : name;
        assertEquals(expected, directory.find(BOB).orElseThrow().name());
    }

    @Test
    void anAliasIsNobodyElsesName() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(ALICE, THERE, NOW);
        directory.profile(ALICE, "bob", false, false);
        assertEquals("bob#" + ALICE.tag(), directory.find(ALICE).orElseThrow().name());
    }

    @Test
    void aChangedKeyBlocksUntilSomebodyTrustsIt() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(BOB, HERE, NOW);
        directory.verify(BOB);
        assertThrows(IllegalArgumentException.class, () -> directory.trust("bob"));
        directory.changed(BOB, ALICE);
        assertTrue(directory.isBlocked(BOB));
        assertThrows(IllegalArgumentException.class, () -> directory.verify(BOB));
        Contact heir = directory.trust("bob");
        assertEquals(Optional.of(ALICE), heir.key());
        assertEquals("bob", heir.name());
        assertEquals(Trust.PINNED, heir.trust());
        assertFalse(directory.isBlocked(BOB));
        assertEquals(Optional.empty(), directory.find(BOB).orElseThrow().alias());
    }

    @Test
    void theRightKeyEndsTheAlarm() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(BOB, HERE, NOW);
        directory.changed(BOB, ALICE);
        directory.met(BOB, THERE, NOW);
        assertFalse(directory.isBlocked(BOB));
    }

    @Test
    void strangersMakeRoomForStrangersOnly() {
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(BOB, HERE, NOW);
        for (int i = 0; i < 3 * PeerDirectory.MAX_KEYED_STRANGERS; i++) {
            directory.met(key(100 + i), new PeerAddress(HERE.ip(), 10_000 + i), NOW);
        }
        assertTrue(directory.isKnown(BOB));
        assertTrue(directory.isKnown(key(99 + 3 * PeerDirectory.MAX_KEYED_STRANGERS)));
        assertEquals(PeerDirectory.MAX_KEYED_STRANGERS + 1, directory.contacts().size());
    }

    @Test
    void theFileKeepsKeysTrustAndAddresses(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("peers");
        directory.add("bob", PeerSpec.of(HERE), Optional.of(HERE));
        directory.met(BOB, HERE, NOW);
        directory.met(BOB, THERE, NOW);
        directory.profile(BOB, "Robert", false, false);
        directory.verify(BOB);
        directory.met(ALICE, new PeerAddress(HERE.ip(), 9003), NOW);
        PeersFile.write(file, directory.contacts());

        PeerDirectory other = new PeerDirectory();
        other.load(PeersFile.read(file));
        Contact bob = other.find("bob").orElseThrow();
        assertEquals(Optional.of(BOB), bob.key());
        assertEquals(Optional.of("Robert"), bob.nick());
        assertEquals(Trust.VERIFIED, bob.trust());
        assertEquals(List.of(THERE, HERE), bob.addresses());
        assertEquals(PeerState.OFFLINE, bob.state());
        assertEquals(Trust.PINNED, other.find(ALICE).orElseThrow().trust());
    }

    private static PeerKey key(int number) {
        byte[] bytes = new byte[PeerKey.BYTES];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        return PeerKey.of(bytes);
    }
}
