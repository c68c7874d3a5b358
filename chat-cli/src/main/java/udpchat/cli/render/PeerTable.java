package udpchat.cli.render;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;

/**
 * Tables for people: aligned columns, or sentences where signs are not wanted.
 *
 * @param words sentences
 * @param style for the header
 */
record PeerTable(boolean words, Style style) {
    private static final List<String> HEADER = List.of("NAME", "ADDRESS", "STATE", "HEARD", "IN", "OUT");
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
                    SafeText.line(contact.alias().orElse(NO_VALUE)),
                    SafeText.line(address(contact)),
                    state(contact),
                    contact.lastHeard().map(time).orElse(NO_VALUE),
                    Long.toString(contact.received()),
                    Long.toString(contact.sent())));
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
        String name = contact.alias().map(alias -> SafeText.line(alias) + ", ").orElse("");
        String heard = contact.lastHeard().map(at -> "heard " + time.apply(at)).orElse("not heard");
        return name + SafeText.line(address(contact)) + ", " + state(contact) + ", " + heard + ", " + contact.received()
                + " received, " + contact.sent() + " sent";
    }

    private static String address(Contact contact) {
        return contact.address()
                .map(PeerAddress::toString)
                .orElseGet(() -> contact.spec().toString());
    }

    private static String state(Contact contact) {
        return contact.ignored() ? "ignored" : "plain";
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
