package udpchat.store;

import java.util.List;
import udpchat.wire.Bytes;

/**
 * Holds what must survive a crash: messages not yet receipted, messages received, and the numbers that make them arrive
 * exactly once. One thread owns it, the event loop; no call waits for a disk. Callbacks come through a queue of the
 * owner's, so never inside a call.
 *
 * <p>The operations on a peer are written in order: after a crash the store holds what a prefix of them made, at least
 * all those before the last commit that was said to be done. A peer is named by its static key.
 */
public interface MessageStore {

    /**
     * Writes an operation. It counts for nothing until a {@link #commit} after it is done. Operations that cannot be right
     * (a number for a message that is not there) are a bug of the caller's, and must not harm the rest.
     */
    void write(StoreOperation operation);

    /**
     * Makes durable all that was written for this peer before this. When it fails, none of its operations since the commit
     * before it counts for anything, and whoever wrote them has to {@link #load} again before writing on.
     */
    void commit(Bytes peer, StoreCallback<Void> callback);

    /**
     * Reads what is held for a peer, after all earlier commits. Operations on this peer that were written since the last
     * commit are forgotten: who loads begins anew.
     */
    void load(Bytes peer, StoreCallback<StoredPeer> callback);

    /** The keys of the peers for whom messages wait: those to connect to. After all earlier commits; in no order. */
    void peersWaitedFor(StoreCallback<List<Bytes>> callback);

    /** The keys of the peers of whom messages came that were not read, or not even shown: those to {@link #load}. Likewise. */
    void peersUnread(StoreCallback<List<Bytes>> callback);

    /** Whether what it holds outlives the program: then what is missing was lost, and is told. */
    boolean isDurable();

    /** Takes no more; what was written and not committed is written, too, as far as that is possible. Waits for nothing. */
    default void close() {}
}
