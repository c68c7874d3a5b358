package udpchat.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.Contact;
import udpchat.model.PeerSpec;
import udpchat.model.Trust;

class PeersFileTest {

    private static final String HEADER = "# udpchat peers 1\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("peers");
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        List<Contact> contacts = List.of(
                contact("bob", "127.0.0.1:9000", false, null),
                contact("Zoë#ab=12", "raw:bücher.example:1", true, "2026-01-02T03:04:05.678901234Z"),
                contact("👩‍💻", "[fe80::1%2]:65535", false, null),
                contact("a".repeat(64), "h".repeat(255) + ":8089", false, null),
                contact(null, "[2001:db8::1]:9", true, "2026-01-01T00:00:00Z"));
        PeersFile.write(file, contacts);
        assertEquals(contacts, PeersFile.read(file));
    }

    @Test
    void whoCameForOneThingIsRememberedAsThat() throws Exception {
        String peer = "peer=" + "ab".repeat(32) + "@127.0.0.1:9000\tnick=bob\tat=127.0.0.1:9000\tstay=brief\n";
        Files.writeString(file, HEADER + peer);
        List<Contact> contacts = PeersFile.read(file);
        assertTrue(contacts.get(0).isPast());
        assertEquals(Trust.NEW, contacts.get(0).trust());
        PeersFile.write(file, contacts);
        assertEquals(HEADER + peer, Files.readString(file));
        Files.writeString(file, HEADER + peer.replace("brief", "long"));
        assertTrue(failure().contains("stay is 'long', not brief"), failure());
    }

    @Test
    void theFullListIsRead() throws Exception {
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < PeerDirectory.MAX_LISTED; i++) {
            String digits = String.format("%04d", i);
            contacts.add(contact("你".repeat(60) + digits, "你".repeat(255) + ":8089", true, "2026-01-01T00:00:00Z"));
        }
        PeersFile.write(file, contacts);
        assertEquals(contacts, PeersFile.read(file));

        contacts.add(contact("one-more", "host:1", false, null));
        PeersFile.write(file, contacts);
        assertTrue(failure().endsWith(": more than 4096 entries"), failure());
    }

    @Test
    void strangersAreNotKept() throws Exception {
        PeersFile.write(file, List.of(contact(null, "127.0.0.1:9000", false, "2026-01-01T00:00:00Z")));
        assertEquals(HEADER, Files.readString(file));
        assertEquals(List.of(), PeersFile.read(file));
    }

    @Test
    void missingAndEmptyAreEmpty() throws Exception {
        assertEquals(List.of(), PeersFile.read(file));
        Files.createFile(file);
        assertEquals(List.of(), PeersFile.read(file));
    }

    @Test
    void commentsBlankLinesAndWindowsLineEndsArePassedOver() throws Exception {
        Files.writeString(file, "# udpchat peers 1\r\n\r\n# mine\r\nalias=bob\tpeer=host:1\r\n");
        assertEquals(List.of(contact("bob", "host:1", false, null)), PeersFile.read(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bob                                          | 'bob' is not key=value
            =bob                                         | '=bob' is not key=value
            alias=bob                                    | no 'peer'
            alias=bob→                                   | '' is not key=value
            alias=bob→alias=bob→peer=h:1                 | 'alias' stands twice
            alias=→peer=h:1                              | an empty name
            alias=b b→peer=h:1                           | a name without spaces
            alias=bob→peer=                              | '' is not a peer
            alias=bob→peer=h:0                           | port '0' is not a number
            alias=bob→peer=h:70000                       | port '70000' is not a number
            alias=bob→peer=h:1→ignored=yes               | ignored is 'yes', not true
            alias=bob→peer=h:1→heard=yesterday           | Text 'yesterday' could not be parsed
            alias=bob→peer=h:1→key=77                    | unknown field 'key'
            peer=h:1→ignored=true                        | neither a name nor an ignored address
            peer=10.0.0.1:1                              | neither a name nor an ignored address
            """)
    void brokenLines(String line, String why) throws Exception {
        Files.writeString(file, HEADER + "alias=al\tpeer=h:1\n" + line.replace('→', '\t') + "\n");
        String message = failure();
        assertTrue(message.startsWith(file + " line 3: " + why), message);
        assertTrue(message.endsWith("; mend it or move the file away"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void twoOfOneName() throws Exception {
        Files.writeString(file, HEADER + "alias=bob\tpeer=h:1\nalias=BOB\tpeer=i:1\n");
        assertTrue(failure().startsWith(file + " line 3: a second 'BOB'"), failure());
    }

    @Test
    void anIgnoredAddressOfAnInterfaceThatIsGoneDoesNotBreakTheList() throws Exception {
        Files.writeString(file, HEADER + "peer=[fe80::1%nosuchif]:9\tignored=true\n");
        assertEquals(1, PeersFile.read(file).size());
    }

    @Test
    void anotherFormat() throws Exception {
        Files.writeString(file, "# udpchat peers 2\n");
        assertTrue(failure().startsWith(file + " line 1: not '# udpchat peers 1'"), failure());
    }

    @Test
    void notUtf8() throws Exception {
        Files.write(file, (HEADER + "alias=B\u00e9\tpeer=h:1\n").getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(failure().startsWith(file + ": not UTF-8"), failure());
    }

    @Test
    void tooLarge() throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[1]), 1L << 33);
        }
        assertTrue(failure().startsWith(file + ": larger than 8388608 bytes"), failure());
    }

    @Test
    void aFolderInPlaceOfTheFile() throws Exception {
        Files.createDirectory(file);
        assertEquals(file + ": not a file", failure());
        IOException e = assertThrows(IOException.class, () -> PeersFile.write(file, List.of()));
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertOnly("peers");
    }

    @Test
    void aDeviceInPlaceOfTheFile() {
        file = Path.of("/dev/zero");
        assumeTrue(Files.exists(file));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals("/dev/zero: not a file", failure()));
    }

    @Test
    void noFolder() {
        file = folder.resolve("missing").resolve("peers");
        IOException e = assertThrows(IOException.class, () -> PeersFile.write(file, List.of()));
        assertEquals(file + ": its folder does not exist", e.getMessage());
    }

    @Test
    void aFileInPlaceOfTheFolder() throws Exception {
        Path notFolder = Files.createFile(folder.resolve("f"));
        file = notFolder.resolve("peers");
        IOException e = assertThrows(IOException.class, () -> PeersFile.write(file, List.of()));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }

    @Test
    void unreadableAndReadOnly() throws Exception {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may read and write everything");
        PeersFile.write(file, List.of(contact("bob", "h:1", false, null)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assertThrows(IOException.class, () -> PeersFile.read(file));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        IOException e = assertThrows(IOException.class, () -> PeersFile.write(file, List.of()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertEquals(file + ": its folder is not writable", e.getMessage());
    }

    @Test
    void aFolderInWhichNothingCanBeMade() {
        file = Path.of("/proc/peers");
        assumeTrue(Files.exists(Path.of("/proc")));
        IOException e = assertThrows(IOException.class, () -> PeersFile.write(file, List.of()));
        assertTrue(e.getMessage().startsWith("/proc/peers: "), e.getMessage());
    }

    @Test
    void replacedInOneStepForItsOwnerAlone() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Files.writeString(file, HEADER + "alias=old\tpeer=h:1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (FileChannel reader = FileChannel.open(file)) {
            PeersFile.write(file, List.of(contact("bob", "h:1", false, null)));
            java.nio.ByteBuffer old = java.nio.ByteBuffer.allocate(100);
            reader.read(old);
            assertTrue(new String(old.array(), StandardCharsets.UTF_8).contains("alias=old"), "a reader keeps the old");
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertOnly("peers");
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path target = folder.resolve("target");
        Files.writeString(target, HEADER);
        Files.createSymbolicLink(file, target);
        PeersFile.write(file, List.of(contact("bob", "h:1", false, null)));
        assertTrue(Files.isSymbolicLink(file));
        assertEquals(1, PeersFile.read(target).size());
        assertFalse(Files.readString(target).isBlank());
    }

    private String failure() {
        return assertThrows(IOException.class, () -> PeersFile.read(file)).getMessage();
    }

    private void assertOnly(String name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(List.of(folder.resolve(name)), all.toList());
        }
    }

    private static Contact contact(String alias, String spec, boolean ignored, String heard) {
        PeerSpec parsed = PeerSpec.parse(spec);
        return new Contact(
                Optional.ofNullable(alias),
                parsed,
                parsed.literalAddress(),
                ignored,
                Optional.ofNullable(heard).map(Instant::parse),
                0,
                0);
    }
}
