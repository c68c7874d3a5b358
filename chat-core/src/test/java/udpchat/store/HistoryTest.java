package udpchat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.HistoryMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;
import udpchat.wire.Bytes;
import udpchat.wire.Interval;
import udpchat.wire.MessageBody;

/** What was said is found again. */
class HistoryTest {
    private static final Bytes BOB = StoreContractTest.key(1);
    private static final Bytes CAROL = StoreContractTest.key(2);

    @TempDir
    Path folder;

    private StoreDriver store;
    private int said;

    @BeforeEach
    void open() {
        store = new StoreDriver(folder.resolve("chat.db"));
    }

    @AfterEach
    void close() {
        store.close();
        assertEquals(List.of(), store.told);
    }

    private void say(Bytes to, String text) {
        said++;
        Bytes body = new MessageBody(MessageBody.Kind.TEXT, said, text).encode();
        store.write(new StoreOperation.Queued(to, OutboundRecord.of(StoreContractTest.id(said), 0, said, body)));
        store.commit(to);
    }

    private void hear(Bytes from, long seq, String text) {
        said++;
        Bytes body = new MessageBody(MessageBody.Kind.ACTION, said, text).encode();
        store.write(
                new StoreOperation.Received(from, new InboundRecord(new MessageId(1, said), 6, 0, seq, said, body)));
        store.commit(from);
    }

    private SqliteHistory history() {
        return new SqliteHistory(folder.resolve("chat.db"));
    }

    private static List<String> texts(List<HistoryMessage> messages) {
        return messages.stream().map(HistoryMessage::text).toList();
    }

    /** Waits until all is in the index, as people would: by asking again. */
    private List<String> search(String words) {
        return search(folder.resolve("chat.db"), words);
    }

