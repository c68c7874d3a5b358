package udpchat.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import udpchat.model.Contact;
import udpchat.model.PeerSpec;

/**
 * The peer list on disk: a line that names the format, then one peer a line, {@code key=value} fields between tabs.
 * A list that cannot be understood is refused whole rather than read in part and then overwritten.
 */
public final class PeersFile {

    private static final String HEADER = "# udpchat peers 1";

    /** A list of {@link PeerDirectory#MAX_ALIASES} names is below 2 MiB. */
    private static final long MAX_BYTES = 4L << 20;

    private PeersFile() {}

    /**
     * Reads the list; a missing file is an empty one.
     *
     * @throws IOException with one line that names the file and, for a broken one, the line
     */
    public static List<Contact> read(Path file) throws IOException {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + ": larger than " + MAX_BYTES + " bytes: not a peer list");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8: not a peer list; mend it or move it away", e);
        }
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = text.lines().toList();
        if (!lines.get(0).equals(HEADER)) {
            throw new IOException(file + " line 1: not '" + HEADER + "'; mend it or move it away");
        }
        List<Contact> contacts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                Contact contact = parse(line);
                if (contact.alias().isPresent()
                        && !names.add(contact.alias().get().toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException(
                            "a second '" + contact.alias().get() + "'");
                }
                contacts.add(contact);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException(
                        file + " line " + (i + 1) + ": " + e.getMessage() + "; mend it or move the file away", e);
            }
        }
        if (names.size() > PeerDirectory.MAX_ALIASES) {
            throw new IOException(file + ": more than " + PeerDirectory.MAX_ALIASES + " names");
        }
        return contacts;
    }

    /**
     * Replaces the list in one step, readable by its owner alone: a reader or a crash sees the old or the new one.
     * What is worth keeping are names and who is ignored.
     */
    public static void write(Path file, List<Contact> contacts) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Contact contact : contacts) {
            if (contact.alias().isPresent() || contact.ignored()) {
                format(contact, text);
            }
        }
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".new");
        try {
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Contact parse(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.split("\t", -1)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + field + "' is not key=value");
            }
            if (fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + field.substring(0, equals) + "' stands twice");
            }
        }
        Optional<String> alias = Optional.ofNullable(fields.remove("alias"));
        if (alias.isPresent() && alias.get().isBlank()) {
            throw new IllegalArgumentException("an empty alias");
        }
        String spec = fields.remove("peer");
        String ignored = fields.remove("ignored");
        String heard = fields.remove("heard");
        if (spec == null) {
            throw new IllegalArgumentException("no 'peer'");
        }
        if (ignored != null && !ignored.equals("true")) {
            throw new IllegalArgumentException("ignored is '" + ignored + "', not true");
        }
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown field '" + fields.keySet().iterator().next() + "'");
        }
        PeerSpec parsed = PeerSpec.parse(spec);
        return new Contact(
                alias,
                parsed,
                parsed.literalAddress(),
                ignored != null,
                Optional.ofNullable(heard).map(Instant::parse),
                0,
                0);
    }

    private static void format(Contact contact, StringBuilder text) {
        contact.alias().ifPresent(alias -> text.append("alias=").append(alias).append('\t'));
        text.append("peer=").append(contact.spec());
        if (contact.ignored()) {
            text.append("\tignored=true");
        }
        contact.lastHeard().ifPresent(heard -> text.append("\theard=").append(heard));
        text.append('\n');
    }
}
