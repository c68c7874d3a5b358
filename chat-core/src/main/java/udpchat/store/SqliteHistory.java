package udpchat.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import udpchat.model.HistoryMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;
import udpchat.wire.Bytes;
import udpchat.wire.MalformedException;
import udpchat.wire.MessageBody;

/**
 * Looks into the file of a {@link SqliteStore}, also while a program has it: then it sees all that was committed. Changes
 * nothing. For one thread at a time.
 */
public final class SqliteHistory implements AutoCloseable {
    private static final String COLUMNS = "m.id, m.high, m.low, p.key, m.received, m.at, m.pending, m.outcome, m.body,"
            + " m.seq BETWEEN 1 AND (SELECT read_through FROM sent s WHERE s.peer = m.peer AND s.channel = m.channel)";
    private static final String FROM = " FROM message m JOIN peer p ON p.id = m.peer";

    /** So many words are each looked for, rather than all that begin as they do. */
    private static final int MOST_WORDS = 32;

    private final Path file;

    /** Null where there is no file, or nothing in it yet: then there is no message. */
    private final Connection connection;

    /** What is asked for: messages of one peer or of all, from one time to before another. */
    public record Range(Optional<PeerKey> peer, Optional<Instant> since, Optional<Instant> until) {
        public static final Range ALL = new Range(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What a search found.
     *
     * @param messages the newest of those that were found, the oldest first
     * @param unindexed messages that were not searched, being too new; with those among them that were erased
     */
    public record Found(List<HistoryMessage> messages, long unindexed) {}

    /**
     * Opens it.
     *
     * @throws StoreException when it cannot be read
     */
    public SqliteHistory(Path file) {
        this.file = file;
        try {
            connection = Files.exists(file) ? open(file) : null;
        } catch (SQLException e) {
            throw failed(e);
        } catch (LinkageError e) {
            throw new StoreException("no SQLite for this system: " + e.getMessage(), e);
        }
    }

    private StoreException failed(SQLException e) {
        return new StoreException(SqliteFault.of(e).describe(file, e), e);
    }

    private static Connection open(Path file) throws SQLException {
        Connection connection = SqliteFile.connectReadOnly(file);
        int version;
        try {
            version = SqliteFile.version(connection);
        } catch (SQLException e) {
            SqliteFile.closeQuietly(connection);
            throw e;
        }
        if (version == SqliteFile.VERSION) {
            return connection;
        }
        SqliteFile.closeQuietly(connection);
        if (version == 0) {
            return null; // a program is just beginning it
        }
        throw new StoreException(
                version > SqliteFile.VERSION
                        ? "the message store " + file + " is of a newer udpchat"
                        : "the message store " + file
                                + " is of an older udpchat: start the console once, which renews it");
    }

    /** The newest messages of a range, at most so many, in the order of the talk. */
    public List<HistoryMessage> newest(Range range, int limit) {
        List<HistoryMessage> found = new ArrayList<>();
        select(COLUMNS + FROM + where(range) + " ORDER BY m.id DESC LIMIT " + limit, range, found::add);
        Collections.reverse(found);
        return found;
    }

    /** Every message of a range, in the order of the talk. */
    public void each(Range range, Consumer<HistoryMessage> to) {
        select(COLUMNS + FROM + where(range) + " ORDER BY m.id", range, to);
    }

    /** Our messages that were not confirmed, in the order in which they were said. */
    public List<HistoryMessage> outbox() {
        List<HistoryMessage> found = new ArrayList<>();
        select(
                COLUMNS + FROM + " WHERE m.pending IS NOT NULL AND m.pending = 0 AND m.peer IN"
                        + " (SELECT peer FROM message WHERE pending IS NOT NULL) ORDER BY m.id",
                Range.ALL,
                found::add);
        return found;
    }

    /** How many messages came of each peer, in the stream that it has now, that were not read. */
    public Map<PeerKey, Long> unread() {
        Map<PeerKey, Long> unread = new HashMap<>();
        if (connection == null) {
            return unread;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT p.key, r.stored, r.read_through FROM received r JOIN peer p ON p.id = r.peer"
                        + " WHERE r.current IS NOT NULL AND r.current = 1")) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                long count = new IntervalSet(SqliteReader.intervals(rows.getBytes(2)))
                        .countWithin(rows.getLong(3) + 1, Long.MAX_VALUE);
                if (count > 0) {
                    unread.merge(PeerKey.of(rows.getBytes(1)), count, Long::sum);
                }
            }
            return unread;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The newest messages that have all the words of a question, at most so many. */
    public Found search(String question, int limit) {
        if (connection == null) {
            return new Found(List.of(), 0);
        }
        try {
            // First: what is indexed while we search is not missed without a word.
            long unindexed = unindexed();
            String whole = SearchText.query(question, List::of);
            List<HistoryMessage> found = matching(whole, limit);
            if (found.size() < limit) {
                String begun = SearchText.query(question, this::beginning);
                found = begun.equals(whole) ? found : matching(begun, limit);
            }
            return new Found(found, unindexed);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Words of the index that begin so. Of each the newest places are found at once; of what is asked for by its beginning,
     * and is too long for the index of beginnings, SQLite puts all places together first.
     *
     * @return empty if there are none, or too many, or beginnings so short are indexed
     */
    private List<String> beginning(String with) throws SQLException {
        List<String> words = new ArrayList<>();
        if (with.codePointCount(0, with.length()) <= SqliteFile.LONGEST_BEGINNING) {
            return words;
        }
        SqliteFile.execute(
                connection,
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, instance)");
        try (PreparedStatement select =
                connection.prepareStatement("SELECT term FROM temp.vocabulary WHERE term >= ? LIMIT 1")) {
            for (String next = with; words.size() <= MOST_WORDS; next = words.get(words.size() - 1) + '\1') {
                select.setString(1, next);
                ResultSet row = select.executeQuery();
                if (!row.next() || !row.getString(1).startsWith(with)) {
                    return words;
                }
                words.add(row.getString(1));
            }
        }
        return List.of();
    }

    private List<HistoryMessage> matching(String query, int limit) throws SQLException {
        List<HistoryMessage> found = new ArrayList<>();
        if (query.isEmpty()) {
            return found;
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) w"
                + " JOIN message m ON m.id = w.rowid JOIN peer p ON p.id = m.peer ORDER BY m.id")) {
            select.setString(1, query);
            select.setInt(2, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                found.add(message(rows));
            }
        }
        return found;
    }

