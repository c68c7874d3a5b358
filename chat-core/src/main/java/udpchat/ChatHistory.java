package udpchat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import udpchat.model.HistoryMessage;
import udpchat.model.PeerKey;
import udpchat.store.SqliteHistory;
import udpchat.store.StoreException;

/**
 * What was said, as the file of {@link ChatPeerBuilder#storeFile} has it, also while a peer has that file. Messages of and to
 * plain peers are not in it. Changes nothing; for one thread at a time. Methods throw {@link ChatException} of kind {@code
 * FILE} when the file cannot be read.
 */
public final class ChatHistory implements AutoCloseable {
    private final SqliteHistory history;

    private ChatHistory(SqliteHistory history) {
        this.history = history;
    }

    /** Opens it; there are no messages in a file that is not there. */
    public static ChatHistory open(Path storeFile) {
        return new ChatHistory(read(() -> new SqliteHistory(storeFile)));
    }

    /**
     * Which messages.
     *
     * @param peer with whom; empty for all
     * @param since from then on, by our clock
     * @param until before then
     */
    public record Range(Optional<PeerKey> peer, Optional<Instant> since, Optional<Instant> until) {
        /** All. */
        public static final Range ALL = new Range(Optional.empty(), Optional.empty(), Optional.empty());

        /** All with one peer. */
        public static Range of(PeerKey peer) {
            return new Range(Optional.of(peer), Optional.empty(), Optional.empty());
        }
    }

    /**
     * What a search found.
     *
     * @param messages the newest of those that were found, the oldest first
     * @param unindexed messages that were not searched: they are so new that the index does not have them yet
     */
    public record Found(List<HistoryMessage> messages, long unindexed) {}

    /** The newest messages of a range, at most so many, in the order of the talk. */
    public List<HistoryMessage> newest(Range range, int limit) {
        return read(() -> history.newest(storeRange(range), limit));
    }

    /** Every message of a range, in the order of the talk. */
    public void each(Range range, Consumer<HistoryMessage> to) {
        read(() -> {
            history.each(storeRange(range), to);
            return null;
        });
    }

    /** Our messages that were not confirmed, in the order in which they were said. */
    public List<HistoryMessage> outbox() {
        return read(history::outbox);
    }

    /** How many messages of each peer nobody has read, see {@link ChatPeer#markRead}; peers without any are left out. */
    public Map<PeerKey, Long> unread() {
        return read(history::unread);
    }

    /**
     * The newest messages that have all these words, at most so many. A word is found by its beginning too, a long one by its
     * parts; Chinese, Japanese and other scripts without spaces by any characters that follow each other.
     */
    public Found search(String words, int limit) {
        SqliteHistory.Found found = read(() -> history.search(words, limit));
        return new Found(found.messages(), found.unindexed());
    }

    private static SqliteHistory.Range storeRange(Range range) {
        return new SqliteHistory.Range(range.peer(), range.since(), range.until());
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreException e) {
            throw new ChatException(ChatException.Kind.FILE, e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        history.close();
    }
}