    private static List<String> search(Path file, String words) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (SqliteHistory history = new SqliteHistory(file)) {
                SqliteHistory.Found found = history.search(words, 10);
                if (found.unindexed() == 0) {
                    return texts(found.messages());
                }
                assertTrue(System.nanoTime() - end < 0, found.unindexed() + " are never indexed");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void ofAFileThatIsNotThereItIsEmpty() {
        Path nowhere = folder.resolve("nowhere.db");
        try (SqliteHistory history = new SqliteHistory(nowhere)) {
            assertEquals(List.of(), history.newest(SqliteHistory.Range.ALL, 10));
            assertEquals(List.of(), history.outbox());
            assertEquals(new SqliteHistory.Found(List.of(), 0), history.search("x", 10));
        }
        assertTrue(Files.notExists(nowhere));
    }

    @Test
    void ofAFileThatIsJustBegunItIsEmpty() throws Exception {
        Path begun = Files.createFile(folder.resolve("begun.db"));
        try (SqliteHistory history = new SqliteHistory(begun)) {
            assertEquals(List.of(), history.newest(SqliteHistory.Range.ALL, 10));
            assertEquals(Map.of(), history.unread());
        }
    }

    @Test
    void isInTheOrderOfTheTalkWithWhatBecameOfEach() {
        store.write(new StoreOperation.StreamBegun(BOB, 5), new StoreOperation.PeerStream(BOB, 6));
        say(BOB, "one");
        hear(BOB, 1, "two");
        say(CAROL, "three");
        say(BOB, "four");
        store.write(
                new StoreOperation.Numbered(BOB, StoreContractTest.id(1), 1),
                new StoreOperation.Settled(BOB, StoreContractTest.id(1), StoreOperation.Outcome.DELIVERED),
                new StoreOperation.Numbered(BOB, StoreContractTest.id(4), 2),
                new StoreOperation.GivenUp(BOB, StoreContractTest.id(4), GiveUp.CANCELLED));
        store.commit(BOB);
        PeerKey bob = PeerKey.of(BOB.toArray());
        try (SqliteHistory history = history()) {
            List<HistoryMessage> all = history.newest(SqliteHistory.Range.ALL, 10);
            assertEquals(List.of("one", "two", "three", "four"), texts(all));
            assertEquals(
                    List.of(
                            HistoryMessage.State.DELIVERED,
                            HistoryMessage.State.RECEIVED,
                            HistoryMessage.State.WAITING,
                            HistoryMessage.State.DOUBTFUL),
                    all.stream().map(HistoryMessage::state).toList());
            assertEquals(
                    new HistoryMessage(
                            new MessageId(1, 2),
                            bob,
                            false,
                            "two",
                            true,
                            Instant.ofEpochMilli(2),
                            Instant.ofEpochMilli(2),
                            HistoryMessage.State.RECEIVED),
                    all.get(1));
            SqliteHistory.Range some = new SqliteHistory.Range(
                    Optional.of(bob), Optional.of(Instant.ofEpochMilli(2)), Optional.of(Instant.ofEpochMilli(4)));
            assertEquals(List.of("two"), texts(history.newest(some, 10)));
            assertEquals(List.of("three", "four"), texts(history.newest(SqliteHistory.Range.ALL, 2)));
            assertEquals(List.of("three"), texts(history.outbox()));
            List<HistoryMessage> each = new java.util.ArrayList<>();
            history.each(SqliteHistory.Range.ALL, each::add);
            assertEquals(all, each);
        }
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "你好, 今天你好吗？很好",
        "天你, 今天你好吗",
        "好, 今天你好",
        "今天你好, 今天你好吗",
        "きょう, きょうは いい天気",
        "天気, きょうは いい天気",
        "データ, ビッグデータベース",
        "안녕, 여러분안녕하세요",
        "ภาษา, ฉันพูดภาษาไทย",
        "👋, hello 👋 there",
        "👩‍💻, a 👩‍💻 at work",
        "Dampf, Donaudampfschifffahrtsgesellschaft",
        "schiff, Donaudampfschifffahrtsgesellschaft",
        "GESELLSCHAFT, Donaudampfschifffahrtsgesellschaft",
        "viele grü, viele Grüße an alle",
        "schon, schön war es",
        "hel, hello there",
        "hell, hello there",
        "schö, SCHÖNER Tag",
        "schon, schön war es",
        "Λόγο, λόγος",
        "при, привет",
        "приве, Привет",
        "foo_ba, int foo_bar = 1",
        "foo_barr, int foo_barrel = 1",
        "hell ther, hello there",
        "there hello, hello over there",
        "foo_bar, int foo_bar = baz(qux);",
        "std::vector, use std::vector<int> v;",
        "baz(qux, int foo_bar = baz(qux);",
        "10.0.0.1, ping 10.0.0.1 now",
        "ｎｅｔｔｙ, we use Netty here",
        "使用Netty, 我们使用Netty做网络",
    })
    void finds(String words, String text) {
        say(BOB, "something else 其他的");
        say(BOB, text);
        assertEquals(List.of(text), search(words));
    }

    @ParameterizedTest(name = "{0} not in {1}")
    @CsvSource({
        "天好, 今天你好",
        "ello, hello there",
        "bar foo_x, foo_bar x",
        "helly, hello there",
        "foo_barr, barrel foo",
        "'\"', a quote \" here",
        "AND, one OR two"
    })
    void doesNotFind(String words, String text) {
        say(BOB, text);
        assertEquals(List.of(), search(words));
    }

    /** Of few words that begin alike each is looked for, of many all together. */
    @ParameterizedTest
    @ValueSource(ints = {3, 31, 32, 33, 90})
    void findsTheNewestOfAllThatBeginSo(int words) {
        for (int i = 0; i < words; i++) {
            say(BOB, "begin" + Integer.toString(i * 31 % words, 36) + " of many");
        }
        List<String> newest = all().subList(Math.max(0, words - 10), words);
        assertEquals(newest, search("begi"));
        assertEquals(newest, search("beg"));
        assertEquals(newest, search("man begi"));
    }

    @Test
    void nothingThatSomebodyAsksIsAMistake() {
        say(BOB, "hello");
        for (String odd :
                List.of("\"", "*", "hello*", "a AND", "NEAR(", "{x}: y", "-", "^hello", "", " ", "\0", "\uD800")) {
            search(odd);
        }
        assertEquals(List.of("hello"), search("hello*"));
    }

