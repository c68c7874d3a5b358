package udpchat.noise;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("identity");
    }

    @Test
    void isMadeAtFirstUseAndTheSameEverAfter() throws IOException {
        Identity made = load(1);
        byte[] content = Files.readAllBytes(file);
        for (long seed = 2; seed < 5; seed++) {
            assertArrayEquals(made.publicKey(), load(seed).publicKey());
        }
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(List.of(file), filesIn(folder), "no temporary file is left");
    }

    @Test
    void isThreeLinesOfText() throws IOException {
        Identity identity = load(1);
        List<String> lines = Files.readAllLines(file);
        assertEquals(3, lines.size());
        assertEquals("udpchat identity 1", lines.get(0));
        assertTrue(lines.get(1).matches("private [0-9a-f]{64}"), lines.get(1));
        assertEquals("public " + identity, lines.get(2));
    }

    @Test
    void theFolderIsMadeAndOursAlone() throws IOException {
        Path nested = folder.resolve("a/b/identity");
        Identity.loadOrCreate(nested, new Random(1));
        assertTrue(Files.exists(nested));
        if (hasModes()) {
            assertEquals("rwx------", modeOf(nested.getParent()));
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        assumeTrue(hasModes());
        load(1);
        assertEquals("rw-------", modeOf(file));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, true",
        "r--------, true",
        "rwx------, true",
        "rw-r-----, false",
        "rw----r--, false",
        "rw--w----, false",
        "rw-----w-, false",
        "rw---x---, false",
        "rw-r--r--, false",
        "rwxrwxrwx, false"
    })
    void isRefusedWhenOthersMayUseIt(String mode, boolean accepted) throws IOException {
        assumeTrue(hasModes());
        Identity made = load(1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        if (accepted) {
            assertArrayEquals(made.publicKey(), load(2).publicKey());
        } else {
            assertRefused("is open to other users (" + mode + "); run: chmod 600 " + file);
        }
        assertEquals(mode, modeOf(file), "the mode is the user's affair");
    }

    @Test
    void isRefusedWhenCutAtAnyByte() throws IOException {
        load(1);
        byte[] content = Files.readAllBytes(file);
        for (int length = 0; length < content.length; length++) {
            byte[] cut = Arrays.copyOf(content, length);
            Files.write(file, cut);
            assertRefused("is damaged");
            assertArrayEquals(cut, Files.readAllBytes(file), "nothing is written over it");
        }
    }

    @Test
    void isRefusedWhenAnyByteIsChanged() throws IOException {
        Identity made = load(1);
        byte[] content = Files.readAllBytes(file);
        for (int at = 0; at < content.length; at++) {
            Files.write(file, Handshakes.flipped(content, 8 * at + at % 8));
            if (!loadsTheSame(made)) {
                assertRefused("is damaged");
            }
        }
    }

    /** A scalar's lowest three bits and highest two are clamped, so changed ones mean the same key. */
    private boolean loadsTheSame(Identity made) {
        try {
            assertArrayEquals(made.publicKey(), load(2).publicKey());
            return true;
        } catch (IdentityException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "hello",
                "udpchat identity 1\n",
                "udpchat identity 2\nprivate PRIVATE\npublic PUBLIC\n",
                "udpchat identity 1\nprivate PUBLIC\npublic PRIVATE\n",
                "udpchat identity 1\nprivate PRIVATE\npublic PRIVATE\n",
                "udpchat identity 1\r\nprivate PRIVATE\r\npublic PUBLIC\r\n",
                "udpchat identity 1\nprivate PRIVATE\npublic PUBLIC",
                "udpchat identity 1\nprivate PRIVATE\npublic PUBLIC\n\n",
                "udpchat identity 1\npublic PUBLIC\nprivate PRIVATE\n"
            })
    void isRefusedWhenItIsSomethingElse(String content) throws IOException {
        load(1);
        List<String> lines = Files.readAllLines(file);
        String privateKey = lines.get(1).substring("private ".length());
        String publicKey = lines.get(2).substring("public ".length());
        Files.writeString(file, content.replace("PRIVATE", privateKey).replace("PUBLIC", publicKey), ISO_8859_1);
        assertRefused("is damaged");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        load(1);
        Files.write(file, new byte[1 << 20]);
        assertRefused("is damaged");
    }

    @Test
    void aFolderInItsPlaceIsRefused() throws IOException {
        Files.createDirectory(file);
        if (hasModes()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        assertRefused("cannot be read or written: ");
    }

    @Test
    void aFileInPlaceOfItsFolderIsRefused() throws IOException {
        Files.createFile(file);
        file = file.resolve("identity");
        assertRefused("cannot be read or written: ");
    }

    @Test
    void aLinkThatLeadsNowhereIsRefused() throws IOException {
        assumeTrue(hasModes());
        Files.createSymbolicLink(file, folder.resolve("gone"));
        assertRefused("cannot be read or written: ");
        assertEquals(List.of(file), filesIn(folder), "no temporary file is left");
    }

    /** A file system inside an archive knows neither links nor modes, as FAT. */
    @Test
    void whereThereAreNoLinksAndNoModesItIsMadeAllTheSame() throws IOException {
        URI archive = URI.create("jar:" + folder.resolve("archive.zip").toUri());
        try (FileSystem fat = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path there = fat.getPath("/profile/identity");
            Identity made = Identity.loadOrCreate(there, new Random(1));
            assertArrayEquals(
                    made.publicKey(),
                    Identity.loadOrCreate(there, new Random(2)).publicKey());
            assertEquals(List.of(there), filesIn(there.getParent()));
        }
    }

    private Identity load(long seed) throws IdentityException {
        return Identity.loadOrCreate(file, new Random(seed));
    }

    private void assertRefused(String why) {
        String message = assertThrows(IdentityException.class, () -> load(2)).getMessage();
        assertTrue(message.startsWith("identity " + file + " "), message);
        assertTrue(message.contains(why), message);
        assertFalse(message.contains("\n"), message);
    }

    private boolean hasModes() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
