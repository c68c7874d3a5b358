package udpchat.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;

/** What {@link InMemoryStore} holds for one peer. An operation that makes no sense changes nothing. */
final class MemoryPeer {
    /**
     * Intervals of one kind kept on a channel. What is forgotten was shown long ago, and who gave up on more messages than
     * this, each apart from the next, was told of it by then.
     */
    static final int INTERVALS = 1024;

    private OptionalLong streamId = OptionalLong.empty();
    private final Map<Long, Long> lastSeqs = new TreeMap<>();
    private final Map<Long, Long> readThere = new TreeMap<>();
    private final Map<MessageId, Entry> outbox = new LinkedHashMap<>();
    private OptionalLong peerStreamId = OptionalLong.empty();
    private final Map<Long, Received> received = new TreeMap<>();
    private final Map<Lane, Unshown> unshown = new LinkedHashMap<>();

    /** The messages of one stream on one channel. */
    private record Lane(long streamId, long channel) {}

    private static final class Entry {
        final OutboundRecord queued;
        long seq;
        GiveUp givenUp;

        Entry(OutboundRecord queued) {
            this.queued = queued;
        }

        OutboundRecord snapshot() {
            return new OutboundRecord(
                    queued.id(),
                    queued.channel(),
                    queued.createdMillis(),
                    givenUp == null ? queued.body() : Bytes.EMPTY,
                    seq,
                    Optional.ofNullable(givenUp));
        }
    }

    private static final class Received {
        final IntervalSet stored = new IntervalSet();
        final IntervalSet skipped = new IntervalSet();
        long shownThrough;
        long readThrough;

        void forgetOld() {
            forgetOld(stored);
            forgetOld(skipped);
        }

        private void forgetOld(IntervalSet intervals) {
            while (intervals.count() > INTERVALS && intervals.last(0) <= shownThrough) {
                intervals.removeLowest();
            }
        }
    }

    /** What {@link #snapshot} gave. */
    static MemoryPeer of(StoredPeer stored) {
        MemoryPeer peer = new MemoryPeer();
        peer.streamId = stored.streamId();
        for (StoredPeer.SentChannel sent : stored.sent()) {
            peer.lastSeqs.put(sent.channel(), sent.lastSeq());
            peer.readThere.put(sent.channel(), sent.readThrough());
        }
        for (OutboundRecord record : stored.outbox()) {
            Entry entry = new Entry(record);
            entry.seq = record.seq();
            entry.givenUp = record.givenUp().orElse(null);
            peer.outbox.put(record.id(), entry);
        }
        peer.peerStreamId = stored.peerStreamId();
        for (StoredPeer.ReceivedChannel known : stored.received()) {
            Received channel = peer.channel(known.channel());
            known.stored().forEach(range -> channel.stored.add(range.first(), range.last()));
            known.skipped().forEach(range -> channel.skipped.add(range.first(), range.last()));
            channel.shownThrough = known.shownThrough();
            channel.readThrough = known.readThrough();
        }
        for (InboundRecord message : stored.unshown()) {
            peer.unshown
                    .computeIfAbsent(new Lane(message.streamId(), message.channel()), lane -> new Unshown())
                    .add(message);
        }
        return peer;
    }

    void apply(StoreOperation operation) {
        if (operation instanceof StoreOperation.Received op) {
            receive(op.message());
        } else if (operation instanceof StoreOperation.Shown op) {
            shown(op);
        } else if (operation instanceof StoreOperation.Queued op) {
            outbox.putIfAbsent(op.message().id(), new Entry(op.message()));
        } else if (operation instanceof StoreOperation.Numbered op) {
            number(op);
        } else if (operation instanceof StoreOperation.Settled op) {
            outbox.remove(op.id());
        } else if (operation instanceof StoreOperation.GivenUp op) {
            Entry entry = outbox.get(op.id());
            if (entry != null && entry.seq > 0) {
                entry.givenUp = op.why();
            }
        } else if (operation instanceof StoreOperation.Skipped op) {
            channel(op.channel()).skipped.add(op.range().first(), op.range().last());
            channel(op.channel()).forgetOld();
        } else if (operation instanceof StoreOperation.Read op) {
            Received channel = channel(op.channel());
            channel.readThrough = Math.max(channel.readThrough, op.through());
        } else if (operation instanceof StoreOperation.ReadThere op) {
            readThere.merge(op.channel(), Math.min(op.through(), lastSeq(op.channel())), Math::max);
        } else if (operation instanceof StoreOperation.StreamBegun op) {
            beginStream(op.streamId());
        } else if (operation instanceof StoreOperation.PeerStream op) {
            peerStreamId = OptionalLong.of(op.streamId());
            received.clear();
        } else {
            throw new AssertionError(operation);
        }
    }

