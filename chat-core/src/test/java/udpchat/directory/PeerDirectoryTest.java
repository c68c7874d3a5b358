package udpchat.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;

class PeerDirectoryTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final PeerDirectory directory = new PeerDirectory();

    @Test
    void atTheCapNobodyIsForgottenAndOneBeyondTheOldestIs() {
        for (int i = 0; i < PeerDirectory.MAX_STRANGERS; i++) {
            directory.heard(stranger(i), T0, false);
        }
        assertEquals(256, directory.contacts().size());
        assertTrue(directory.find(stranger(0)).isPresent());

        directory.heard(stranger(256), T0, false);
        assertEquals(256, directory.contacts().size());
        assertEquals(Optional.empty(), directory.find(stranger(0)));
        assertTrue(directory.find(stranger(1)).isPresent());
    }

    @Test
    void whoIsHeardOrSentToAgainIsRememberedLonger() {
        for (int i = 0; i < 256; i++) {
            directory.heard(stranger(i), T0, false);
        }
        directory.heard(stranger(0), T0, false);
        directory.sent(stranger(1));
        directory.heard(stranger(256), T0, false);
        directory.heard(stranger(257), T0, false);
        assertTrue(directory.find(stranger(0)).isPresent());
        assertTrue(directory.find(stranger(1)).isPresent());
        assertEquals(Optional.empty(), directory.find(stranger(2)));
        assertEquals(Optional.empty(), directory.find(stranger(3)));
    }

    @Test
    void theNamedAndTheIgnoredAreNotForgotten() {
        directory.add("bob", PeerSpec.of(stranger(0)), Optional.of(stranger(0)));
        directory.ignore(stranger(1), true);
        for (int i = 2; i < 1000; i++) {
            directory.heard(stranger(i), T0, false);
        }
        assertEquals("bob", directory.find(stranger(0)).orElseThrow().alias().orElseThrow());
        assertTrue(directory.find(stranger(1)).orElseThrow().ignored());
        assertEquals(258, directory.contacts().size());
    }

    /** Ignoring many once left no room for anybody else, and a stranger's first datagram failed. */
    @Test
    void theIgnoredTakeNoRoomFromStrangers() {
        for (int i = 0; i < 300; i++) {
            directory.ignore(stranger(i), true);
        }
        assertTrue(directory.heard(stranger(1000), T0, false).firstHeard());
        assertTrue(directory.find(stranger(1000)).isPresent());
        assertFalse(directory.heard(stranger(1000), T0, false).firstHeard());
    }

    @Test
    void noLongerIgnoredIsAStrangerAgain() {
        for (int i = 0; i < 300; i++) {
            directory.ignore(stranger(i), true);
        }
        for (int i = 0; i < 300; i++) {
            directory.ignore(stranger(i), false);
        }
        assertEquals(256, directory.contacts().size());
    }

    @Test
    void theListHasItsCap() {
        for (int i = 0; i < PeerDirectory.MAX_LISTED - 1; i++) {
            directory.add("n" + i, new PeerSpec("host" + i, 1, false), Optional.empty());
        }
        directory.ignore(stranger(0), true);
        assertThrows(
                IllegalArgumentException.class,
                () -> directory.add("more", new PeerSpec("more", 1, false), Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> directory.ignore(stranger(1), true));
        // What is listed already needs no room.
        directory.ignore(stranger(0), true);
        directory.add("N0", new PeerSpec("host0", 1, false), Optional.of(stranger(5)));
        directory.remove("n1");
        directory.add("more", new PeerSpec("more", 1, false), Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> directory.ignore(stranger(1), true));
        // A name for one that is ignored makes no second entry.
        directory.remove("more");
        directory.ignore(stranger(1), true);
        directory.add("troll", PeerSpec.of(stranger(1)), Optional.of(stranger(1)));
    }

    @Test
    void firstHeardOnceInARun() {
        directory.sent(stranger(1));
        assertTrue(directory.heard(stranger(1), T0, false).firstHeard());
        assertFalse(directory.heard(stranger(1), T0, false).firstHeard());
        Contact contact = directory.find(stranger(1)).orElseThrow();
        assertEquals(2, contact.received());
        assertEquals(1, contact.sent());
        assertEquals(Optional.of(T0), contact.lastHeard());
    }

    @Test
    void theIgnoredLeaveNoTrace() {
        directory.heard(stranger(1), T0, false);
        directory.ignore(stranger(1), true);
        assertTrue(directory.heard(stranger(1), T0.plusSeconds(1), true).ignored());
        Contact contact = directory.find(stranger(1)).orElseThrow();
        assertEquals(1, contact.received());
        assertEquals(Optional.of(T0), contact.lastHeard());
        assertFalse(directory.wantsLf(stranger(1)));
    }

    @Test
    void theLastDatagramSaysWhetherALineEndIsWanted() {
        assertFalse(directory.wantsLf(stranger(1)));
        directory.heard(stranger(1), T0, true);
        assertTrue(directory.wantsLf(stranger(1)));
        directory.heard(stranger(1), T0, false);
        assertFalse(directory.wantsLf(stranger(1)));
    }

    @Test
    void namesAreOneWhateverTheirCase() {
        directory.add("Bob", new PeerSpec("host", 1, false), Optional.empty());
        assertEquals("Bob", directory.find("bOB").orElseThrow().alias().orElseThrow());
        IllegalArgumentException taken = assertThrows(
                IllegalArgumentException.class,
                () -> directory.add("BOB", new PeerSpec("other", 1, false), Optional.empty()));
        assertEquals("the name 'BOB' is taken by host:1", taken.getMessage());
        assertEquals("BOB", directory.rename("bob", "BOB").alias().orElseThrow());
        assertEquals(1, directory.contacts().size());
    }

    @Test
    void theSameNameForTheSamePeerIsNoChangeButItsAddress() {
        PeerSpec spec = new PeerSpec("host", 1, false);
        directory.add("bob", spec, Optional.of(stranger(1)));
        Contact again = directory.add("bob", spec, Optional.of(stranger(2)));
        assertEquals(Optional.of(stranger(2)), again.address());
        assertEquals(Optional.empty(), directory.find(stranger(1)));
        assertEquals(1, directory.contacts().size());
    }

    @Test
    void oneAddressHasOneName() {
        directory.add("bob", PeerSpec.of(stranger(1)), Optional.of(stranger(1)));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> directory.add("rob", PeerSpec.of(stranger(1)), Optional.of(stranger(1))));
        assertEquals("10.0.0.1:9 is 'bob' already; rename it instead", e.getMessage());
    }

    @Test
    void aNameTakesOverWhatIsKnownOfTheAddress() {
        directory.heard(stranger(1), T0, true);
        directory.add("bob", new PeerSpec("host", 1, false), Optional.of(stranger(1)));
        Contact bob = directory.find("bob").orElseThrow();
        assertEquals(1, bob.received());
        assertTrue(directory.wantsLf(stranger(1)));
        assertEquals(Optional.of("bob"), directory.heard(stranger(1), T0, true).alias());
    }

    @Test
    void aNameThatIsFoundLaterTakesOverToo() {
        directory.add("bob", new PeerSpec("host", 1, false), Optional.empty());
        directory.heard(stranger(1), T0, true);
        directory.ignore(stranger(2), true);
        directory.located("bob", stranger(1));
        assertEquals(1, directory.find("bob").orElseThrow().received());
        assertTrue(directory.wantsLf(stranger(1)));
        // A name must not be a way around being ignored.
        directory.located("bob", stranger(2));
        assertTrue(directory.find("bob").orElseThrow().ignored());
        assertEquals(1, directory.contacts().size());
    }

    @Test
    void twoNamesCanBeFoundAtOneAddressAndTheLastHasIt() {
        directory.add("bob", new PeerSpec("host", 1, false), Optional.of(stranger(1)));
        directory.add("rob", new PeerSpec("tsoh", 1, false), Optional.empty());
        directory.located("rob", stranger(1));
        assertEquals(Optional.of("rob"), directory.heard(stranger(1), T0, false).alias());
        assertEquals(Optional.empty(), directory.find("bob").orElseThrow().address());
        directory.located("nobody", stranger(1));
        assertEquals(2, directory.contacts().size());
    }

    @Test
    void withoutItsNameAPeerStaysForThisRun() {
        directory.add("bob", new PeerSpec("host", 1, false), Optional.of(stranger(1)));
        directory.heard(stranger(1), T0, false);
        assertEquals(Optional.of("bob"), directory.remove("BOB").alias());
        Contact left = directory.find(stranger(1)).orElseThrow();
        assertEquals(Optional.empty(), left.alias());
        assertEquals(PeerSpec.of(stranger(1)), left.spec());
        assertEquals(1, left.received());
        assertThrows(IllegalArgumentException.class, () -> directory.remove("bob"));
    }

    @Test
    void renameClash() {
        directory.add("bob", new PeerSpec("host", 1, false), Optional.empty());
        directory.add("eve", new PeerSpec("evil", 1, false), Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> directory.rename("bob", "EVE"));
        assertThrows(IllegalArgumentException.class, () -> directory.rename("nobody", "x"));
        assertThrows(IllegalArgumentException.class, () -> directory.rename("bob", "a b"));
        assertEquals("host:1", directory.find("bob").orElseThrow().spec().toString());
        directory.rename("bob", "bobby");
        assertEquals(Optional.empty(), directory.find("bob"));
        assertEquals("host:1", directory.find("BOBBY").orElseThrow().spec().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\tb",
                "a\nb",
                "a\rb",
                "\u0000",
                "\u001b[31m",
                "\u007f",
                "a\u0085",
                "a\u2028b",
                "a\u00a0b",
                "\u202eevil",
                "a\u200bb",
                "\ufeffa",
                "\ud800",
                "\ue000"
            })
    void notAName(String alias) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> directory.add(alias, new PeerSpec("host", 1, false), Optional.empty()));
        assertTrue(e.getMessage().codePoints().allMatch(c -> c >= ' ' && c < 0x7f), e.getMessage());
        assertEquals(List.of(), directory.contacts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=b", "#1", "你好", "é", "👩‍💻", "bob#ab12", "10.0.0.1:9", "raw:x", "-", "'"})
    void aName(String alias) {
        directory.add(alias, new PeerSpec("host", 1, false), Optional.empty());
        assertTrue(directory.find(alias.toUpperCase(Locale.ROOT)).isPresent());
    }

    @Test
    void aNameHasItsLimit() {
        directory.add("a".repeat(64), new PeerSpec("host", 1, false), Optional.empty());
        assertThrows(
                IllegalArgumentException.class,
                () -> directory.add("b".repeat(65), new PeerSpec("host", 1, false), Optional.empty()));
    }

    @Test
    void inOrder() {
        directory.heard(stranger(1), T0, false);
        directory.ignore(stranger(2), true);
        directory.heard(stranger(3), T0, false);
        directory.add("bob", new PeerSpec("b", 1, false), Optional.empty());
        directory.add("al", new PeerSpec("a", 1, false), Optional.of(stranger(4)));
        directory.heard(stranger(1), T0, false);
        assertEquals(
                List.of("bob", "al", "10.0.0.2:9", "10.0.0.1:9", "10.0.0.3:9"),
                directory.contacts().stream().map(Contact::displayName).toList());
    }

    @Test
    void aLoadedListIsAsItWas() {
        Contact bob = new Contact(
                Optional.of("bob"), PeerSpec.of(stranger(1)), Optional.of(stranger(1)), true, Optional.of(T0), 0, 0);
        Contact eve = new Contact(
                Optional.empty(), PeerSpec.of(stranger(2)), Optional.of(stranger(2)), true, Optional.empty(), 0, 0);
        directory.load(List.of(bob, eve));
        assertEquals(List.of(bob, eve), directory.contacts());
        assertTrue(directory.heard(stranger(2), T0, false).ignored());
    }

    /** Whatever is done in whatever order: caps hold, names are unique, each address leads to one entry. */
    @Test
    void anyHistory() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            PeerDirectory d = new PeerDirectory();
            for (int step = 0; step < 3000; step++) {
                PeerAddress at = stranger(random.nextInt(400));
                String name = "n" + random.nextInt(20);
                try {
                    switch (random.nextInt(8)) {
                        case 0 -> d.add(name, PeerSpec.of(at), Optional.of(at));
                        case 1 -> d.add(name, new PeerSpec(name, 1, false), Optional.empty());
                        case 2 -> d.remove(name);
                        case 3 -> d.rename(name, "n" + random.nextInt(20));
                        case 4 -> d.located(name, at);
                        case 5 -> d.ignore(at, random.nextBoolean());
                        case 6 -> d.sent(at);
                        default -> {
                            boolean ignored =
                                    d.heard(at, T0, random.nextBoolean()).ignored();
                            assertEquals(ignored, d.find(at).orElseThrow().ignored(), "seed " + seed);
                        }
                    }
                } catch (IllegalArgumentException refused) {
                    // As documented; it must not have changed anything, which the invariants show.
                }
            }
            List<Contact> all = d.contacts();
            Set<Object> seen = new HashSet<>();
            int strangers = 0;
            for (Contact contact : all) {
                String message = "seed " + seed + ": " + contact;
                contact.alias().ifPresent(a -> assertTrue(seen.add(a), message));
                contact.address().ifPresent(a -> assertTrue(seen.add(a), message));
                contact.address().ifPresent(a -> assertEquals(Optional.of(contact.withUnread(0)), d.find(a), message));
                strangers += contact.alias().isEmpty() && !contact.ignored() ? 1 : 0;
            }
            assertTrue(strangers <= PeerDirectory.MAX_STRANGERS, "seed " + seed);
        }
    }

    private static PeerAddress stranger(int i) {
        try {
            return new PeerAddress(
                    InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i}), 9);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
