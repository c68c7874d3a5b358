package udpchat.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import udpchat.wire.Bytes;
import udpchat.wire.MalformedException;
import udpchat.wire.MessageBody;

/**
 * Brings messages into the full-text index, some at a time, when there is nothing else to do: to index one costs several
 * times what it costs to store it.
 */
final class SqliteIndexer {
    private static final int AT_ONCE = 50; // some 3 ms, which a message may have to wait

    private final Connection connection;
    private boolean done;

    SqliteIndexer(Connection connection) {
        this.connection = connection;
    }

    /** There are more messages. */
    void wake() {
        done = false;
    }

    /** Whether every message is in the index, as far as is known. */
    boolean isDone() {
        return done;
    }

    /** Until there are more messages: it cannot be done now. */
    void rest() {
        done = true;
    }

    /** Indexes some. */
    void step() throws SQLException {
        // What a power cut takes of the index is indexed again: this need not wait for the disk.
        SqliteFile.execute(connection, "PRAGMA synchronous = NORMAL", "BEGIN IMMEDIATE");
        try {
            long through = through(connection);
            long last = through;
            int count = 0;
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT id, body FROM message WHERE id > ? ORDER BY id LIMIT ?");
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO words (rowid, text, parts) VALUES (?, ?, ?)")) {
                select.setLong(1, through);
                select.setInt(2, AT_ONCE);
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    last = rows.getLong(1);
                    String text = text(Bytes.wrap(rows.getBytes(2)));
                    insert.setLong(1, last);
                    insert.setString(2, SearchText.words(text));
                    insert.setString(3, SearchText.parts(text));
                    insert.executeUpdate();
                    count++;
                }
            }
            SqliteFile.execute(connection, "UPDATE indexed SET through = " + last, "COMMIT");
            done = count < AT_ONCE;
        } catch (SQLException e) {
            SqliteFile.rollBack(connection);
            throw e;
        } finally {
            SqliteFile.execute(connection, "PRAGMA synchronous = FULL");
        }
    }

    static long through(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT through FROM indexed")) {
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static String text(Bytes body) {
        try {
            return MessageBody.decode(body.toArray(), 0, body.length()).text();
        } catch (MalformedException e) {
            return "";
        }
    }
}
