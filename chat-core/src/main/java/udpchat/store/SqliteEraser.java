package udpchat.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import udpchat.wire.Bytes;

/** Takes messages out of the history, some at a time, so that others need not wait long. Numbers and streams stay. */
final class SqliteEraser {
    /** Before the first step. */
    static final long NONE_YET = -1;

    private static final int AT_ONCE = 2_000;

    private SqliteEraser() {}

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
