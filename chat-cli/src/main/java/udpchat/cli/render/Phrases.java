package udpchat.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import udpchat.cli.doctor.Diagnosis;
import udpchat.cli.doctor.Finding;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.HistoryMessage;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.PeerStats;
import udpchat.model.Trust;

/** What is said to people in the same words wherever they read it; unfiltered. */
final class Phrases {

    /** Digits of a fingerprint where there is no room for all: two groups of four. */
    private static final int SHORT_FINGERPRINT = 9;

    /** One line of a short table. */
    record Field(String name, String value) {}

    private Phrases() {}

    static String change(Contact contact) {
        String name = contact.displayName();
        if (contact.ignored()) {
            return name + endpoint(contact) + " is ignored";
        }
        if (contact.key().isEmpty()) {
            boolean here = contact.state() == PeerState.PLAIN && contact.received() > 0;
            String where = here ? " is here" : contact.alias().isPresent() ? " is in the peer list" : " is known";
            return name + endpoint(contact) + where + " · plain, no key";
        }
        return switch (contact.state()) {
            case UP -> name + (contact.away() ? " is away" : " is here") + address(contact) + key(contact);
            case UNREACHABLE -> name + " does not answer";
            case OFFLINE -> name + " is offline";
            case KEY_CHANGED -> "another key answers in place of " + name;
            default -> name + address(contact) + " is known by its key";
        };
    }

    private static String address(Contact contact) {
        return contact.address().map(at -> " · " + at).orElse("");
    }

    /** Where it is or, as long as nobody knows, where it is to be looked for. */
    static String where(Contact contact) {
        PeerSpec spec = contact.spec();
        return contact.address()
                .map(PeerAddress::toString)
                .orElseGet(() -> new PeerSpec(spec.host(), spec.port(), spec.raw()).toString());
    }

    private static String key(Contact contact) {
        return switch (contact.trust()) {
            case NEW ->
                " · new key " + shortFingerprint(contact.key().orElseThrow()) + " · /verify " + contact.displayName()
                        + " to compare";
            case VERIFIED -> " · verified";
            default -> "";
        };
    }

    static String shortFingerprint(PeerKey key) {
        return key.fingerprint().substring(0, SHORT_FINGERPRINT) + "…";
    }

    /** The address where the name alone does not say it. */
    private static String endpoint(Contact contact) {
        return contact.alias().isPresent() || contact.key().isPresent() ? address(contact) : "";
    }

    /** Several lines: what happened, both keys, what it may be, what to do. The name in it is filtered. */
    static String keyChanged(ChatEvent.KeyChanged change) {
        String name = SafeText.line(change.contact().displayName());
        return "THE KEY OF " + name + " CHANGED: somebody with another key answers at " + change.address() + "\n"
                + "known key    " + change.expected().fingerprint() + "\n"
                + "answers now  " + change.found().fingerprint() + "\n"
                + "Nothing is sent to " + name + ". It may be a new installation, or somebody in between. Ask "
                + name + " some other way, by phone for example, and compare the fingerprints (/id). /trust " + name
                + " accepts the new key.";
    }

    static String keyChangedLine(ChatEvent.KeyChanged change) {
        String name = change.contact().displayName();
        return "the key of " + name + " changed: " + change.address() + " answers with "
                + change.found().fingerprint() + ", known is "
                + change.expected().fingerprint()
                + "; nothing is sent to it; /trust " + name + " accepts the new key";
    }

    static String wrongKey(ChatEvent.WrongKey wrong) {
        return wrong.address() + " answers with another key than "
                + wrong.expected().fingerprint() + ": it is " + wrong.found().fingerprint() + "; nothing is sent to it";
    }

    static String noAnswer(ChatEvent.NoAnswer silent) {
        Contact to = silent.to();
        String address = where(to);
        String name = to.alias().isPresent() ? to.displayName() + " · " + address : address;
        String held = silent.held() == 1 ? "1 message waits" : silent.held() + " messages wait";
        if (to.key().isPresent()) {
            return to.displayName() + " does not answer; " + held;
        }
        return name + " does not answer as udpchat; " + held
                + "; to send plain text, which anyone on the way can read: /raw " + to.displayName() + ", or raw:"
                + address + " in place of it";
    }

    static String late(OwnMessage first, int count, Delivery delivery) {
        String to = first.aside() ? " to " + first.to().displayName() : "";
        if (delivery instanceof Delivery.Failed failed) {
            String what = count == 1 ? " · " + excerpt(first.text()) : "";
            return count + " not delivered" + to + ": " + failed.detail() + what;
        }
        String became = delivery instanceof Delivery.Sent
                ? " sent as plain text"
                : delivery instanceof Delivery.Read ? " read" : " delivered";
        return count + became + to;
    }

