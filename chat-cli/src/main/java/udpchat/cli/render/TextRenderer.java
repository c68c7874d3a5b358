package udpchat.cli.render;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;

/**
 * For people, in the console or any terminal.
 *
 * <pre>{@code
 * 10:42  -- bob · 192.168.1.9:8089 is here · plain, no key --
 * 10:42    bob [plain]  hello,
 *                       are you there?
 * 10:42 …  you  yes
 * 10:43 ✗  you  anybody?
 *               not sent: network is unreachable
 * }</pre>
 *
 * With {@link TextOptions#words()} instead:
 *
 * <pre>{@code
 * 10:42 notice: bob · 192.168.1.9:8089 is here · plain, no key
 * 10:42 bob (plain): hello,
 *   are you there?
 * 10:42 you (sent): yes
 * 10:43 you (not sent: network is unreachable): anybody?
 * }</pre>
 *
 * The mark {@code …} says sent and no more: a plain peer confirms nothing, so none of its messages gets {@code ✓}.
 */
public final class TextRenderer implements Renderer {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final String SENT = "…";
    private static final String FAILED = "✗";
    private static final String NO_MARK = " ";
    private static final String YOU = "you";
    private static final int WORDS_INDENT = 2;

    private final TextOptions options;
    private final Style style;
    private final PeerTable table;

    public TextRenderer(TextOptions options) {
        this.options = options;
        this.style = new Style(options.color());
        this.table = new PeerTable(options.words(), style);
    }

    @Override
    public String ready(PeerAddress address, String nick) {
        String name = SafeText.line(nick);
        String where = address.ip().isAnyLocalAddress() ? "port " + address.port() : address.toString();
        return options.words()
                ? "udpchat, you are " + name + ", listening on " + where + ", /help for commands"
                : style.bold("udpchat") + " · " + name + " · " + where + " · /help for commands";
    }

    @Override
    public String message(ChatMessage message) {
        String address = message.from().toString();
        String name = SafeText.line(message.alias().orElse(address));
        return said(message.at(), NO_MARK, name, style.peer(name, address), "plain", message.text());
    }

    @Override
    public String own(OwnMessage message, Delivery delivery) {
        String to = SafeText.line(message.to().displayName());
        String name = message.aside() ? YOU + (options.words() ? " to " : " → ") + to : YOU;
        if (!(delivery instanceof Delivery.Failed failed)) {
            return said(message.at(), SENT, name, style.bold(name), options.words() ? "sent" : "", message.text());
        }
        String reason = "not sent: " + SafeText.line(failed.detail());
        return options.words()
                ? said(message.at(), FAILED, name, name, reason, message.text())
                : said(message.at(), FAILED, name, style.bold(name), "", message.text() + "\n" + reason);
    }

    /**
     * A line of chat.
     *
     * @param name filtered
     * @param tag filtered, or empty
     * @param text unfiltered
     */
    private String said(Instant at, String mark, String name, String styledName, String tag, String text) {
        String time = time(at);
        String safe = SafeText.text(text);
        if (options.words()) {
            String rest = (tag.isEmpty() ? "" : " (" + tag + ")") + ": ";
            return hang(time + " " + name + rest, style.dim(time) + " " + styledName + rest, safe, WORDS_INDENT);
        }
        String rest = (tag.isEmpty() ? "" : " [" + tag + "]") + "  ";
        String styledMark = mark.equals(FAILED) ? style.alarm(mark) : mark;
        String prefix = time + " " + mark + "  " + name + rest;
        String styled = style.dim(time) + " " + styledMark + "  " + styledName + rest;
        return hang(prefix, styled, safe, Columns.width(prefix));
    }

    @Override
    public String peer(Contact contact, Instant now) {
        return notice(Phrases.change(contact), now);
    }

    @Override
    public String notice(String text, Instant now) {
        String time = time(now);
        String safe = SafeText.line(text);
        return options.words()
                ? hang(time + " notice: ", style.dim(time) + " notice: ", safe, WORDS_INDENT)
                : hang(time + "  -- ", style.dim(time) + "  -- ", safe + " --", time.length() + 5);
    }

    @Override
    public String error(String code, String text, Instant now) {
        String time = time(now);
        String safe = SafeText.line(text);
        return options.words()
                ? hang(time + " error: ", style.dim(time) + " error: ", safe, WORDS_INDENT)
                : hang(time + "  !! ", style.dim(time) + "  " + style.alarm("!!") + " ", safe, time.length() + 5);
    }

    @Override
    public String missed(long events, Instant now) {
        return error("missed", Phrases.missed(events), now);
    }

    @Override
    public String closed(Optional<String> cause, Instant now) {
        String text = Phrases.closed(cause);
        return cause.isPresent() ? error("closed", text, now) : notice(text, now);
    }

    @Override
    public String peers(List<Contact> contacts, Instant now) {
        return contacts.isEmpty()
                ? "no peers yet: write to one with /to host:port, or wait until one writes to you"
                : table.peers(contacts, at -> day(at, now));
    }

    @Override
    public String whois(Contact contact, Instant now) {
        return table.fields(Phrases.whois(contact, at -> day(at, now)));
    }

    @Override
    public String status(PeerStats stats) {
        return table.fields(Phrases.status(stats));
    }

    @Override
    public String id(String nick, String profile) {
        return table.fields(Phrases.id(nick, profile));
    }

    @Override
    public String page(String text) {
        return SafeText.text(text);
    }

    private String hang(String prefix, String styled, String text, int indent) {
        return Block.hang(prefix, styled, text, indent, options.columns().getAsInt());
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(options.zone()));
    }

    /** The time of day, with the date where it is not today's. */
    private String day(Instant at, Instant now) {
        ZonedDateTime when = at.atZone(options.zone());
        LocalDate today = now.atZone(options.zone()).toLocalDate();
        return (when.toLocalDate().equals(today) ? TIME : DAY).format(when);
    }
}