    @Test
    void whatIsErasedIsNeitherShownNorFound() throws Exception {
        store.write(new StoreOperation.StreamBegun(BOB, 5), new StoreOperation.PeerStream(BOB, 6));
        say(BOB, "settled");
        say(BOB, "waits");
        hear(BOB, 1, "shown");
        hear(BOB, 2, "not shown");
        say(CAROL, "of another");
        store.write(
                new StoreOperation.Numbered(BOB, StoreContractTest.id(1), 1),
                new StoreOperation.Settled(BOB, StoreContractTest.id(1), StoreOperation.Outcome.DELIVERED),
                new StoreOperation.Shown(BOB, 6, 0, 1));
        store.commit(BOB);
        assertEquals(List.of("settled"), search("settled"));
        StoredPeer before = store.load(BOB);
        CompletableFuture<Long> erased = new CompletableFuture<>();
        ((SqliteStore) store.store).erase(Optional.of(BOB), Long.MAX_VALUE, erased::complete);
        assertEquals(2, erased.get(30, TimeUnit.SECONDS));
        try (SqliteHistory history = history()) {
            assertEquals(
                    List.of("waits", "not shown", "of another"), texts(history.newest(SqliteHistory.Range.ALL, 10)));
        }
        assertEquals(List.of(), search("settled"));
        assertEquals(before, store.load(BOB), "the numbers stay");
        CompletableFuture<Long> old = new CompletableFuture<>();
        ((SqliteStore) store.store).erase(Optional.empty(), 1, old::complete);
        assertEquals(0, old.get(30, TimeUnit.SECONDS));
    }

    private static final long DAY = 24 * 3_600_000L;
    private static final long START = 20_000 * DAY;

    /** One message a day, of Bob and of Carol in turn, all delivered. */
    private void talkFor(int days) {
        store.write(new StoreOperation.StreamBegun(BOB, 5), new StoreOperation.StreamBegun(CAROL, 5));
        for (int i = 1; i <= days; i++) {
            Bytes peer = i % 2 == 0 ? BOB : CAROL;
            Bytes body = new MessageBody(MessageBody.Kind.TEXT, i, day(i)).encode();
            MessageId id = StoreContractTest.id(i);
            store.write(
                    new StoreOperation.Queued(peer, OutboundRecord.of(id, 0, START + i * DAY, body)),
                    new StoreOperation.Numbered(peer, id, (i + 1) / 2),
                    new StoreOperation.Settled(peer, id, StoreOperation.Outcome.DELIVERED));
            store.commit(peer);
        }
        assertEquals(List.of(day(days)), search(day(days)));
    }

    private static String day(int number) {
        return "day" + number + "of40";
    }

    private long retain(int days, long now) throws Exception {
        CompletableFuture<Long> erased = new CompletableFuture<>();
        ((SqliteStore) store.store).retain(days * DAY, now, erased::complete);
        return erased.get(30, TimeUnit.SECONDS);
    }

    /** Three days on which the program is started, of which this is the first. */
    private long retainForThreeDays(int days, long first) throws Exception {
        return retain(days, first) + retain(days, first + DAY) + retain(days, first + 2 * DAY);
    }

    private List<String> all() {
        try (SqliteHistory history = history()) {
            return texts(history.newest(SqliteHistory.Range.ALL, 1000));
        }
    }

    @Test
    void whatIsTooOldIsTakenOutOfTheFileTheIndexAndTheSearch() throws Exception {
        talkFor(40);
        assertEquals(
                10, retainForThreeDays(30, START + 40 * DAY + 1), "those of more than 30 days before the first day");
        assertEquals(day(11), all().get(0));
        assertEquals(30, all().size());
        for (int i = 1; i <= 10; i++) {
            assertEquals(List.of(), search(day(i)));
        }
        assertEquals(List.of(day(11)), search(day(11)));
        try (Connection connection = SqliteFile.connectReadOnly(folder.resolve("chat.db"));
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM words")) {
            assertEquals(30, rows.getLong(1), "rows of the index");
        }
        assertEquals(0, retain(30, START + 43 * DAY), "within the third day");
        assertEquals(1, retain(30, START + 43 * DAY + 1), "on the fourth what was too old on the second");
    }

