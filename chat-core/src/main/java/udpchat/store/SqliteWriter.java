package udpchat.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;

/**
 * Writes operations into an open database, many in one transaction. One that failed may be of no more use: the driver gives
 * up a statement that a full disk stopped. What becomes of one message within it is written
 * once, and numbers that change with every message are written once at its end: most of what a busy talk says costs one
 * row.
 */
final class SqliteWriter {
    /** Messages that are inserted by one statement, where there are so many: each call of the driver costs as much again. */
    private static final int SOME = 16;

    private static final int COLUMNS = 11;

    private final Connection connection;
    private final Map<Bytes, Rows> rows = new HashMap<>();
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement insert;
    private final PreparedStatement insertSome;
    private final PreparedStatement number;
    private final PreparedStatement giveUp;
    private final PreparedStatement settle;
    private final PreparedStatement sent;
    private final PreparedStatement readThere;
    private final PreparedStatement received;
    private final PreparedStatement shown;
    private long lastMessage;

    // Of the transaction under way.
    private final List<Row> inserts = new ArrayList<>();
    private final Map<StoreOperation.Outcome, List<Long>> settled = new LinkedHashMap<>();
    /** By channel: the highest number that was given. */
    private final Map<Channel, Long> numbered = new LinkedHashMap<>();

    private final Set<Channel> dirtyReceived = new LinkedHashSet<>();
    private final Map<Shown, Long> shownThrough = new LinkedHashMap<>();

    private record Channel(Bytes peer, long channel) {}

    private record Shown(Rows rows, long streamId, long channel) {}

    /** Where a peer is in the database. */
    private static final class Rows {
        final long peer;
        /** By channel: where the messages of the peer's stream are. */
        final Map<Long, Long> received = new HashMap<>();

        final Map<MessageId, Row> outbox = new HashMap<>();

        Rows(long peer) {
            this.peer = peer;
        }
    }

    /** A message. */
    private static final class Row {
        final long id;
        final Rows rows;
        final long received;
        final long channel;
        final long at;
        final MessageId message;
        final Bytes body;
        long seq;
        int pending;
        StoreOperation.Outcome outcome;
        boolean written;

        Row(long id, Rows rows, long received, long channel, long at, MessageId message, Bytes body) {
            this.id = id;
            this.rows = rows;
            this.received = received;
            this.channel = channel;
            this.at = at;
            this.message = message;
            this.body = body;
        }
    }

    SqliteWriter(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        insert = connection.prepareStatement(insertOf(1));
        insertSome = connection.prepareStatement(insertOf(SOME));
        number = connection.prepareStatement("UPDATE message SET seq = ? WHERE id = ?");
        giveUp = connection.prepareStatement("UPDATE message SET pending = ? WHERE id = ?");
        settle = connection.prepareStatement("UPDATE message SET pending = NULL, outcome = ? WHERE id BETWEEN ? AND ?");
        sent = connection.prepareStatement("INSERT INTO sent (peer, channel, last_seq) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)");
        readThere = connection.prepareStatement("UPDATE sent SET read_through = max(read_through, min(last_seq, ?))"
                + " WHERE peer = ? AND channel = ?");
        received = connection.prepareStatement(
                "UPDATE received" + " SET stored = ?, skipped = ?, shown_through = ?, read_through = ? WHERE id = ?");
        shown = connection.prepareStatement("UPDATE received SET shown_through = max(shown_through, ?)"
                + " WHERE peer = ? AND current IS NOT NULL AND stream_id = ? AND channel = ?");
        lastMessage = new SqliteReader(connection).lastMessage();
    }

    /**
     * Writes them all, or nothing.
     *
     * @param states the peers as they are after these
     */
    void write(List<StoreOperation> operations, Function<Bytes, MemoryPeer> states) throws SQLException {
        write(operations, states, Map.of());
    }

    /** Writes what is known of these peers into an empty database. */
    void restore(Map<Bytes, MemoryPeer> peers) throws SQLException {
        List<StoreOperation> operations = new ArrayList<>();
        peers.forEach((key, peer) -> operations.addAll(StoredPeers.operations(key, peer.snapshot())));
        write(operations, peers::get, peers);
    }

