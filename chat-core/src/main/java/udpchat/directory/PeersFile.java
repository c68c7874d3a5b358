package udpchat.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Presence;
import udpchat.model.Trust;

/**
 * The peer list on disk: a line that names the format, then one peer a line, {@code key=value} fields between tabs.
 * A list that cannot be understood is refused whole rather than read in part and then overwritten.
 */
public final class PeersFile {

    private static final String HEADER = "# udpchat peers 1";

    /** A line has at most 64 + 255 chars of names: {@link PeerDirectory#MAX_LISTED} of the longest stay below it. */
    private static final int MAX_BYTES = 8 << 20;

    private PeersFile() {}

    /**
     * Reads the list; a missing file is an empty one.
     *
     * @throws IOException with one line that names the file and, for a broken one, the line
     */
    public static List<Contact> read(Path file) throws IOException {
        String text;
        try {
            // Not read before it is known to be a file: a pipe would block, a device would never end.
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw new IOException(file + ": not a file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException(file + ": larger than " + MAX_BYTES + " bytes: not a peer list");
                }
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8: not a peer list; mend it or move it away", e);
        }
        return parse(file, text);
    }

    private static List<Contact> parse(Path file, String text) throws IOException {
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
                        && !names.add(Alias.key(contact.alias().get()))) {
                    throw new IllegalArgumentException(
                            "a second '" + contact.alias().get() + "'");
                }
                contacts.add(contact);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException(
                        file + " line " + (i + 1) + ": " + e.getMessage() + "; mend it or move the file away", e);
            }
        }
        // Keys without a name are no more than strangers: of too many, those met last stay.
        long listed = contacts.stream()
                .filter(contact -> contact.alias().isPresent() || contact.ignored())
                .count();
        if (listed > PeerDirectory.MAX_LISTED) {
            throw new IOException(file + ": more than " + PeerDirectory.MAX_LISTED + " entries");
        }
        return contacts;
    }

    /**
     * Replaces the list in one step, readable by its owner alone: a reader or a crash sees the old or the new one.
     * What is worth keeping are names and who is ignored. Where the file is a symbolic link, what it leads to is
     * replaced.
     *
     * @throws IOException when the folder is missing, not writable or full; the old list is untouched then
     */
    public static void write(Path file, List<Contact> contacts) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Contact contact : contacts) {
            if (isKept(contact)) {
                format(contact, text);
            }
        }
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Path temporary;
        try {
            temporary = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".new");
        } catch (NoSuchFileException e) {
            throw sayOf(file, "its folder does not exist", e);
        } catch (AccessDeniedException e) {
            throw sayOf(file, "its folder is not writable", e);
        } catch (FileSystemException e) {
            throw sayOf(file, why(e), e);
        }
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
            if (posix != null) {
                posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw sayOf(file, why(e), e);
        } catch (IOException e) {
            throw sayOf(file, String.valueOf(e.getMessage()), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String why(FileSystemException e) {
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    /** Names the file that was asked for, not the temporary one that failed. */
    private static IOException sayOf(Path file, String why, IOException cause) {
        return new IOException(file + ": " + why, cause);
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
        alias.ifPresent(Alias::check);
        String spec = fields.remove("peer");
        String ignored = fields.remove("ignored");
        String heard = fields.remove("heard");
        String nick = fields.remove("nick");
        String trust = fields.remove("trust");
        String at = fields.remove("at");
        String stay = fields.remove("stay");
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
        Optional<Instant> lastHeard = Optional.ofNullable(heard).map(Instant::parse);
        if (parsed.key().isPresent()) {
            return keyed(alias, parsed, nick, trust, at, ignored != null, lastHeard, stay);
        }
        if (nick != null || trust != null || at != null || stay != null) {
            throw new IllegalArgumentException("nick, trust, at and stay are for peers with a key");
        }
        Optional<PeerAddress> address = parsed.literalAddress();
        // A literal may have no address for now: its scope names an interface that is not plugged in.
        boolean literal = address.isPresent() || parsed.host().indexOf(':') >= 0;
        if (alias.isEmpty() && (ignored == null || !literal)) {
            throw new IllegalArgumentException("neither a name nor an ignored address");
        }
        return new Contact(alias, parsed, address, ignored != null, lastHeard, 0, 0);
    }

    private static Contact keyed(
            Optional<String> alias,
            PeerSpec spec,
            String nick,
            String trust,
            String at,
            boolean ignored,
            Optional<Instant> lastHeard,
            String stay) {
        if (stay != null && !stay.equals("brief")) {
            throw new IllegalArgumentException("stay is '" + stay + "', not brief");
        }
        if (trust != null && !trust.equals("verified")) {
            throw new IllegalArgumentException("trust is '" + trust + "', not verified");
        }
        List<PeerAddress> addresses = new ArrayList<>();
        if (at != null) {
            for (String each : at.split(",", -1)) {
                PeerSpec.parse(each).literalAddress().ifPresent(addresses::add);
            }
        } else {
            spec.literalAddress().ifPresent(addresses::add);
        }
        if (addresses.size() > Entry.MAX_ADDRESSES) {
            throw new IllegalArgumentException("more than " + Entry.MAX_ADDRESSES + " addresses of one peer");
        }
        return new Contact(
                alias,
                spec,
                spec.key(),
                Optional.ofNullable(nick).map(Nick::clean),
                alias.orElseGet(spec::toString),
                PeerState.OFFLINE,
                trust != null ? Trust.VERIFIED : stay != null ? Trust.NEW : Trust.PINNED,
                false,
                addresses,
                ignored,
                lastHeard,
                0,
                0,
                stay == null ? Presence.UNKNOWN : Presence.UNKNOWN.with(Presence.Stay.BRIEF),
                0);
    }

    /** Who is named or ignored, and every key that was met: it is pinned. */
    private static boolean isKept(Contact contact) {
        return contact.alias().isPresent() || contact.ignored() || contact.key().isPresent();
    }

    private static void format(Contact contact, StringBuilder text) {
        contact.alias().ifPresent(alias -> text.append("alias=").append(alias).append('\t'));
        text.append("peer=").append(contact.spec());
        if (contact.key().isPresent()) {
            contact.nick().ifPresent(nick -> text.append("\tnick=").append(nick));
            if (contact.trust() == Trust.VERIFIED) {
                text.append("\ttrust=verified");
            }
            String at = contact.addresses().stream()
                    .map(address -> PeerSpec.of(address).toString())
                    .collect(Collectors.joining(","));
            if (!at.isEmpty()) {
                text.append("\tat=").append(at);
            }
            if (contact.isBrief() && contact.trust() == Trust.NEW) {
                text.append("\tstay=brief");
            }
        }
        if (contact.ignored()) {
            text.append("\tignored=true");
        }
        contact.lastHeard().ifPresent(heard -> text.append("\theard=").append(heard));
        text.append('\n');
    }
}