    private long unindexed() throws SQLException {
        try (PreparedStatement select =
                // Not counted: there may be a million.
                connection.prepareStatement("SELECT max(0, (SELECT coalesce(max(id), 0) FROM message)"
                        + " - (SELECT through FROM indexed))")) {
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static String where(Range range) {
        List<String> terms = new ArrayList<>();
        range.peer().ifPresent(peer -> terms.add("m.peer = (SELECT id FROM peer WHERE key = ?)"));
        range.since().ifPresent(since -> terms.add("m.at >= " + since.toEpochMilli()));
        range.until().ifPresent(until -> terms.add("m.at < " + until.toEpochMilli()));
        return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }

    private void select(String sql, Range range, Consumer<HistoryMessage> to) {
        if (connection == null) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT " + sql)) {
            if (range.peer().isPresent()) {
                select.setBytes(1, range.peer().get().toBytes());
            }
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                to.accept(message(rows));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static HistoryMessage message(ResultSet row) throws SQLException {
        MessageId id = new MessageId(row.getLong(2), row.getLong(3));
        PeerKey peer = PeerKey.of(row.getBytes(4));
        row.getLong(5);
        boolean own = row.wasNull();
        long at = row.getLong(6);
        int pending = row.getInt(7);
        boolean settled = row.wasNull();
        int outcome = row.getInt(8);
        boolean read = row.getBoolean(10);
        HistoryMessage.State state = own ? state(settled, pending, outcome, read) : HistoryMessage.State.RECEIVED;
        Bytes bytes = Bytes.wrap(row.getBytes(9));
        MessageBody body;
        try {
            body = MessageBody.decode(bytes.toArray(), 0, bytes.length());
        } catch (MalformedException e) {
            throw new SQLException("a message that is none: " + id, e);
        }
        return new HistoryMessage(
                id,
                peer,
                own,
                body.text(),
                body.kind() == MessageBody.Kind.ACTION,
                Instant.ofEpochMilli(body.sentAtMillis()),
                Instant.ofEpochMilli(at),
                state);
    }

    private static HistoryMessage.State state(boolean settled, int pending, int outcome, boolean read) {
        if (!settled) {
            return pending == 0 ? HistoryMessage.State.WAITING : HistoryMessage.State.DOUBTFUL;
        }
        if (outcome == SqliteCodes.READ) {
            return HistoryMessage.State.READ;
        }
        return switch (SqliteCodes.outcome(outcome)) {
            case DELIVERED -> read ? HistoryMessage.State.READ : HistoryMessage.State.DELIVERED;
            case NOT_DELIVERED -> HistoryMessage.State.FAILED;
            case UNKNOWN -> HistoryMessage.State.DOUBTFUL;
        };
    }

    @Override
    public void close() {
        if (connection != null) {
            SqliteFile.closeQuietly(connection);
        }
    }
}
