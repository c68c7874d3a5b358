package udpchat.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import udpchat.wire.Bytes;

/** Takes messages out of the history, some at a time, so that others need not wait long. Numbers and streams stay. */
final class SqliteEraser {
    /** Before the first step. */
    static final long NONE_YET = -1;

    private static final int AT_ONCE = 2_000;

    private static final long DAY_MILLIS = 24 * 3_600_000;

    /** On so many days the clock has to have said at least that a message is too old. */
    private static final int DAYS = 3;

    private SqliteEraser() {}

    /**
     * Notes what the clock says, once a day.
     *
     * @return what it said on the first of the last three days that were noted; empty until there are so many. What it said
     *     before it was set back does not count
     */
    static OptionalLong agreed(Connection connection, long nowMillis) throws SQLException {
        SqliteFile.execute(
                connection,
                "DELETE FROM clock WHERE at > " + nowMillis,
                "INSERT INTO clock SELECT " + nowMillis + " WHERE NOT EXISTS (SELECT 1 FROM clock WHERE at > "
                        + (nowMillis - DAY_MILLIS) + ")",
                "DELETE FROM clock WHERE at NOT IN (SELECT at FROM clock ORDER BY at DESC LIMIT " + DAYS + ")");
        try (PreparedStatement select =
                connection.prepareStatement("SELECT at FROM clock ORDER BY at DESC LIMIT 1 OFFSET " + (DAYS - 1))) {
            ResultSet row = select.executeQuery();
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    /** Erases some; how many they were. What still is to be sent or shown is not erased. */
    static long step(Connection connection, Optional<Bytes> peer, long beforeMillis) throws SQLException {
        SqliteFile.execute(connection, "PRAGMA secure_delete = ON", "BEGIN IMMEDIATE");
        try {
            List<Long> ids = find(connection, peer, beforeMillis);
            try (PreparedStatement word = connection.prepareStatement("DELETE FROM words WHERE rowid = ?");
                    PreparedStatement message = connection.prepareStatement("DELETE FROM message WHERE id = ?")) {
                long indexed = SqliteIndexer.through(connection);
                for (long id : ids) {
                    if (id <= indexed) {
                        word.setLong(1, id);
                        word.executeUpdate();
                    }
                    message.setLong(1, id);
                    message.executeUpdate();
                }
            }
            SqliteFile.execute(connection, "COMMIT");
            return ids.size();
        } catch (SQLException e) {
            SqliteFile.execute(connection, "ROLLBACK");
            throw e;
        }
    }

    private static List<Long> find(Connection connection, Optional<Bytes> peer, long beforeMillis) throws SQLException {
        // Of all, the oldest alone are looked at: messages are mostly in the order of time, and there may be a million.
        String of = peer.isPresent() ? " AND m.peer = (SELECT id FROM peer WHERE key = ?)" : "";
        String from = peer.isPresent() ? "message" : "(SELECT * FROM message ORDER BY id LIMIT " + AT_ONCE + ")";
        String sql = "SELECT m.id FROM " + from + " m LEFT JOIN received r ON r.id = m.received"
                + " WHERE m.at < ? AND m.pending IS NULL"
                + " AND (r.id IS NULL OR r.current IS NULL OR m.seq <= r.shown_through)" + of + " LIMIT " + AT_ONCE;
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, beforeMillis);
            if (peer.isPresent()) {
                select.setBytes(2, peer.get().toArray());
            }
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