    private void beginStream(long id) {
        streamId = OptionalLong.of(id);
        lastSeqs.clear();
        readThere.clear();
        outbox.values().removeIf(entry -> entry.givenUp != null);
        outbox.values().forEach(entry -> entry.seq = 0);
    }

    private void number(StoreOperation.Numbered op) {
        Entry entry = outbox.get(op.id());
        if (entry != null) {
            entry.seq = op.seq();
            lastSeqs.merge(entry.queued.channel(), op.seq(), Math::max);
        }
    }

    private Received channel(long channel) {
        Received found = received.get(channel);
        if (found == null) {
            found = new Received();
            received.put(channel, found);
        }
        return found;
    }

    private void receive(InboundRecord message) {
        Received channel = channel(message.channel());
        if (message.seq() > channel.shownThrough && channel.stored.add(message.seq())) {
            unshown.computeIfAbsent(new Lane(message.streamId(), message.channel()), lane -> new Unshown())
                    .add(message);
            channel.forgetOld();
        }
    }

    private void shown(StoreOperation.Shown op) {
        Lane lane = new Lane(op.streamId(), op.channel());
        Unshown messages = unshown.get(lane);
        if (messages != null) {
            messages.removeThrough(op.through());
            if (messages.isEmpty() && !isCurrent(op.streamId())) {
                unshown.remove(lane);
            }
        }
        if (isCurrent(op.streamId())) {
            Received channel = channel(op.channel());
            channel.shownThrough = Math.max(channel.shownThrough, op.through());
        }
    }

    /** Whether this is the peer's stream now. */
    boolean isCurrent(long stream) {
        return peerStreamId.isPresent() && peerStreamId.getAsLong() == stream;
    }

    boolean hasWaiting() {
        for (Entry entry : outbox.values()) {
            if (entry.givenUp == null) {
                return true;
            }
        }
        return false;
    }

    OptionalLong peerStreamId() {
        return peerStreamId;
    }

    /** The highest number given on a channel. */
    private long lastSeq(long channel) {
        return lastSeqs.getOrDefault(channel, 0L);
    }

    /** Up to where the peer says that ours were read on a channel. */
    private long readThere(long channel) {
        return readThere.getOrDefault(channel, 0L);
    }

    /** What came on a channel of the peer's stream. */
    StoredPeer.ReceivedChannel received(long channel) {
        Received state = received.get(channel);
        return state == null ? StoredPeer.ReceivedChannel.nothing(channel) : snapshot(channel, state);
    }

    private static StoredPeer.ReceivedChannel snapshot(long channel, Received state) {
        return new StoredPeer.ReceivedChannel(
                channel, state.stored.toList(), state.skipped.toList(), state.shownThrough, state.readThrough);
    }

    /** Whether something came that was not read, or not even shown. */
    boolean hasUnread() {
        for (Unshown each : unshown.values()) {
            if (!each.isEmpty()) {
                return true;
            }
        }
        for (Received each : received.values()) {
            if (each.readThrough < each.shownThrough) {
                return true;
            }
        }
        return false;
    }

    StoredPeer snapshot() {
        for (Iterator<Unshown> each = unshown.values().iterator(); each.hasNext(); ) {
            if (each.next().isEmpty()) {
                each.remove();
            }
        }
        List<StoredPeer.SentChannel> sent = new ArrayList<>();
        lastSeqs.forEach((channel, last) -> sent.add(new StoredPeer.SentChannel(channel, last, readThere(channel))));
        List<OutboundRecord> waiting = new ArrayList<>(outbox.size());
        outbox.values().forEach(entry -> waiting.add(entry.snapshot()));
        List<StoredPeer.ReceivedChannel> channels = new ArrayList<>();
        received.forEach((channel, state) -> channels.add(snapshot(channel, state)));
        List<InboundRecord> messages = new ArrayList<>();
        unshown.values().forEach(lane -> lane.addTo(messages));
        return new StoredPeer(streamId, sent, waiting, peerStreamId, channels, messages);
    }
}
