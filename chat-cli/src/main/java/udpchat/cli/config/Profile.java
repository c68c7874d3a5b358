package udpchat.cli.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder of state that one running program holds by a file lock. The lock goes with the process, however it ends.
 */
public final class Profile implements AutoCloseable {

    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Programs of one user on one host that get a profile of their own before we give up. */
    private static final int MAX_INSTANCES = 64;

    private final String name;
    private final Path folder;
    private final Optional<FileChannel> lock;

    private Profile(String name, Path folder, Optional<FileChannel> lock) {
        this.name = name;
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the profile or, where another program holds it, the first free one of {@code NAME-2}, {@code NAME-3} … On a disk
     * that is full or only to be read the profile is there to be read, and held by nobody.
     *
     * @throws IOException with one line, when the folder cannot be made or locked
     */
    public static Profile take(Directories directories, String name) throws IOException {
        for (int instance = 1; instance <= MAX_INSTANCES; instance++) {
            String candidate = instance == 1 ? name : name + "-" + instance;
            Path folder = directories.state().resolve(candidate);
            Optional<FileChannel> lock;
            try {
                createPrivate(folder);
                lock = tryLock(folder.resolve("lock"));
            } catch (FileSystemException e) {
                if (cannotHoldMore(e)) {
                    return look(directories, candidate);
                }
                throw e;
            }
            if (lock.isPresent()) {
                return new Profile(candidate, folder, lock);
            }
        }
        throw new IOException("profile '" + name + "': " + MAX_INSTANCES + " programs run on it already");
    }

    /** The profile as something to look into: not locked, perhaps not even there. */
    public static Profile look(Directories directories, String name) {
        return new Profile(name, directories.state().resolve(name), Optional.empty());
    }

    /**
     * Checks a name that is to be a folder's.
     *
     * @throws IllegalArgumentException with one line
     */
    public static String checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a profile name; use up to 64 of A-Z a-z 0-9 . _ - and begin with a letter or digit");
        }
        return name;
    }

    public String name() {
        return name;
    }

    public Path folder() {
        return folder;
    }

    /** Whether it is ours, to write to. */
    public boolean isHeld() {
        return lock.isPresent();
    }

    public Path identityFile() {
        return folder.resolve("identity");
    }

    public Path peersFile() {
        return folder.resolve("peers");
    }

    /** Messages: those to be delivered, and the history. */
    public Path storeFile() {
        return folder.resolve("chat.db");
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }

    /** Makes the folder, where it is missing. */
    public void create() throws IOException {
        createPrivate(folder);
    }

    /** EROFS, ENOSPC and EDQUOT, which Java tells by their text alone. */
    private static boolean cannotHoldMore(FileSystemException e) {
        String why = String.valueOf(e.getReason());
        return why.startsWith("Read-only file system")
                || why.startsWith("No space left")
                || why.startsWith("Disk quota exceeded");
    }

    /** Missing folders are made for their owner alone, as the XDG Base Directory Specification asks. */
    private static void createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectories(folder, owner);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + ": a file is where a folder has to be", e);
        }
    }

    private static Optional<FileChannel> tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as taken as if another one held it.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(channel);
    }
}
