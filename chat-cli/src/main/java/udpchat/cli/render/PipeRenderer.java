package udpchat.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import udpchat.cli.doctor.Diagnosis;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.HistoryMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerStats;
import udpchat.model.SessionInfo;
import udpchat.model.WaitingMessage;

/**
 * For a pipe or a file, to be cut with {@code cut}, {@code awk} and {@code while read}. A message is
 *
 * <pre>{@code FROM<TAB>TEXT}</pre>
 *
 * on exactly one line with exactly one TAB. FROM is the alias if there is one, else what a peer with a key is called, else {@code
 * ip:port}; each can be given back as PEER. An action is {@code * FROM TEXT}, as plain peers get it. TEXT has been through {@link SafeText#line}: a line feed in it is {@code
 * ^J}, a TAB {@code ^I}, so no text can look like a line of its own or like a second field; whoever needs every byte
 * takes JSON. Our own messages are not repeated. Tables are TAB-separated without a header. Notices and errors begin
 * with {@code udpchat:} as programs' messages do.
 */
public final class PipeRenderer implements Renderer {
    private static final String PROGRAM = "udpchat: ";
    private static final String NO_VALUE = "-";

    @Override
    public String ready(PeerAddress address, String nick, Optional<PeerKey> key) {
        return said("listening on " + address + " as " + nick);
    }

    @Override
    public String message(ChatMessage message) {
        // Who wrote something unverified is not known: it is under no name.
        String from = message.unverified() ? message.from().toString() : message.name();
        return row(from, message.action() ? "* " + from + " " + message.text() : message.text());
    }

    @Override
    public String own(OwnMessage message, Delivery delivery) {
        return delivery(message.id(), message.to(), delivery);
    }

    /** Failures alone. */
    @Override
    public String delivery(MessageId id, Contact to, Delivery delivery) {
        String what = to.key().isPresent() ? "not delivered to " : "not sent to ";
        return delivery instanceof Delivery.Failed failed ? said(what + to.displayName() + ": " + failed.detail()) : "";
    }

    @Override
    public String late(OwnMessage first, int count, Delivery delivery, Instant now) {
        return "";
    }

    @Override
    public String keyChanged(ChatEvent.KeyChanged change, Instant now) {
        return said(Phrases.keyChangedLine(change));
    }

    @Override
    public String noAnswer(ChatEvent.NoAnswer silent, Instant now) {
        return said(Phrases.noAnswer(silent));
    }

    @Override
    public String peer(Contact contact, Instant now) {
        return said(Phrases.change(contact));
    }

    @Override
    public String notice(String text, Instant now) {
        return said(text);
    }

    @Override
    public String error(String code, String text, Instant now) {
        return said(text);
    }

    @Override
    public String missed(long events, Instant now) {
        return said(Phrases.missed(events));
    }

    @Override
    public String closed(Optional<String> cause, Instant now) {
        return cause.map(why -> said(Phrases.closed(cause))).orElse("");
    }

    /**
     * {@code NAME<TAB>ADDRESS<TAB>STATE<TAB>LAST_HEARD<TAB>TRUST<TAB>KEY<TAB>RTT_MS<TAB>SINCE<TAB>UNREAD}; {@code -} for no
     * value,     * times as in RFC 3339.
     */
    @Override
    public String peers(List<Contact> contacts, Instant now) {
        return contacts.stream()
                .map(contact -> row(
                        contact.key().isPresent()
                                ? contact.name()
                                : contact.alias().orElse(NO_VALUE),
                        Phrases.where(contact),
                        Phrases.state(contact).replace(' ', '_'),
                        contact.lastHeard().map(Instant::toString).orElse(NO_VALUE),
                        Phrases.trust(contact),
                        contact.key().map(PeerKey::text).orElse(NO_VALUE),
                        contact.presence().roundTrip().map(PipeRenderer::millis).orElse(NO_VALUE),
                        contact.presence().since().map(Instant::toString).orElse(NO_VALUE),
                        Long.toString(contact.unread())))
                .collect(Collectors.joining("\n"));
    }

    /** {@code KEY<TAB>VALUE} a line. */
    @Override
    public String whois(Contact contact, Instant now) {
        return fields(Phrases.whois(contact, at -> at.toString()));
    }

    /**
     * {@code session<TAB>NAME<TAB>ADDRESS<TAB>FINGERPRINT<TAB>RTT_MS<TAB>LOSS<TAB>WINDOW<TAB>IN_FLIGHT<TAB>QUEUED} for each
     * session, then {@code KEY<TAB>VALUE} a line.
     */
    @Override
    public String status(List<SessionInfo> sessions, PeerStats stats) {
        return Stream.concat(sessions.stream().map(PipeRenderer::session), Stream.of(fields(Phrases.status(stats))))
                .collect(Collectors.joining("\n"));
    }

    private static String session(SessionInfo session) {
        return row(
                "session",
                session.contact().displayName(),
                session.address().toString(),
                session.contact().key().map(PeerKey::fingerprint).orElse(NO_VALUE),
                session.roundTrip().map(PipeRenderer::millis).orElse(NO_VALUE),
                String.format(Locale.ROOT, "%.4f", session.loss()),
                Long.toString(session.window()),
                Long.toString(session.inFlight()),
                Integer.toString(session.queued()));
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6);
    }

    /** {@code NAME<TAB>RTT_MS}. */
    @Override
    public String ping(Contact contact, Duration roundTrip, Instant now) {
        return row(contact.displayName(), millis(roundTrip));
    }

    /** {@code KEY<TAB>VALUE} a line. */
    @Override
    public String safetyNumber(Contact contact, PeerKey own, String number) {
        return fields(List.of(
                new Phrases.Field("name", contact.displayName()),
                new Phrases.Field("key", contact.key().orElseThrow().text()),
                new Phrases.Field("trust", Phrases.trust(contact)),
                new Phrases.Field("own key", own.text()),
                new Phrases.Field("safety number", number)));
    }

    /** {@code TIME<TAB>FROM<TAB>TO<TAB>STATE<TAB>TEXT}; our own name is {@code -}. */
    @Override
    public String history(HistoryMessage message, Contact with, Self self, Instant now) {
        String name = with.displayName();
        String author = message.own() ? self.nick() : name;
        return row(
                message.at().toString(),
                message.own() ? NO_VALUE : name,
                message.own() ? name : NO_VALUE,
                Phrases.state(message.state()),
                message.action() ? "* " + author + " " + message.text() : message.text());
    }

    /** {@code ID<TAB>TO<TAB>TIME<TAB>TEXT}. */
    @Override
    public String waiting(WaitingMessage message, String shortId, Instant now) {
        return row(
                message.id().toString(),
                message.to().displayName(),
                message.queuedAt().toString(),
                message.text());
    }

    /** {@code KEY<TAB>VALUE} a line. */
    @Override
    public String id(String nick, String profile, PeerKey key) {
        return fields(Phrases.id(nick, profile, key));
    }

    @Override
    public String diagnosis(Diagnosis diagnosis) {
        return page(Phrases.diagnosis(diagnosis));
    }

    @Override
    public String page(String text) {
        return SafeText.text(text);
    }

    private static String fields(List<Phrases.Field> fields) {
        return fields.stream()
                .map(field -> row(field.name().replace(' ', '_'), field.value()))
                .collect(Collectors.joining("\n"));
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder();
        for (String cell : cells) {
            row.append(row.isEmpty() ? "" : "\t").append(SafeText.line(cell));
        }
        return row.toString();
    }

    private static String said(String text) {
        return PROGRAM + SafeText.line(text);
    }
}
