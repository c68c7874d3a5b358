package udpchat.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;
import udpchat.wire.Interval;

/** Reads what a {@link SqliteStore} holds for a conversation. */
final class SqliteReader {

    private final Connection connection;

    SqliteReader(Connection connection) {
        this.connection = connection;
    }

    StoredPeer load(Bytes key) throws SQLException {
        long peer;
        OptionalLong streamId;
        OptionalLong peerStreamId;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, stream_id, peer_stream_id FROM peer WHERE key = ?")) {
            select.setBytes(1, key.toArray());
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                return StoredPeer.NOTHING;
            }
            peer = row.getLong(1);
            streamId = optionalLong(row, 2);
            peerStreamId = optionalLong(row, 3);
        }
        List<StoredPeer.ReceivedChannel> received = new ArrayList<>();
        List<InboundRecord> unshown = new ArrayList<>();
        received(peer, received, unshown);
        return new StoredPeer(streamId, sent(peer), outbox(peer), peerStreamId, received, unshown);
    }

    private List<StoredPeer.SentChannel> sent(long peer) throws SQLException {
        List<StoredPeer.SentChannel> sent = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT channel, last_seq, read_through FROM sent WHERE peer = ?")) {
            select.setLong(1, peer);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                sent.add(new StoredPeer.SentChannel(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        return sent;
    }

    private List<OutboundRecord> outbox(long peer) throws SQLException {
        List<OutboundRecord> outbox = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT high, low, channel, at, seq, pending, body FROM message"
                        + " WHERE peer = ? AND pending IS NOT NULL ORDER BY id")) {
            select.setLong(1, peer);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                int pending = rows.getInt(6);
                Optional<GiveUp> givenUp = pending == 0 ? Optional.empty() : Optional.of(SqliteCodes.giveUp(pending));
                outbox.add(new OutboundRecord(
                        new MessageId(rows.getLong(1), rows.getLong(2)),
                        rows.getLong(3),
                        rows.getLong(4),
                        givenUp.isPresent() ? Bytes.EMPTY : Bytes.wrap(rows.getBytes(7)),
                        rows.getLong(5),
                        givenUp));
            }
        }
        return outbox;
    }

    private void received(long peer, List<StoredPeer.ReceivedChannel> received, List<InboundRecord> unshown)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, stream_id, channel, current, shown_through, read_through, stored, skipped FROM received"
                        + " WHERE peer = ? AND current IS NOT NULL ORDER BY id")) {
            select.setLong(1, peer);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                long shownThrough = rows.getLong(5);
                if (rows.getInt(4) == 1) {
                    received.add(new StoredPeer.ReceivedChannel(
                            rows.getLong(3),
                            intervals(rows.getBytes(7)),
                            intervals(rows.getBytes(8)),
                            shownThrough,
                            rows.getLong(6)));
                }
                unshown(rows.getLong(1), rows.getLong(2), rows.getLong(3), shownThrough, unshown);
            }
        }
    }

    private void unshown(long received, long streamId, long channel, long shownThrough, List<InboundRecord> unshown)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT high, low, seq, at, body FROM message"
                + " WHERE received = ? AND received IS NOT NULL AND seq > ? ORDER BY seq")) {
            select.setLong(1, received);
            select.setLong(2, shownThrough);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                unshown.add(new InboundRecord(
                        new MessageId(rows.getLong(1), rows.getLong(2)),
                        streamId,
                        channel,
                        rows.getLong(3),
                        rows.getLong(4),
                        Bytes.wrap(rows.getBytes(5))));
            }
        }
    }

    List<Bytes> peersWaitedFor() throws SQLException {
        return keys("SELECT peer FROM message WHERE pending IS NOT NULL AND pending = 0");
    }

    List<Bytes> peersUnread() throws SQLException {
        return keys("SELECT r.peer FROM received r WHERE r.current IS NOT NULL AND"
                + " ((r.current = 1 AND r.read_through < r.shown_through) OR EXISTS (SELECT 1 FROM message m"
                + " WHERE m.received = r.id AND m.received IS NOT NULL AND m.seq > r.shown_through))");
    }

    private List<Bytes> keys(String peers) throws SQLException {
        List<Bytes> keys = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT key FROM peer WHERE id IN (" + peers + ")")) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                keys.add(Bytes.wrap(rows.getBytes(1)));
            }
        }
        return keys;
    }

    /** The highest id that a message has, or had when it was indexed: the index must not take another for it. */
    long lastMessage() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT max((SELECT coalesce(max(id), 0) FROM message), (SELECT through FROM indexed))")) {
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static OptionalLong optionalLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static List<Interval> intervals(byte[] blob) {
        List<Interval> intervals = new ArrayList<>(blob.length / (2 * Long.BYTES));
        ByteBuffer buffer = ByteBuffer.wrap(blob);
        while (buffer.hasRemaining()) {
            intervals.add(new Interval(buffer.getLong(), buffer.getLong()));
        }
        return intervals;
    }

    static byte[] blob(List<Interval> intervals) {
        ByteBuffer buffer = ByteBuffer.allocate(intervals.size() * 2 * Long.BYTES);
        intervals.forEach(interval -> buffer.putLong(interval.first()).putLong(interval.last()));
        return buffer.array();
    }
}
