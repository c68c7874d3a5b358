package udpchat.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import udpchat.wire.Bytes;

/** What can happen to the file: each is told, the talk goes on, and what was there is not overwritten. */
class SqliteFaultTest {
    private static final Bytes BOB = StoreContractTest.key(1);
    private static final Bytes CAROL = StoreContractTest.key(2);

    /** A page of SQLite. */
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("chat.db");
    }

    private static void say(StoreDriver store, Bytes peer, int from, int to) {
        for (int i = from; i <= to; i++) {
            store.write(StoreContractTest.queued(peer, i));
        }
        store.commit(peer);
    }

    private static List<Bytes> outbox(StoreDriver store, Bytes peer) {
        return store.load(peer).outbox().stream().map(OutboundRecord::body).toList();
    }

    private static void assertTold(StoreDriver store, String... parts) {
        assertEquals(1, store.told.size(), store.told::toString);
        for (String part : parts) {
            assertTrue(store.told.get(0).contains(part), store.told::toString);
        }
    }

    /** A store with something in it. */
    private void fill(int messages) {
        try (StoreDriver store = new StoreDriver(file())) {
            store.write(new StoreOperation.StreamBegun(BOB, 5), new StoreOperation.PeerStream(BOB, 6));
            for (int i = 1; i <= messages; i++) {
                store.write(
                        StoreContractTest.queued(BOB, i),
                        new StoreOperation.Numbered(BOB, StoreContractTest.id(i), i),
                        StoreContractTest.received(BOB, 6, i));
            }
            store.commit(BOB);
            assertEquals(List.of(), store.told);
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        fill(1);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        try (StoreDriver store = new StoreDriver(file())) {
            say(store, BOB, 2, 2);
            for (String part : List.of("chat.db", "chat.db-wal", "chat.db-shm")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(part))),
                        part);
            }
        }
    }

    @Test
    void aBrokenHeaderIsPutAside() throws IOException {
        fill(1);
        byte[] broken = Files.readAllBytes(file());
        for (int i = 0; i < 100; i++) {
            broken[i] ^= 0x55;
        }
        Files.write(file(), broken);
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(StoredPeer.NOTHING, store.load(BOB));
            assertTold(store, "was broken", "chat.db.broken", "a new one begins");
            say(store, BOB, 7, 7);
        }
        assertArrayEquals(broken, Files.readAllBytes(folder.resolve("chat.db.broken")));
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(List.of(StoreContractTest.body(7)), outbox(store, BOB));
        }
    }

    @Test
    void aSecondBrokenOneIsPutBesideTheFirst() throws IOException {
        for (String text : List.of("no database, ".repeat(100), "no database either, ".repeat(100))) {
            Files.writeString(file(), text);
            try (StoreDriver store = new StoreDriver(file())) {
                store.load(BOB);
            }
        }
        assertTrue(Files.readString(folder.resolve("chat.db.broken")).startsWith("no database, "));
        assertTrue(Files.readString(folder.resolve("chat.db.broken-2")).startsWith("no database either"));
    }

    /** What the program knows goes on: numbers, messages to send, messages to show. */
    @Test
    void aPageThatBreaksWhileItRunsCostsNothingThatIsKnown() throws IOException {
        fill(400);
        StoredPeer known;
        try (StoreDriver store = new StoreDriver(file())) {
            store.write(new StoreOperation.StreamBegun(CAROL, 15), new StoreOperation.PeerStream(CAROL, 16));
            say(store, CAROL, 901, 905);
            store.write(
                    new StoreOperation.Numbered(CAROL, StoreContractTest.id(901), 1),
                    new StoreOperation.Settled(CAROL, StoreContractTest.id(901), StoreOperation.Outcome.DELIVERED),
                    new StoreOperation.Numbered(CAROL, StoreContractTest.id(902), 2),
                    StoreContractTest.received(CAROL, 16, 1),
                    StoreContractTest.received(CAROL, 16, 3),
                    new StoreOperation.Shown(CAROL, 16, 0, 1));
            store.commit(CAROL);
            known = store.load(CAROL);
            try (RandomAccessFile pages = new RandomAccessFile(file().toFile(), "rw")) {
                for (long at = PAGE; at < pages.length(); at += PAGE) {
                    pages.seek(at);
                    pages.write(new byte[PAGE]);
                }
            }
            store.load(BOB);
            assertTold(store, "was broken", "chat.db.broken");
            assertEquals(known, store.load(CAROL));
            say(store, BOB, 1, 1);
        }
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(known, store.load(CAROL));
            assertEquals(List.of(StoreContractTest.body(1)), outbox(store, BOB));
            assertEquals(List.of(), store.told);
        }
    }

    /** Whichever page it is: what is said of the file is what was in it, or that it is broken. */
    @Test
    void aPageThatBrokeMeanwhileIsToldAndTheFilePutAside() throws IOException {
        fill(400);
        StoredPeer known;
        try (StoreDriver store = new StoreDriver(file())) {
            known = store.load(BOB);
        }
        byte[] whole = Files.readAllBytes(file());
        int told = 0;
        for (int at = PAGE; at < whole.length; at += PAGE) {
            byte[] broken = whole.clone();
            Arrays.fill(broken, at, at + PAGE, (byte) 0x55);
            Path one = Files.createDirectory(folder.resolve("broken" + at)).resolve("chat.db");
            Files.write(one, broken);
            assertReadOrTold(one);
            try (StoreDriver store = new StoreDriver(one)) {
                StoredPeer found = store.load(BOB);
                if (store.told.isEmpty()) {
                    assertEquals(known, found, "page at " + at);
                    continue;
                }
                told++;
                assertTold(store, "was broken", "chat.db.broken", "a new one begins");
                say(store, BOB, 901, 901);
                assertEquals(List.of(StoreContractTest.body(901)), outbox(store, BOB));
            }
            assertArrayEquals(broken, Files.readAllBytes(one.resolveSibling("chat.db.broken")), "page at " + at);
        }
        assertTrue(told > 10, told + " pages");
    }

    /** Who only looks says so, too, and leaves the file alone. */
    private static void assertReadOrTold(Path broken) throws IOException {
        byte[] before = Files.readAllBytes(broken);
        try (SqliteHistory history = new SqliteHistory(broken)) {
            history.search("text", 10);
            assertEquals(800, history.newest(SqliteHistory.Range.ALL, 1_000).size());
        } catch (StoreException e) {
            assertEquals("the message store " + broken + ": it is broken", e.getMessage());
        }
        assertArrayEquals(before, Files.readAllBytes(broken));
    }

    @Test
    void ofANewerProgramItIsLeftAsItIs() throws IOException, SQLException {
        fill(1);
        try (Connection connection = SqliteFile.connect(file())) {
            SqliteFile.execute(connection, "PRAGMA user_version = 1000");
        }
        byte[] before = Files.readAllBytes(file());
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(StoredPeer.NOTHING, store.load(BOB));
            assertTold(store, "newer udpchat", "schema 1000", "kept in memory");
            say(store, BOB, 2, 2);
            assertEquals(List.of(StoreContractTest.body(2)), outbox(store, BOB), "the talk goes on");
        }
        assertArrayEquals(before, Files.readAllBytes(file()));
    }

    @Test
    void whereItCannotBeMadeTheTalkGoesOn() {
        Path nowhere = folder.resolve("missing").resolve("chat.db");
        try (StoreDriver store = new StoreDriver(nowhere)) {
            say(store, BOB, 1, 1);
            assertTold(store, nowhere.toString(), "cannot be written", "kept in memory");
            assertEquals(List.of(StoreContractTest.body(1)), outbox(store, BOB));
            assertEquals(List.of(BOB), store.peersWaitedFor());
        }
    }

    /** What is said while another program holds the file is written when that lets go. */
    @Test
    void aLockedFileIsWrittenLater() throws SQLException {
        fill(1);
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(1, outbox(store, BOB).size());
            try (Connection other = SqliteFile.connect(file())) {
                SqliteFile.execute(other, "BEGIN IMMEDIATE");
                say(store, BOB, 2, 2);
                assertTold(store, "another program has locked it", "kept in memory");
                say(store, BOB, 3, 3);
                SqliteFile.execute(other, "ROLLBACK");
            }
            store.nanos.addAndGet(60_000_000_000L);
            say(store, BOB, 4, 4);
            // Whatever is asked next is answered after that was tried.
            store.load(CAROL);
            assertEquals(2, store.told.size(), store.told::toString);
            assertTrue(store.told.get(1).contains("all is in it"), store.told::toString);
        }
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(4, outbox(store, BOB).size());
        }
    }

    /** It cannot even be read: then it stays as it is, and is not begun anew. */
    @Test
    void aFileThatIsLockedFromTheStartIsLeftAlone() throws SQLException {
        fill(1);
        try (Connection other = SqliteFile.connect(file())) {
            SqliteFile.execute(other, "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE");
            try (StoreDriver store = new StoreDriver(file())) {
                assertEquals(List.of(), outbox(store, BOB));
                assertTold(store, "another program has locked it", "kept in memory");
                say(store, BOB, 2, 2);
                assertEquals(List.of(StoreContractTest.body(2)), outbox(store, BOB), "the talk goes on");
            }
            SqliteFile.execute(other, "ROLLBACK");
        }
        assertEquals(List.of("chat.db"), List.of(folder.toFile().list()));
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(List.of(StoreContractTest.body(1)), outbox(store, BOB));
        }
    }

    /** Something is in its place that is no file. */
    @Test
    void whatIsNoFileIsLeftAlone() throws IOException {
        Path inside = Files.createDirectory(file()).resolve("inside");
        Files.writeString(inside, "of somebody");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rwxr-x---"));
        try (StoreDriver store = new StoreDriver(file())) {
            say(store, BOB, 1, 1);
            assertTold(store, file().toString(), "cannot be written", "kept in memory");
            assertEquals(List.of(StoreContractTest.body(1)), outbox(store, BOB));
        }
        assertEquals("of somebody", Files.readString(inside));
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aFullDiskIsToldAndTheTalkGoesOn() throws SQLException {
        fill(1);
        long size = file().toFile().length() / PAGE;
        try (StoreDriver store = new StoreDriver(size + 2, file())) {
            int said = 1;
            while (said < 2_000 && store.told.isEmpty()) {
                say(store, BOB, said + 1, said + 20);
                said += 20;
            }
            String told = String.join(";", store.told);
            assertTrue(told.contains("the disk is full") && told.contains("kept in memory"), told);
            assertEquals(said, outbox(store, BOB).size());
        }
    }

    /** The power fails: the file is what it was after some commit, whichever the disk had got. */
    @Test
    void anyPrefixOfTheLogIsAnEarlierState() throws IOException {
        Path live = folder.resolve("live");
        Files.createDirectory(live);
        Path copy = folder.resolve("copy");
        int commits = 12;
        try (StoreDriver store = new StoreDriver(live.resolve("chat.db"))) {
            for (int i = 1; i <= commits; i++) {
                say(store, BOB, i, i);
            }
            copy(live, copy);
        }
        byte[] log = Files.readAllBytes(copy.resolve("chat.db-wal"));
        int last = -1;
        int states = 0;
        int header = 32;
        int frame = PAGE + 24;
        for (int step = 0; header + (step - 1) * (frame / 3) < log.length; step++) {
            int length = Math.min(log.length, header + step * (frame / 3));
            Path cut = folder.resolve("cut" + length);
            Files.createDirectory(cut);
            Files.copy(copy.resolve("chat.db"), cut.resolve("chat.db"));
            Files.write(cut.resolve("chat.db-wal"), Arrays.copyOf(log, length));
            try (StoreDriver store = new StoreDriver(cut.resolve("chat.db"))) {
                List<Bytes> found = outbox(store, BOB);
                assertEquals(List.of(), store.told, "cut at " + length);
                assertTrue(found.size() >= last, "cut at " + length);
                states += found.size() > last ? 1 : 0;
                last = found.size();
                for (int i = 0; i < found.size(); i++) {
                    assertEquals(StoreContractTest.body(i + 1), found.get(i));
                }
            }
        }
        assertEquals(commits, last);
        assertTrue(states > commits / 2, states + " states");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (String part : List.of("chat.db", "chat.db-wal")) {
            Files.copy(from.resolve(part), to.resolve(part), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void aLogOfGarbageIsIgnored() throws IOException {
        fill(3);
        Files.writeString(folder.resolve("chat.db-wal"), "garbage ".repeat(5_000), StandardCharsets.US_ASCII);
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(3, outbox(store, BOB).size());
            say(store, BOB, 4, 4);
        }
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(4, outbox(store, BOB).size());
        }
    }

    /** Times are what the clock says, and order nothing. */
    @Test
    void aClockThatIsSetBackChangesNoOrder() {
        try (StoreDriver store = new StoreDriver(file())) {
            long year = 365L * 24 * 3_600_000;
            for (int i = 1; i <= 4; i++) {
                store.write(new StoreOperation.Queued(
                        BOB, OutboundRecord.of(StoreContractTest.id(i), 0, (5 - i) * year, StoreContractTest.body(i))));
            }
            store.commit(BOB);
        }
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(
                    List.of(1, 2, 3, 4).stream().map(StoreContractTest::body).toList(), outbox(store, BOB));
        }
    }

    @Test
    void whatWasWrittenAndNotCommittedIsWrittenWhenItIsClosed() {
        try (StoreDriver store = new StoreDriver(file())) {
            store.write(StoreContractTest.queued(BOB, 1));
        }
        try (StoreDriver store = new StoreDriver(file())) {
            assertEquals(
                    List.of(OutboundRecord.of(StoreContractTest.id(1), 0, 1_001, StoreContractTest.body(1))),
                    store.load(BOB).outbox());
            assertFalse(store.load(BOB).outbox().get(0).givenUp().equals(Optional.of(GiveUp.EXPIRED)));
        }
    }
}
