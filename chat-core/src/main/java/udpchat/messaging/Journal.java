package udpchat.messaging;

import udpchat.store.MessageStore;
import udpchat.store.StoreOperation;

/** What was written to the store and not committed yet. */
final class Journal {
    private final MessageStore store;
    private boolean dirty;

    Journal(MessageStore store) {
        this.store = store;
    }

    void write(StoreOperation operation) {
        store.write(operation);
        dirty = true;
    }

    /** Something is to be done after a commit, although nothing is written for it. */
    void touch() {
        dirty = true;
    }

    boolean isDirty() {
        return dirty;
    }

    /** All of it is being committed, or was forgotten. */
    void clear() {
        dirty = false;
    }
}