    private void write(
            List<StoreOperation> operations, Function<Bytes, MemoryPeer> states, Map<Bytes, MemoryPeer> restored)
            throws SQLException {
        begin.executeUpdate();
        try {
            for (StoreOperation each : operations) {
                apply(each, states);
            }
            for (Map.Entry<Bytes, MemoryPeer> each : restored.entrySet()) {
                restore(each.getKey(), each.getValue().snapshot());
            }
            finish(states);
            commit.executeUpdate();
        } catch (SQLException e) {
            forget();
            SqliteFile.rollBack(connection);
            throw e;
        }
    }

    private void restore(Bytes key, StoredPeer stored) throws SQLException {
        for (StoredPeer.SentChannel each : stored.sent()) {
            numbered.merge(new Channel(key, each.channel()), each.lastSeq(), Math::max);
            readThere(key, each.channel(), each.readThrough());
        }
        stored.received().forEach(each -> dirtyReceived.add(new Channel(key, each.channel())));
    }

    /** Nothing is known for certain any more. */
    private void forget() {
        rows.clear();
        inserts.clear();
        settled.clear();
        numbered.clear();
        dirtyReceived.clear();
        shownThrough.clear();
    }

    /** Forgets where a peer is, to save memory. */
    void evict(Bytes peer) {
        rows.remove(peer);
    }

    private void apply(StoreOperation operation, Function<Bytes, MemoryPeer> states) throws SQLException {
        Rows of = rows(operation.peer());
        if (operation instanceof StoreOperation.Received op) {
            InboundRecord message = op.message();
            Row row = row(
                    of,
                    received(of, message.streamId(), message.channel()),
                    message.channel(),
                    message.arrivedMillis(),
                    message.id(),
                    message.body());
            row.seq = message.seq();
            dirtyReceived.add(new Channel(op.peer(), message.channel()));
        } else if (operation instanceof StoreOperation.Shown op) {
            if (states.apply(op.peer()).isCurrent(op.streamId())) {
                dirtyReceived.add(new Channel(op.peer(), op.channel()));
            } else {
                shownThrough.merge(new Shown(of, op.streamId(), op.channel()), op.through(), Math::max);
            }
        } else if (operation instanceof StoreOperation.Queued op) {
            OutboundRecord message = op.message();
            if (!of.outbox.containsKey(message.id())) {
                Row row = row(of, 0, message.channel(), message.createdMillis(), message.id(), message.body());
                of.outbox.put(message.id(), row);
            }
        } else if (operation instanceof StoreOperation.Numbered op) {
            number(of, op);
        } else if (operation instanceof StoreOperation.GivenUp op) {
            giveUp(of, op);
        } else if (operation instanceof StoreOperation.Settled op) {
            settle(of, op);
        } else if (operation instanceof StoreOperation.Skipped op) {
            dirtyReceived.add(new Channel(op.peer(), op.channel()));
        } else if (operation instanceof StoreOperation.Read op) {
            dirtyReceived.add(new Channel(op.peer(), op.channel()));
        } else if (operation instanceof StoreOperation.ReadThere op) {
            readThere(op.peer(), op.channel(), op.through());
        } else if (operation instanceof StoreOperation.StreamBegun op) {
            beginStream(of, op.streamId());
        } else if (operation instanceof StoreOperation.PeerStream op) {
            update("UPDATE received SET current = 0 WHERE peer = ? AND current IS NOT NULL", of.peer);
            update("UPDATE peer SET peer_stream_id = ? WHERE id = ?", op.streamId(), of.peer);
            of.received.clear();
        } else {
            throw new AssertionError(operation);
        }
    }

    private Row row(Rows of, long received, long channel, long at, MessageId message, Bytes body) {
        lastMessage++;
        Row row = new Row(lastMessage, of, received, channel, at, message, body);
        inserts.add(row);
        return row;
    }

    private void number(Rows of, StoreOperation.Numbered op) throws SQLException {
        Row row = of.outbox.get(op.id());
        if (row == null) {
            return;
        }
        row.seq = op.seq();
        if (row.written) {
            number.setLong(1, op.seq());
            number.setLong(2, row.id);
            number.executeUpdate();
        }
        numbered.merge(new Channel(op.peer(), row.channel), op.seq(), Math::max);
    }

    private void readThere(Bytes peer, long channel, long through) throws SQLException {
        flushNumbered(); // no more is read than was said by then
        readThere.setLong(1, through);
        readThere.setLong(2, rows(peer).peer);
        readThere.setLong(3, channel);
        readThere.executeUpdate();
    }

