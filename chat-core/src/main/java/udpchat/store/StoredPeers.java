package udpchat.store;

import java.util.ArrayList;
import java.util.List;
import udpchat.wire.Bytes;

/** What operations make of nothing what is stored, and how much they hold. */
final class StoredPeers {
    private static final long OVERHEAD = 128;

    private StoredPeers() {}

    /** All but the numbers that were given and of what came, which no operation sets. */
    static List<StoreOperation> operations(Bytes key, StoredPeer stored) {
        List<StoreOperation> all = new ArrayList<>();
        stored.streamId().ifPresent(id -> all.add(new StoreOperation.StreamBegun(key, id)));
        for (OutboundRecord message : stored.outbox()) {
            all.add(new StoreOperation.Queued(
                    key, OutboundRecord.of(message.id(), message.channel(), message.createdMillis(), message.body())));
            if (message.seq() > 0) {
                all.add(new StoreOperation.Numbered(key, message.id(), message.seq()));
            }
            message.givenUp().ifPresent(why -> all.add(new StoreOperation.GivenUp(key, message.id(), why)));
        }
        // Each of a stream before the peer's own came in that stream.
        long stream = 0;
        boolean begun = false;
        for (InboundRecord message : stored.unshown()) {
            if (!begun || message.streamId() != stream) {
                stream = message.streamId();
                begun = true;
                all.add(new StoreOperation.PeerStream(key, stream));
            }
            all.add(new StoreOperation.Received(key, message));
        }
        if (stored.peerStreamId().isPresent()
                && !(begun && stored.peerStreamId().getAsLong() == stream)) {
            all.add(new StoreOperation.PeerStream(key, stored.peerStreamId().getAsLong()));
        }
        return all;
    }

    /** About how much heap it holds, bytes. */
    static long size(StoreOperation operation) {
        if (operation instanceof StoreOperation.Received op) {
            return OVERHEAD + op.message().body().length();
        }
        if (operation instanceof StoreOperation.Queued op) {
            return OVERHEAD + op.message().body().length();
        }
        return OVERHEAD;
    }
}
