package udpchat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    /** A failure of a file as one line with its name, for what the JDK often says by an exception's class alone. */
    public static ChatException ofFile(IOException e) {
        return new ChatException(Kind.FILE, explain(e), e);
    }

    private static String explain(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getFile() + ": " + system.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    public Kind kind() {
        return kind;
    }
}
