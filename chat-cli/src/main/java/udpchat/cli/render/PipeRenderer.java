package udpchat.cli.render;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;

/**
 * For a pipe or a file, to be cut with {@code cut}, {@code awk} and {@code while read}. A message is
 *
 * <pre>{@code FROM<TAB>TEXT}</pre>
 *
 * on exactly one line with exactly one TAB. FROM is the alias if there is one, else {@code ip:port}, which can be told
 * apart by the colon and be given back as PEER. TEXT has been through {@link SafeText#line}: a line feed in it is {@code
 * ^J}, a TAB {@code ^I}, so no text can look like a line of its own or like a second field; whoever needs every byte
 * takes JSON. Our own messages are not repeated. Tables are TAB-separated without a header. Notices and errors begin
 * with {@code udpchat:} as programs' messages do.
 */
public final class PipeRenderer implements Renderer {
    private static final String PROGRAM = "udpchat: ";
    private static final String NO_VALUE = "-";

    @Override
    public String ready(PeerAddress address, String nick) {
        return said("listening on " + address + " as " + nick);
    }

    @Override
    public String message(ChatMessage message) {
        return row(message.alias().orElseGet(() -> message.from().toString()), message.text());
    }

    @Override
    public String own(OwnMessage message, Delivery delivery) {
        return delivery instanceof Delivery.Failed failed
                ? said("not sent to " + message.to().displayName() + ": " + failed.detail())
                : "";
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

    /** {@code NAME<TAB>ADDRESS<TAB>plain|ignored<TAB>LAST_HEARD}; {@code -} for no value, the time as in RFC 3339. */
    @Override
    public String peers(List<Contact> contacts, Instant now) {
        return contacts.stream()
                .map(contact -> row(
                        contact.alias().orElse(NO_VALUE),
                        contact.address()
                                .map(PeerAddress::toString)
                                .orElseGet(() -> contact.spec().toString()),
                        contact.ignored() ? "ignored" : "plain",
                        contact.lastHeard().map(Instant::toString).orElse(NO_VALUE)))
                .collect(Collectors.joining("\n"));
    }

    /** {@code KEY<TAB>VALUE} a line. */
    @Override
    public String whois(Contact contact, Instant now) {
        return fields(Phrases.whois(contact, at -> at.toString()));
    }

    /** {@code KEY<TAB>VALUE} a line. */
    @Override
    public String status(PeerStats stats) {
        return fields(Phrases.status(stats));
    }

    /** {@code KEY<TAB>VALUE} a line. */
    @Override
    public String id(String nick, String profile) {
        return fields(Phrases.id(nick, profile));
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
