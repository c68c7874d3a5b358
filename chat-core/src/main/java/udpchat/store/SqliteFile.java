package udpchat.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** Opens the file of a {@link SqliteStore}, and brings it to the newest schema. */
final class SqliteFile {

    /** How long another program may hold the file before that is told, ms. */
    private static final int BUSY_MILLIS = 2_000;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /**
     * What makes a schema of the one before; its number in the file, {@code user_version}, is how many of them were done.
     * Never changed once released: a file that somebody has may be of any of them.
     */
    private static final List<String> MIGRATIONS = List.of("""
            CREATE TABLE peer (
                id INTEGER PRIMARY KEY,
                key BLOB NOT NULL UNIQUE,
                stream_id INTEGER,                  -- of our messages to it
                peer_stream_id INTEGER              -- of its messages
            );
            CREATE TABLE sent (
                peer INTEGER NOT NULL,
                channel INTEGER NOT NULL,
                last_seq INTEGER NOT NULL,
                PRIMARY KEY (peer, channel)
            ) WITHOUT ROWID;
            CREATE TABLE received (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                peer INTEGER NOT NULL,
                stream_id INTEGER NOT NULL,
                channel INTEGER NOT NULL,
                current INTEGER,                    -- 1; 0 of a stream before; NULL when all of it was shown
                shown_through INTEGER NOT NULL DEFAULT 0,
                read_through INTEGER NOT NULL DEFAULT 0,
                stored BLOB NOT NULL DEFAULT x'',   -- intervals
                skipped BLOB NOT NULL DEFAULT x''
            );
            CREATE INDEX received_peer ON received (peer) WHERE current IS NOT NULL;
            CREATE TABLE message (
                id INTEGER PRIMARY KEY,             -- in the order of the talk
                peer INTEGER NOT NULL,
                received INTEGER,                   -- where it came; NULL for ours
                channel INTEGER NOT NULL,
                seq INTEGER NOT NULL,               -- 0 while it has none
                at INTEGER NOT NULL,                -- when it came or was queued, Unix ms
                pending INTEGER,                    -- ours: 0 in the outbox, more if given up; NULL when settled
                outcome INTEGER,                    -- ours, settled
                high INTEGER NOT NULL,              -- the message's id
                low INTEGER NOT NULL,
                body BLOB NOT NULL
            );
            CREATE INDEX message_peer ON message (peer);
            CREATE INDEX message_outbox ON message (peer) WHERE pending IS NOT NULL;
            CREATE UNIQUE INDEX message_received ON message (received, seq) WHERE received IS NOT NULL
            """, """
            CREATE VIRTUAL TABLE words USING fts5 (
                text, parts, content = '', contentless_delete = 1,
                tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
            );
            CREATE TABLE indexed (through INTEGER NOT NULL);
            INSERT INTO indexed VALUES (0)
            """, """
            ALTER TABLE sent ADD COLUMN read_through INTEGER NOT NULL DEFAULT 0 /* as the peer says */;
            UPDATE received SET read_through = shown_through /* nobody noted before what was read */;
            UPDATE message SET seq = 0 WHERE received IS NULL AND pending IS NULL /* mostly of streams that are over */
            """, """
            DROP TABLE words;
            CREATE VIRTUAL TABLE words USING fts5 (
                text, parts, content = '', contentless_delete = 1, prefix = '1 2 3',
                tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
            );
            UPDATE indexed SET through = 0;
            CREATE TABLE clock (at INTEGER PRIMARY KEY /* what it said when old messages were looked for, Unix ms */)
            """);

    /** Beginnings of words of so many letters are in the full-text index themselves. */
    static final int LONGEST_BEGINNING = 3;

    /** The schema that this program writes. */
    static final int VERSION = MIGRATIONS.size();

    private SqliteFile() {}

    /** A file of a program that is newer than this one. */
    static final class NewerException extends SQLException {
        private static final long serialVersionUID = 1;

        NewerException(int version) {
            super("it is of a newer udpchat (schema " + version + ", this one knows " + VERSION + ")");
        }
    }

    /**
     * Opens it for writing, and makes it if it is not there.
     *
     * @throws NewerException without having changed anything
     */
    static Connection open(Path file) throws SQLException, IOException {
        create(file);
        Connection connection = connect(file);
        try {
            int version = version(connection);
            if (version > VERSION) {
                throw new NewerException(version);
            }
            // FULL: a commit that was said to be done must outlive the power, or a receipt is a lie. WAL: it costs one
            // sync, and those who look do not wait.
            execute(
                    connection,
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = FULL",
                    "PRAGMA wal_autocheckpoint = 4000",
                    "PRAGMA journal_size_limit = 33554432",
                    "PRAGMA temp_store = MEMORY",
                    "PRAGMA cache_size = -8192");
            migrate(connection, version, VERSION);
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** Brings it from one schema to another, whole or not at all. */
    static void migrate(Connection connection, int from, int to) throws SQLException {
        if (from == to) {
            return;
        }
        execute(connection, "BEGIN IMMEDIATE");
        for (int version = from; version < to; version++) {
            for (String statement : MIGRATIONS.get(version).split(";\n", -1)) {
                execute(connection, statement);
            }
        }
        execute(connection, "PRAGMA user_version = " + to, "COMMIT");
    }

    /** A connection that only looks. */
    static Connection connectReadOnly(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("open_mode", "1");
        return connect(file, properties);
    }

    /** A connection as it comes. */
    static Connection connect(Path file) throws SQLException {
        return connect(file, new Properties());
    }

    private static Connection connect(Path file, Properties properties) throws SQLException {
        properties.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
        // Or each insert is followed by a query that nobody asked for.
        properties.setProperty("jdbc.get_generated_keys", "false");
        // Not by DriverManager, which would look for drivers everywhere.
        Connection connection = new org.sqlite.JDBC().connect("jdbc:sqlite:" + file.toAbsolutePath(), properties);
        if (connection == null) {
            throw new SQLException("not a file name that SQLite takes: " + file);
        }
        return connection;
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Ends a transaction that failed; some failures have ended it themselves. */
    static void rollBack(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // It is over, then.
        }
    }

    /** For its owner alone; what SQLite puts beside it has the same mode. */
    private static void create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode =
                posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
        try {
            Files.createFile(file, mode);
        } catch (FileAlreadyExistsException e) {
            if (posix
                    && Files.isRegularFile(file)
                    && Files.isWritable(file)
                    && !Files.getPosixFilePermissions(file).equals(OWNER)) {
                Files.setPosixFilePermissions(file, OWNER);
            }
        }
    }

    /**
     * Takes a broken file out of the way, with what belongs to it.
     *
     * @return where it is now
     */
    static Path setAside(Path file) throws IOException {
        Path to = file;
        for (int i = 1; Files.exists(to); i++) {
            to = file.resolveSibling(file.getFileName() + ".broken" + (i == 1 ? "" : "-" + i));
        }
        for (String part : List.of("-wal", "-shm", "")) {
            Path from = file.resolveSibling(file.getFileName() + part);
            if (Files.exists(from)) {
                Files.move(from, to.resolveSibling(to.getFileName() + part));
            }
        }
        return to;
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing more can be done for it.
        }
    }
}