    private void giveUp(Rows of, StoreOperation.GivenUp op) throws SQLException {
        Row row = of.outbox.get(op.id());
        if (row == null || row.seq == 0) {
            return;
        }
        row.pending = SqliteCodes.of(op.why());
        if (row.written) {
            giveUp.setInt(1, row.pending);
            giveUp.setLong(2, row.id);
            giveUp.executeUpdate();
        }
    }

    private void settle(Rows of, StoreOperation.Settled op) {
        Row row = of.outbox.remove(op.id());
        if (row == null) {
            return;
        }
        row.outcome = op.outcome();
        if (row.written) {
            settled.computeIfAbsent(op.outcome(), outcome -> new ArrayList<>()).add(row.id);
        }
    }

    private void beginStream(Rows of, long streamId) throws SQLException {
        flushInserts();
        flushSettled();
        flushNumbered();
        update("UPDATE peer SET stream_id = ? WHERE id = ?", streamId, of.peer);
        // What was read is noted by number; numbers of a stream that is over mean nothing any more.
        update(
                "UPDATE message SET outcome = ? WHERE peer = ? AND received IS NULL AND outcome = ? AND seq BETWEEN 1 AND"
                        + " (SELECT read_through FROM sent s WHERE s.peer = message.peer AND s.channel = message.channel)",
                SqliteCodes.READ,
                of.peer,
                SqliteCodes.of(StoreOperation.Outcome.DELIVERED));
        update("DELETE FROM sent WHERE peer = ?", of.peer);
        update(
                "UPDATE message SET pending = NULL, outcome = ? WHERE peer = ? AND pending IS NOT NULL AND pending > 0",
                SqliteCodes.of(StoreOperation.Outcome.UNKNOWN),
                of.peer);
        update("UPDATE message SET seq = 0 WHERE peer = ? AND received IS NULL AND seq > 0", of.peer);
        of.outbox.values().removeIf(row -> row.pending > 0);
        of.outbox.values().forEach(row -> row.seq = 0);
    }

    /** Writes what was held back. */
    private void finish(Function<Bytes, MemoryPeer> states) throws SQLException {
        flushInserts();
        flushSettled();
        for (Map.Entry<Shown, Long> each : shownThrough.entrySet()) {
            shown.setLong(1, each.getValue());
            shown.setLong(2, each.getKey().rows().peer);
            shown.setLong(3, each.getKey().streamId());
            shown.setLong(4, each.getKey().channel());
            shown.executeUpdate();
        }
        shownThrough.clear();
        flushNumbered();
        for (Channel each : dirtyReceived) {
            flushReceived(rows(each.peer()), states.apply(each.peer()), each.channel());
        }
        dirtyReceived.clear();
    }

    private void flushNumbered() throws SQLException {
        for (Map.Entry<Channel, Long> each : numbered.entrySet()) {
            sent.setLong(1, rows(each.getKey().peer()).peer);
            sent.setLong(2, each.getKey().channel());
            sent.setLong(3, each.getValue());
            sent.executeUpdate();
        }
        numbered.clear();
    }

    private void flushReceived(Rows of, MemoryPeer state, long channel) throws SQLException {
        if (state.peerStreamId().isEmpty()) {
            return;
        }
        StoredPeer.ReceivedChannel known = state.received(channel);
        received.setBytes(1, SqliteReader.blob(known.stored()));
        received.setBytes(2, SqliteReader.blob(known.skipped()));
        received.setLong(3, known.shownThrough());
        received.setLong(4, known.readThrough());
        received.setLong(5, received(of, state.peerStreamId().getAsLong(), channel));
        received.executeUpdate();
    }

    private void flushInserts() throws SQLException {
        int at = 0;
        for (; inserts.size() - at >= SOME; at += SOME) {
            for (int i = 0; i < SOME; i++) {
                bind(insertSome, i * COLUMNS, inserts.get(at + i));
            }
            insertSome.executeUpdate();
        }
        for (; at < inserts.size(); at++) {
            bind(insert, 0, inserts.get(at));
            insert.executeUpdate();
        }
        inserts.forEach(row -> row.written = true);
        inserts.clear();
    }

