package udpchat.cli.console;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import udpchat.cli.render.SafeText;
import udpchat.model.Contact;

/** What stands at the right of the input line: who one talks to, whether they are there, what is unsent, who is here. */
public final class RightPrompt {

    private RightPrompt() {}

    /**
     * For example {@code bob ● 0.8 ms · 2 unsent · 3 here}.
     *
     * @param roundTrip to the one talked to, where there is a session
     * @param unsent messages of which nothing final is known
     * @param here peers that are here
     */
    public static String of(Optional<Contact> current, Optional<Duration> roundTrip, int unsent, long here) {
        StringBuilder text = new StringBuilder();
        current.ifPresent(contact -> text.append(SafeText.line(contact.displayName()))
                .append(' ')
                .append(state(contact, roundTrip))
                .append(" · "));
        if (unsent > 0) {
            text.append(unsent).append(" unsent · ");
        }
        return text.append(here).append(" here").toString();
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
