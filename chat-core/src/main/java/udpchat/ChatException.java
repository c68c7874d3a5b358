package udpchat;

import java.util.Objects;

/** A peer could not be started or used. The message is one line that says what was wrong and what to do about it. */
public final class ChatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure: each asks for another answer from the person. */
    public enum Kind {
        /** The address cannot be bound: taken, not permitted, not ours. */
        BIND,
        /** No alias or host of that name. */
        UNKNOWN_PEER,
        /** A file cannot be read, written or understood. */
        FILE,
        /** Not possible as asked: a name that is taken, a malformed value. */
        INVALID
    }

    private final Kind kind;

    public ChatException(Kind kind, String message) {
        this(kind, message, null);
    }

    public ChatException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