    /** Enough of a text to know it again. */
    private static String excerpt(String text) {
        String line = text.lines().findFirst().orElse("");
        int end = Math.min(line.length(), 30);
        if (end > 0 && end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return end == text.length() ? text : line.substring(0, end) + "…";
    }

    static String missed(long events) {
        return (events == 1 ? "1 event was" : events + " events were")
                + " not shown: more arrived than could be written here";
    }

    static String closed(Optional<String> cause) {
        return cause.map(why -> "closed: " + why).orElse("closed");
    }

    static String state(Contact contact) {
        if (contact.ignored()) {
            return "ignored";
        }
        String state = switch (contact.state()) {
            case UP -> contact.away() ? "away" : "up";
            case UNREACHABLE -> "unreachable";
            case PLAIN -> "plain";
            case ASKING -> "asking";
            case SILENT -> "no answer";
            case CONNECTING -> "connecting";
            case KEY_CHANGED -> "blocked";
            case NEW, OFFLINE -> "offline";
        };
        return contact.key().isEmpty() && contact.state() == PeerState.NEW ? "plain" : state;
    }

    /** The state as people say it. */
    static String presence(Contact contact) {
        String state = state(contact);
        return state.equals("up") ? "here" : state;
    }

    static String trust(Contact contact) {
        return contact.trust().name().toLowerCase(Locale.ROOT);
    }

    private static String explainTrust(Trust trust) {
        return switch (trust) {
            case PLAIN -> "plain: no key, anyone on the way can read and forge";
            case NEW -> "new: met for the first time in this run, or before for one thing only; /verify makes sure";
            case PINNED -> "pinned: the key that was met before; /verify makes sure";
            case VERIFIED -> "verified: the safety number was compared";
            case CHANGED -> "changed: another key answers; nothing is sent, /trust accepts it";
        };
    }

    static List<Field> whois(Contact contact, Function<Instant, String> time) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("name", contact.alias().orElse("none; /add NAME PEER gives one")));
        contact.nick().ifPresent(nick -> fields.add(new Field("calls itself", nick)));
        fields.add(new Field("address", addresses(contact)));
        fields.add(new Field("given as", contact.spec().toString()));
        contact.key().ifPresent(key -> {
            fields.add(new Field("key", key.text()));
            fields.add(new Field("fingerprint", key.fingerprint()));
        });
        fields.add(new Field("state", presence(contact) + since(contact, time)));
        fields.add(new Field("trust", explainTrust(contact.trust())));
        fields.add(new Field("ignored", contact.ignored() ? "yes" : "no"));
        fields.add(new Field("last heard", contact.lastHeard().map(time).orElse("never")));
        fields.add(new Field("received", Long.toString(contact.received())));
        fields.add(new Field("unread", Long.toString(contact.unread())));
        fields.add(new Field("sent", Long.toString(contact.sent())));
        return fields;
    }

    private static String since(Contact contact, Function<Instant, String> time) {
        return contact.presence().since().map(at -> " since " + time.apply(at)).orElse("");
    }

    private static String addresses(Contact contact) {
        return contact.addresses().isEmpty()
                ? "not looked up yet"
                : contact.addresses().stream().map(PeerAddress::toString).collect(Collectors.joining(", "));
    }

    static List<Field> id(String nick, String profile, PeerKey key) {
        return List.of(
                new Field("nick", nick),
                new Field("profile", profile),
                new Field("key", key.text()),
                new Field("fingerprint", key.fingerprint()));
    }

    /** A round trip as people read it: {@code 0.8 ms}, {@code 23 ms}, {@code 1.4 s}. */
    static String time(Duration time) {
        double millis = time.toNanos() / 1e6;
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    static String state(HistoryMessage.State state) {
        return switch (state) {
            case RECEIVED -> "received";
            case WAITING -> "waiting";
            case DELIVERED -> "delivered";
            case READ -> "read";
            case FAILED -> "failed";
            case DOUBTFUL -> "doubtful";
        };
    }

    static List<Field> status(PeerStats stats) {
        return List.of(
                new Field("datagrams in", Long.toString(stats.datagramsIn())),
                new Field("bytes in", Long.toString(stats.bytesIn())),
                new Field("datagrams out", Long.toString(stats.datagramsOut())),
                new Field("bytes out", Long.toString(stats.bytesOut())),
                new Field("empty", Long.toString(stats.empty())),
                new Field("ignored", Long.toString(stats.ignored())),
                new Field("not UTF-8", Long.toString(stats.malformed())),
                new Field("missed", Long.toString(stats.missed())));
    }

    /** Sentences, the worst first, each with what to do; and before them whether anything has to be done. */
    static String diagnosis(Diagnosis diagnosis) {
        StringBuilder out = new StringBuilder(diagnosis.isHealthy() ? "Healthy." : "Not healthy.");
        for (Finding finding : diagnosis.findings()) {
            String mark = switch (finding.level()) {
                case OK -> "ok     ";
                case NOTE -> "note   ";
                case FAULT -> "FAULT  ";
            };
            out.append('\n').append(mark).append(SafeText.line(finding.text()));
            finding.advice().ifPresent(advice -> out.append("\n       -> ").append(SafeText.line(advice)));
        }
        return out.toString();
    }
}
