package udpchat.store;

import java.nio.file.Path;
import java.sql.SQLException;

/** What SQLite's result codes mean to us, and to people. */
enum SqliteFault {
    /** Not a database, or one with a hole in it. */
    BROKEN("it is broken"),
    /** No room on the disk, or in the quota. */
    FULL("the disk is full"),
    /** It may not be written. */
    READ_ONLY("it cannot be written"),
    /** Another program holds it. */
    LOCKED("another program has locked it"),
    /** The disk, or anything else. */
    OTHER("it cannot be used");

    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED_CODE = 6;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL_CODE = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private final String words;

    SqliteFault(String words) {
        this.words = words;
    }

    static SqliteFault of(SQLException e) {
        return switch (e.getErrorCode() & 0xff) {
            case CORRUPT, NOTADB -> BROKEN;
            case FULL_CODE -> FULL;
            case PERM, READONLY, CANTOPEN -> READ_ONLY;
            case BUSY, LOCKED_CODE -> LOCKED;
            default -> OTHER;
        };
    }

    /** One line without its end: what is wrong with this file. */
    String describe(Path file, SQLException e) {
        String words = this == OTHER ? this.words + " (" + e.getMessage() + ")" : this.words;
        return "the message store " + file + ": " + words;
    }
}
