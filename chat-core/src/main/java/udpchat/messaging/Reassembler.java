package udpchat.messaging;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits.Messages;

/** Puts long messages together. Memory is counted as it is received; what a message claims to become costs nothing. */
final class Reassembler {
    private final HeldBytes held;
    private final Map<Long, PartialMessage> partials = new HashMap<>();

    /** What became of a piece. */
    enum Result {
        HELD,
        COMPLETE,
        /** There is no room for it. */
        FULL,
        /** It speaks of a message of another length. */
        CONFLICT
    }

    Reassembler(HeldBytes held) {
        this.held = held;
    }

    /**
     * Takes a piece.
     *
     * @param extra bytes that it may have above the limit
     */
    Result add(Frame.Msg piece, long extra) {
        PartialMessage partial = partials.get(piece.seq());
        if (partial == null) {
            if (!held.take(Messages.OVERHEAD, extra)) {
                return Result.FULL;
            }
            partial = new PartialMessage(piece.total());
            partials.put(piece.seq(), partial);
        } else if (partial.total != piece.total()) {
            return Result.CONFLICT;
        }
        int length = piece.data().length();
        if (partial.ranges() >= Messages.RANGES && partial.isApart(piece.offset(), length)) {
            return Result.FULL;
        }
        // Reserved are two parts at the most usual; what overlaps several pieces may count more, but adds no bytes
        // then.
        if (!held.take(PartialMessage.growth(length), extra)) {
            return Result.FULL;
        }
        int before = partial.held() + PartialMessage.growth(length);
        partial.add(piece.offset(), piece.data());
        if (partial.held() > before) {
            held.takeAnyway(partial.held() - before);
        } else {
            held.give(before - partial.held());
        }
        return partial.isComplete() ? Result.COMPLETE : Result.HELD;
    }

    /** The message that became complete; it is forgotten here, and what it held is given back. */
    Bytes remove(long seq) {
        PartialMessage partial = partials.remove(seq);
        held.give(partial.held());
        return Bytes.wrap(partial.join());
    }

    /** Forgets what came of these messages. */
    void discard(long first, long last) {
        if (first == last) {
            PartialMessage partial = partials.remove(first);
            if (partial != null) {
                held.give(partial.held());
            }
            return;
        }
        for (Iterator<Map.Entry<Long, PartialMessage>> each =
                        partials.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<Long, PartialMessage> entry = each.next();
            if (entry.getKey() >= first && entry.getKey() <= last) {
                held.give(entry.getValue().held());
                each.remove();
            }
        }
    }

    /** Forgets all. */
    void clear() {
        discard(1, Long.MAX_VALUE);
    }

    boolean isEmpty() {
        return partials.isEmpty();
    }
}