    /** However often the program is started meanwhile, and whatever is said. */
    @ParameterizedTest
    @ValueSource(ints = {-365, 1, 40, 365, 36_500})
    void aWrongClockErasesNothing(int ahead) throws Exception {
        talkFor(40);
        long now = START + 40 * DAY;
        retain(60, now - 2 * DAY);
        retain(60, now - DAY);
        for (int start = 0; start < 10; start++) {
            said = 100 + start;
            Bytes body = new MessageBody(MessageBody.Kind.TEXT, said, "of the future").encode();
            long at = now + ahead * DAY + start * DAY / 6;
            store.write(new StoreOperation.Queued(BOB, OutboundRecord.of(StoreContractTest.id(said), 0, at, body)));
            store.commit(BOB);
            assertEquals(0, retain(60, at));
        }
        assertEquals(0, retainForThreeDays(60, now), "and put right");
        assertEquals(50, all().size());
    }

    /** It is a clock that was right, then. */
    @Test
    void afterALongTimeTheClockIsBelievedOnTheThirdDay() throws Exception {
        talkFor(40);
        retainForThreeDays(30, START + 10 * DAY);
        long now = START + 400 * DAY;
        assertEquals(0, retain(30, now));
        assertEquals(0, retain(30, now + DAY - 1));
        assertEquals(0, retain(30, now + DAY));
        assertEquals(40, retain(30, now + 2 * DAY));
    }

    @Test
    void anEmptyHistoryHasNothingToErase() throws Exception {
        assertEquals(0, retainForThreeDays(30, START));
    }

    @Test
    void whatThePeerHasReadIsKnownAlsoWhenNumbersBeginAnew() {
        store.write(new StoreOperation.StreamBegun(BOB, 5));
        for (int i = 1; i <= 5; i++) {
            say(BOB, "m" + i);
            store.write(new StoreOperation.Numbered(BOB, StoreContractTest.id(i), i));
        }
        store.write(
                new StoreOperation.Settled(BOB, StoreContractTest.id(1), StoreOperation.Outcome.DELIVERED),
                new StoreOperation.Settled(BOB, StoreContractTest.id(2), StoreOperation.Outcome.NOT_DELIVERED),
                new StoreOperation.Settled(BOB, StoreContractTest.id(3), StoreOperation.Outcome.DELIVERED),
                new StoreOperation.Settled(BOB, StoreContractTest.id(4), StoreOperation.Outcome.DELIVERED),
                new StoreOperation.ReadThere(BOB, 0, 3),
                new StoreOperation.ReadThere(BOB, 0, 1));
        store.commit(BOB);
        List<HistoryMessage.State> states = List.of(
                HistoryMessage.State.READ,
                HistoryMessage.State.FAILED,
                HistoryMessage.State.READ,
                HistoryMessage.State.DELIVERED,
                HistoryMessage.State.WAITING);
        assertEquals(states, states());
        // The last one is said again, and is number 1 of another stream, which was read up to far beyond.
        store.write(
                new StoreOperation.StreamBegun(BOB, 6),
                new StoreOperation.Numbered(BOB, StoreContractTest.id(5), 1),
                new StoreOperation.Settled(BOB, StoreContractTest.id(5), StoreOperation.Outcome.DELIVERED));
        store.commit(BOB);
        assertEquals(HistoryMessage.State.DELIVERED, states().get(4));
        store.write(new StoreOperation.ReadThere(BOB, 0, 9));
        store.commit(BOB);
        assertEquals(states.subList(0, 4), states().subList(0, 4));
        assertEquals(HistoryMessage.State.READ, states().get(4));
        assertEquals(
                List.of(new StoredPeer.SentChannel(0, 1, 1)), store.load(BOB).sent(), "no more than was said");
    }

