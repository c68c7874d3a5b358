package udpchat.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Who has to be woken, and when. Each waker is in the queue once; when its deadline moves away it stays where it is, is
 * woken too early and queued again, which costs less than to look for it.
 */
final class Deadlines<W extends Deadlines.Waker<W>> {

    /** A deadline that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    /** Something with a deadline of its own. */
    abstract static class Waker<W extends Waker<W>> {
        private Slot<W> slot;

        /** When it has something to do, or {@link #NEVER}. */
        abstract long nextDeadline();
    }

    private record Slot<W>(long at, W waker) {}

    private final PriorityQueue<Slot<W>> queue = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));

    /** The waker's deadline may have come nearer. */
    void update(W waker) {
        long at = waker.nextDeadline();
        Slot<W> slot = slotOf(waker);
        if (at == NEVER || (slot != null && slot.at <= at)) {
            return;
        }
        if (slot != null) {
            // The later one is stale from now on: it names a slot that is not its waker's any more.
            queue.remove(slot);
        }
        put(waker, at);
    }

    /** When the first of them may have something to do. */
    long next() {
        Slot<W> first = queue.peek();
        return first == null ? NEVER : first.at;
    }

    /** Wakes all that are due now, each once: what is due again at once waits for the next call. */
    void run(long now, Consumer<W> wake) {
        List<W> due = new ArrayList<>();
        while (next() <= now) {
            W waker = queue.remove().waker;
            set(waker, null);
            due.add(waker);
        }
        for (W waker : due) {
            if (waker.nextDeadline() <= now) {
                wake.accept(waker);
            }
            update(waker);
        }
    }

    private void put(W waker, long at) {
        Slot<W> slot = new Slot<>(at, waker);
        set(waker, slot);
        queue.add(slot);
    }

    private static <W extends Waker<W>> Slot<W> slotOf(W waker) {
        return ((Waker<W>) waker).slot;
    }

    private static <W extends Waker<W>> void set(W waker, Slot<W> slot) {
        ((Waker<W>) waker).slot = slot;
    }
}
