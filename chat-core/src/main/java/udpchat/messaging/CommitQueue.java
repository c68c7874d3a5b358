package udpchat.messaging;

import java.util.ArrayDeque;

/** What waits for a commit, in the order in which it was written. One commit is under way at a time. */
final class CommitQueue<T> {
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private int marked;

    void add(T item) {
        items.add(item);
    }

    /** A commit begins: it covers all that is there now. */
    void mark() {
        marked = items.size();
    }

    /** After the commit: the next one that it covered, or null. */
    T pollMarked() {
        if (marked == 0) {
            return null;
        }
        marked--;
        return items.remove();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** The commit failed: the next one of all that were here, or null. */
    T poll() {
        marked = 0;
        return items.poll();
    }
}