    /** All of it may be written at once, where a disk is slow. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasReadIsKnownWhenNumbersBeginAnewInTheSameCommit(boolean allAtOnce) {
        store.write(new StoreOperation.StreamBegun(BOB, 5));
        for (int i = 1; i <= 4; i++) {
            Bytes body = new MessageBody(MessageBody.Kind.TEXT, i, "m" + i).encode();
            MessageId id = StoreContractTest.id(i);
            store.write(
                    new StoreOperation.Queued(BOB, OutboundRecord.of(id, 0, i, body)),
                    new StoreOperation.Numbered(BOB, id, i),
                    new StoreOperation.Settled(BOB, id, StoreOperation.Outcome.DELIVERED));
            if (i == 2) {
                // No more than was said by then.
                store.write(new StoreOperation.ReadThere(BOB, 0, 9));
            }
        }
        if (!allAtOnce) {
            store.commit(BOB);
        }
        store.write(new StoreOperation.ReadThere(BOB, 0, 3), new StoreOperation.StreamBegun(BOB, 6));
        store.commit(BOB);
        assertEquals(
                List.of(
                        HistoryMessage.State.READ,
                        HistoryMessage.State.READ,
                        HistoryMessage.State.READ,
                        HistoryMessage.State.DELIVERED),
                states());
        assertEquals(List.of(), store.load(BOB).sent());
    }

    private List<HistoryMessage.State> states() {
        try (SqliteHistory history = history()) {
            return history.newest(SqliteHistory.Range.ALL, 10).stream()
                    .map(HistoryMessage::state)
                    .toList();
        }
    }

    @Test
    void whatIsUnreadIsCountedWithoutWhatWasSkipped() {
        store.write(new StoreOperation.PeerStream(BOB, 6));
        hear(BOB, 1, "one");
        hear(BOB, 2, "two");
        store.write(new StoreOperation.Skipped(BOB, 0, new Interval(3, 3)));
        hear(BOB, 4, "four");
        store.write(new StoreOperation.PeerStream(CAROL, 6));
        hear(CAROL, 1, "read");
        store.write(new StoreOperation.Read(CAROL, 0, 1), new StoreOperation.Shown(CAROL, 6, 0, 1));
        store.commit(CAROL);
        store.write(new StoreOperation.Read(BOB, 0, 1), new StoreOperation.Shown(BOB, 6, 0, 4));
        store.commit(BOB);
        try (SqliteHistory history = history()) {
            assertEquals(Map.of(PeerKey.of(BOB.toArray()), 2L), history.unread());
        }
        CompletableFuture<List<Bytes>> unread = new CompletableFuture<>();
        store.store.peersUnread(StoreDriver.callback(unread::complete));
        store.runNext();
        assertEquals(List.of(BOB), unread.join());
        try (StoreDriver other = new StoreDriver(folder.resolve("chat.db"))) {
            CompletableFuture<List<Bytes>> later = new CompletableFuture<>();
            other.store.peersUnread(StoreDriver.callback(later::complete));
            other.runNext();
            assertEquals(List.of(BOB), later.join(), "of the file");
        }
    }

    /** Of what came before there were marks nobody is told that it is unread. */
    @Test
    void ofAFileWithoutReadMarksAllThatWasShownIsRead() throws SQLException {
        Path old = folder.resolve("old.db");
        try (Connection connection = SqliteFile.connect(old)) {
            SqliteFile.migrate(connection, 0, 2);
            SqliteFile.execute(
                    connection,
                    "INSERT INTO peer (key, peer_stream_id) VALUES (x'" + BOB + "', 6)",
                    "INSERT INTO received (peer, stream_id, channel, current, shown_through, stored)"
                            + " VALUES (1, 6, 0, 1, 7, x'00000000000000010000000000000009')",
                    "INSERT INTO sent VALUES (1, 0, 7)");
        }
        try (StoreDriver renewed = new StoreDriver(old)) {
            StoredPeer stored = renewed.load(BOB);
            assertEquals(7, stored.received().get(0).readThrough());
            assertEquals(List.of(new StoredPeer.SentChannel(0, 7, 0)), stored.sent());
            assertEquals(List.of(), renewed.told);
        }
        try (SqliteHistory history = new SqliteHistory(old)) {
            assertEquals(Map.of(PeerKey.of(BOB.toArray()), 2L), history.unread(), "those that were not shown");
        }
    }

