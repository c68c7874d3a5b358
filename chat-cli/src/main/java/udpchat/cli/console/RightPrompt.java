package udpchat.cli.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import udpchat.cli.render.Columns;
import udpchat.cli.render.SafeText;
import udpchat.model.Contact;

/**
 * What stands at the right of the input line: who one talks to, whether they are there, whether they have read what was said
 * last, what is unread and unsent, who is here.
 *
 * @param current who one talks to
 * @param roundTrip to that one, where there is a session
 * @param read whether that one has read the last thing that was said there in this run
 * @param unread those of whom something is not read
 * @param unsent messages of which nothing final is known
 * @param here peers that are here
 */
public record RightPrompt(
        Optional<Contact> current,
        Optional<Duration> roundTrip,
        boolean read,
        List<Contact> unread,
        int unsent,
        long here) {

    /** A count of more is not worth its room. */
    private static final long MOST = 999;

    /** A name that is wider is not told beside a count, columns. */
    private static final int NAME_COLUMNS = 16;

    /**
     * For example {@code bob ● 0.8 ms ✓✓ · 1 unread from carol · 2 unsent · 3 here}.
     *
     * @param columns of the terminal, of which half may be taken: what comes last is left out; 0 for no limit
     */
    public String text(int columns) {
        List<String> parts = new ArrayList<>();
        current.ifPresent(contact -> parts.add(
                SafeText.line(contact.displayName()) + ' ' + state(contact, roundTrip) + (read ? " ✓✓" : "")));
        if (!unread.isEmpty()) {
            parts.add(unreadText());
        }
        if (unsent > 0) {
            parts.add(unsent + " unsent");
        }
        parts.add(here + " here");
        while (columns > 0 && parts.size() > 1 && Columns.width(String.join(" · ", parts)) > columns / 2) {
            parts.remove(parts.size() - 1);
        }
        return String.join(" · ", parts);
    }

    private String unreadText() {
        long count = unread.stream().mapToLong(Contact::unread).sum();
        String text = (count > MOST ? MOST + "+" : Long.toString(count)) + " unread";
        if (unread.size() > 1) {
            return text + " from " + unread.size() + " peers";
        }
        String name = SafeText.line(unread.get(0).displayName());
        return Columns.width(name) > NAME_COLUMNS ? text : text + " from " + name;
    }

    private static String state(Contact contact, Optional<Duration> roundTrip) {
        if (contact.key().isEmpty()) {
            return switch (contact.state()) {
                case ASKING, CONNECTING -> "◌ asking";
                case SILENT -> "○ no answer";
                case NEW -> contact.spec().raw() ? "[plain]" : "○";
                default -> "[plain]";
            };
        }
        return switch (contact.state()) {
            case UP ->
                "●"
                        + (contact.away()
                                ? " away"
                                : roundTrip.map(time -> " " + millis(time)).orElse(""));
            case UNREACHABLE -> "◌ no answer";
            case ASKING, CONNECTING -> "◌ connecting";
            case KEY_CHANGED -> "✗ key changed";
            default -> "○ offline";
        };
    }

    private static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
}