    private static String insertOf(int rows) {
        return "INSERT OR IGNORE INTO message (id, peer, received, channel, seq, at, pending, outcome, high, low, body)"
                + " VALUES " + String.join(", ", Collections.nCopies(rows, "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    }

    private static void bind(PreparedStatement to, int before, Row row) throws SQLException {
        to.setLong(before + 1, row.id);
        to.setLong(before + 2, row.rows.peer);
        if (row.received == 0) {
            to.setNull(before + 3, Types.INTEGER);
        } else {
            to.setLong(before + 3, row.received);
        }
        to.setLong(before + 4, row.channel);
        to.setLong(before + 5, row.seq);
        to.setLong(before + 6, row.at);
        if (row.received != 0 || row.outcome != null) {
            to.setNull(before + 7, Types.INTEGER);
        } else {
            to.setInt(before + 7, row.pending);
        }
        if (row.outcome == null) {
            to.setNull(before + 8, Types.INTEGER);
        } else {
            to.setInt(before + 8, SqliteCodes.of(row.outcome));
        }
        to.setLong(before + 9, row.message.high());
        to.setLong(before + 10, row.message.low());
        to.setBytes(before + 11, row.body.array());
    }

    /** Neighbours together: they were queued one after the other, and mostly arrive so. */
    private void flushSettled() throws SQLException {
        for (Map.Entry<StoreOperation.Outcome, List<Long>> each : settled.entrySet()) {
            List<Long> ids = each.getValue();
            ids.sort(null);
            for (int i = 0; i < ids.size(); ) {
                int end = i;
                while (end + 1 < ids.size() && ids.get(end + 1) == ids.get(end) + 1) {
                    end++;
                }
                settle.setInt(1, SqliteCodes.of(each.getKey()));
                settle.setLong(2, ids.get(i));
                settle.setLong(3, ids.get(end));
                settle.executeUpdate();
                i = end + 1;
            }
        }
        settled.clear();
    }

    private Rows rows(Bytes key) throws SQLException {
        Rows found = rows.get(key);
        if (found == null) {
            found = find(key);
            rows.put(key, found);
        }
        return found;
    }

    private Rows find(Bytes key) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("INSERT OR IGNORE INTO peer (key) VALUES (?)");
                PreparedStatement select = connection.prepareStatement("SELECT id FROM peer WHERE key = ?")) {
            add.setBytes(1, key.toArray());
            add.executeUpdate();
            select.setBytes(1, key.toArray());
            Rows found = new Rows(select.executeQuery().getLong(1));
            findOutbox(found);
            return found;
        }
    }

    private void findOutbox(Rows of) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, high, low, channel, seq, pending FROM message"
                        + " WHERE peer = ? AND pending IS NOT NULL ORDER BY id")) {
            select.setLong(1, of.peer);
            ResultSet each = select.executeQuery();
            while (each.next()) {
                MessageId message = new MessageId(each.getLong(2), each.getLong(3));
                Row row = new Row(each.getLong(1), of, 0, each.getLong(4), 0, message, Bytes.EMPTY);
                row.seq = each.getLong(5);
                row.pending = each.getInt(6);
                row.written = true;
                of.outbox.put(message, row);
            }
        }
    }

    /** Where messages of the peer's stream are on a channel. */
    private long received(Rows of, long streamId, long channel) throws SQLException {
        Long known = of.received.get(channel);
        if (known != null) {
            return known;
        }
        long id;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id FROM received WHERE peer = ? AND current IS NOT NULL AND current = 1 AND channel = ?")) {
            select.setLong(1, of.peer);
            select.setLong(2, channel);
            ResultSet row = select.executeQuery();
            if (row.next()) {
                id = row.getLong(1);
            } else {
                id = addReceived(of, streamId, channel);
            }
        }
        of.received.put(channel, id);
        return id;
    }

    private long addReceived(Rows of, long streamId, long channel) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO received (peer, stream_id, channel, current) VALUES (?, ?, ?, 1) RETURNING id")) {
            add.setLong(1, of.peer);
            add.setLong(2, streamId);
            add.setLong(3, channel);
            return add.executeQuery().getLong(1);
        }
    }

    private void update(String sql, long... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** Another takes its place. */
    void abandon() {
        for (PreparedStatement each :
                List.of(begin, commit, insert, insertSome, number, giveUp, settle, sent, readThere, received, shown)) {
            try {
                each.close();
            } catch (SQLException e) {
                // It was of no more use.
            }
        }
    }
}