    /** Before there were read marks, messages kept the number that they had in a stream that is over. */
    @Test
    void ofAFileWithoutReadMarksNothingOldIsTakenForRead() throws SQLException {
        Path old = folder.resolve("old.db");
        try (Connection connection = SqliteFile.connect(old)) {
            SqliteFile.migrate(connection, 0, 2);
            SqliteFile.execute(
                    connection,
                    "INSERT INTO peer (key, stream_id) VALUES (x'" + BOB + "', 5)",
                    "INSERT INTO sent VALUES (1, 0, 1)");
            for (int i = 1; i <= 4; i++) {
                // One was delivered in an earlier stream, one in this; one is under way, and one waits.
                SqliteFile.execute(
                        connection,
                        "INSERT INTO message (peer, channel, seq, at, pending, outcome, high, low, body) VALUES (1, 0, "
                                + List.of(2, 1, 2, 0).get(i - 1) + ", 1, " + (i > 2 ? "0, NULL" : "NULL, 1") + ", -7, "
                                + i + ", x'" + new MessageBody(MessageBody.Kind.TEXT, 1, "m" + i).encode() + "')");
            }
        }
        try (StoreDriver renewed = new StoreDriver(old)) {
            renewed.write(
                    new StoreOperation.Numbered(BOB, StoreContractTest.id(4), 3),
                    new StoreOperation.Settled(BOB, StoreContractTest.id(3), StoreOperation.Outcome.DELIVERED),
                    new StoreOperation.Settled(BOB, StoreContractTest.id(4), StoreOperation.Outcome.DELIVERED),
                    new StoreOperation.ReadThere(BOB, 0, 3));
            renewed.commit(BOB);
        }
        try (SqliteHistory history = new SqliteHistory(old)) {
            assertEquals(
                    List.of(
                            HistoryMessage.State.DELIVERED,
                            HistoryMessage.State.DELIVERED,
                            HistoryMessage.State.READ,
                            HistoryMessage.State.READ),
                    history.newest(SqliteHistory.Range.ALL, 10).stream()
                            .map(HistoryMessage::state)
                            .toList());
        }
    }

    @Test
    void anOlderSchemaIsRenewedByWhoWritesAndRefusedByWhoLooks() throws SQLException {
        Path old = folder.resolve("old.db");
        try (Connection connection = SqliteFile.connect(old)) {
            SqliteFile.migrate(connection, 0, 1);
            SqliteFile.execute(
                    connection,
                    "INSERT INTO peer (key, stream_id) VALUES (x'" + BOB + "', 5)",
                    "INSERT INTO sent VALUES (1, 0, 7)",
                    "INSERT INTO message (peer, channel, seq, at, pending, high, low, body) VALUES (1, 0, 7, 1, 0, -7, 1, x'"
                            + new MessageBody(MessageBody.Kind.TEXT, 1, "of old").encode() + "')");
        }
        StoreException refused = assertThrows(StoreException.class, () -> new SqliteHistory(old));
        assertTrue(refused.getMessage().contains("older udpchat"), refused.getMessage());
        try (StoreDriver renewed = new StoreDriver(old)) {
            StoredPeer stored = renewed.load(BOB);
            assertEquals(List.of(new StoredPeer.SentChannel(0, 7, 0)), stored.sent());
            assertEquals(7, stored.outbox().get(0).seq());
            assertEquals(List.of(), renewed.told);
        }
        try (SqliteHistory history = new SqliteHistory(old)) {
            assertEquals(List.of("of old"), texts(history.outbox()));
        }
    }

    /** Whatever it was before: also the index, which is made anew. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRenewedFileIsAsANewOne(int version) throws SQLException {
        Path old = folder.resolve("old.db");
        try (Connection connection = SqliteFile.connect(old)) {
            SqliteFile.migrate(connection, 0, version);
            SqliteFile.execute(
                    connection,
                    "INSERT INTO peer (key) VALUES (x'" + BOB + "')",
                    "INSERT INTO message (peer, channel, seq, at, outcome, high, low, body) VALUES (1, 0, 7, 1, 1, -7, 1, x'"
                            + new MessageBody(MessageBody.Kind.TEXT, 1, "hello of old").encode() + "')");
            if (version > 1) {
                SqliteFile.execute(
                        connection,
                        "INSERT INTO words (rowid, text) VALUES (1, 'of an old index')",
                        "UPDATE indexed SET through = 1");
            }
        }
        store.load(BOB);
        try (StoreDriver renewed = new StoreDriver(old)) {
            renewed.load(BOB);
            assertEquals(schema(folder.resolve("chat.db")), schema(old));
            assertEquals(List.of(), search(old, "index"));
            assertEquals(List.of("hello of old"), search(old, "hel"));
        }
    }

    private static List<String> schema(Path file) throws SQLException {
        List<String> schema = new java.util.ArrayList<>();
        try (Connection connection = SqliteFile.connectReadOnly(file);
                var rows = connection.createStatement().executeQuery("SELECT sql FROM sqlite_master ORDER BY name")) {
            while (rows.next()) {
                schema.add(rows.getString(1));
            }
        }
        return schema;
    }
}
