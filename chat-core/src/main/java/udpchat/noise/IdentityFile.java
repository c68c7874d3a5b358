package udpchat.noise;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The file of an {@link Identity}: three lines of ASCII, 159 bytes, nothing else.
 *
 * <pre>
 * udpchat identity 1
 * private 64 hexadecimal digits
 * public 64 hexadecimal digits
 * </pre>
 *
 * <p>The public key is there to be checked: a file that was cut, mixed up or damaged cannot pass for another identity.
 */
final class IdentityFile {
    private static final String FIRST_LINE = "udpchat identity 1\n";
    private static final String PRIVATE = "private ";
    private static final String PUBLIC = "public ";
    private static final int LENGTH =
            FIRST_LINE.length() + PRIVATE.length() + KeyText.LENGTH + 1 + PUBLIC.length() + KeyText.LENGTH + 1;

    private static final Set<PosixFilePermission> OURS_ALONE = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path file;

    IdentityFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    X25519KeyPair loadOrCreate(RandomGenerator random) throws IdentityException {
        try {
            try {
                return load();
            } catch (NoSuchFileException e) {
                create(random);
                // Another program may have been first: what is in the file now is the identity of both.
                return load();
            }
        } catch (IdentityException e) {
            throw e;
        } catch (IOException e) {
            throw new IdentityException("identity " + file + " cannot be read or written: " + reason(e), e);
        }
    }

    private X25519KeyPair load() throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            requireOursAlone();
            content = in.readNBytes(LENGTH + 1);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        try {
            int privateAt = FIRST_LINE.length() + PRIVATE.length();
            if (content.length == LENGTH) {
                byte[] privateKey = KeyText.parse(text.substring(privateAt, privateAt + KeyText.LENGTH));
                X25519KeyPair keys = X25519KeyPair.of(privateKey);
                if (text.equals(format(privateKey, keys.publicKey()))) {
                    return keys;
                }
            }
        } catch (IllegalArgumentException e) {
            // Not digits where the key should be: said below.
        }
        throw new IdentityException("identity " + file + " is damaged; put back a copy of it,"
                + " or delete it to begin with a new key that your peers will have to trust again");
    }

    /** Whoever can read the key can be us; whoever can write the file can make us somebody else. */
    private void requireOursAlone() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (!OURS_ALONE.containsAll(permissions)) {
            throw new IdentityException("identity " + file + " is open to other users ("
                    + PosixFilePermissions.toString(permissions) + "); run: chmod 600 " + file);
        }
    }

    /**
     * Writes a new identity unless there is one. The file appears whole and on disk or not at all, and the first program
     * to publish wins: a link is never made over an existing name, while a rename would silently replace it.
     */
    private void create(RandomGenerator random) throws IOException {
        byte[] privateKey = new byte[X25519.KEY_BYTES];
        random.nextBytes(privateKey);
        byte[] publicKey = X25519KeyPair.of(privateKey).publicKey();
        Path folder = file.getParent();
        Files.createDirectories(folder, mode(folder, "rwx------"));
        Path temporary = Files.createTempFile(folder, ".identity", ".tmp", mode(folder, "rw-------"));
        try {
            write(temporary, format(privateKey, publicKey).getBytes(StandardCharsets.US_ASCII));
            publish(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(folder);
    }

    private void publish(Path temporary) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // The other program's identity is ours.
        } catch (UnsupportedOperationException | FileSystemException e) {
            moveWhereNoLinksAre(temporary);
        }
    }

    /**
     * FAT, and some network file systems, have no links. A move that may not replace is atomic on Windows; elsewhere
     * the JDK looks first and renames then, so there two programs have some microseconds in which both could win.
     */
    private void moveWhereNoLinksAre(Path temporary) throws IOException {
        try {
            Files.move(temporary, file);
        } catch (FileAlreadyExistsException e) {
            // The other program's identity is ours.
        }
    }

    private static void write(Path path, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** So that the name survives a power cut too; Windows cannot open a folder and needs not. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The identity is written and works; only its safety in a power cut right now is not assured.
        }
    }

    private static FileAttribute<?>[] mode(Path folder, String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String format(byte[] privateKey, byte[] publicKey) {
        return FIRST_LINE + PRIVATE + KeyText.format(privateKey) + "\n" + PUBLIC + KeyText.format(publicKey) + "\n";
    }

    /** What went wrong without the path, which the message names already. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e.getClass().getSimpleName().replace("Exception", "");
    }
}
