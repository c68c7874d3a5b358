package udpchat.store;

/**
 * Hears what became of a request to a store. Exactly one of the methods is called, once, on the owner's thread, after the
 * call that asked has returned, and in the order in which the requests were made.
 */
public interface StoreCallback<T> {
    void done(T value);

    void failed(StoreFailure why);
}
