package udpchat.store;

import java.util.Objects;

/**
 * Why a store did not do something.
 *
 * @param kind for programs
 * @param detail for people, one line
 */
public record StoreFailure(Kind kind, String detail) {

    public StoreFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    /** What is wrong with it. */
    public enum Kind {
        /** No room: the disk's, or that of the quota. */
        FULL,
        /** It may not be written to. */
        READ_ONLY,
        /** What it holds makes no sense. */
        CORRUPT,
        /** Anything else that the system says. */
        IO,
        /** It was closed. */
        CLOSED
    }
}
