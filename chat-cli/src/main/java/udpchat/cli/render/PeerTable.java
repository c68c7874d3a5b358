package udpchat.cli.render;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import udpchat.model.Contact;
import udpchat.model.SessionInfo;

/**
 * Tables for people: aligned columns, or sentences where signs are not wanted.
 *
 * @param words sentences
 * @param style for the header
 */
record PeerTable(boolean words, Style style) {
    private static final List<String> HEADER =
            List.of("NAME", "ADDRESS", "STATE", "SINCE", "RTT", "TRUST", "HEARD", "IN", "OUT", "UNREAD");
    private static final String NO_VALUE = "-";
    private static final String GAP = "  ";

    String peers(List<Contact> contacts, Function<Instant, String> time) {
        if (words) {
            return contacts.stream().map(contact -> sentence(contact, time)).collect(Collectors.joining("\n"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Contact contact : contacts) {
            rows.add(List.of(
                    SafeText.line(name(contact).orElse(NO_VALUE)),
                    SafeText.line(Phrases.where(contact)),
                    Phrases.presence(contact),
                    contact.presence().since().map(time).orElse(NO_VALUE),
                    contact.presence().roundTrip().map(Phrases::time).orElse(NO_VALUE),
                    contact.key().isPresent() ? Phrases.trust(contact) : NO_VALUE,
                    contact.lastHeard().map(time).orElse(NO_VALUE),
                    Long.toString(contact.received()),
                    Long.toString(contact.sent()),
                    Long.toString(contact.unread())));
        }
        List<String> lines = align(rows);
        lines.set(0, style.dim(lines.get(0)));
        return String.join("\n", lines);
    }

    String fields(List<Phrases.Field> fields) {
        if (words) {
            return fields.stream()
                    .map(field -> field.name() + ": " + SafeText.line(field.value()))
                    .collect(Collectors.joining("\n"));
        }
        return String.join(
                "\n",
                align(fields.stream()
                        .map(field -> List.of(field.name(), SafeText.line(field.value())))
                        .toList()));
    }

    private static String sentence(Contact contact, Function<Instant, String> time) {
        String name = name(contact).map(known -> SafeText.line(known) + ", ").orElse("");
        String trust = contact.key().isPresent() ? ", " + Phrases.trust(contact) + " key" : "";
        String since =
                contact.presence().since().map(at -> " since " + time.apply(at)).orElse("");
        String distance = contact.presence()
                .roundTrip()
                .map(roundTrip -> ", round trip " + Phrases.time(roundTrip))
                .orElse("");
        String heard = contact.lastHeard().map(at -> "heard " + time.apply(at)).orElse("not heard");
        return name + SafeText.line(Phrases.where(contact)) + ", " + Phrases.presence(contact) + since + distance
                + trust + ", " + heard + ", " + contact.received() + " received, " + contact.sent() + " sent"
                + (contact.unread() > 0 ? ", " + contact.unread() + " unread" : "");
    }

    /** What can be typed for it besides its address. */
    private static Optional<String> name(Contact contact) {
        return contact.key().isPresent() ? Optional.of(contact.name()) : contact.alias();
    }

    String sessions(List<SessionInfo> sessions) {
        if (words) {
            return sessions.stream().map(PeerTable::sentence).collect(Collectors.joining("\n"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PEER", "ADDRESS", "KEY", "RTT", "LOSS", "WINDOW", "IN FLIGHT", "QUEUED", "KEY AGE"));
        sessions.forEach(session -> rows.add(cells(session)));
        List<String> lines = align(rows);
        lines.set(0, style.dim(lines.get(0)));
        return String.join("\n", lines);
    }

    private static List<String> cells(SessionInfo session) {
        return List.of(
                SafeText.line(session.contact().displayName()),
                session.address().toString(),
                session.contact().key().map(Phrases::shortFingerprint).orElse(NO_VALUE),
                session.roundTrip().map(Phrases::time).orElse(NO_VALUE),
                String.format(Locale.ROOT, "%.1f %%", session.loss() * 100),
                Long.toString(session.window()),
                Long.toString(session.inFlight()),
                Integer.toString(session.queued()),
                session.keyAge().toSeconds() + " s");
    }

    private static String sentence(SessionInfo session) {
        List<String> cells = cells(session);
        return cells.get(0) + ", " + cells.get(1) + ", key " + cells.get(2) + ", round trip " + cells.get(3) + ", loss "
                + cells.get(4) + ", window " + cells.get(5) + " bytes, " + cells.get(6) + " bytes in flight, "
                + cells.get(7) + " messages queued, key of " + cells.get(8);
    }

    private static List<String> align(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widths[i] - Columns.width(row.get(i))))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
