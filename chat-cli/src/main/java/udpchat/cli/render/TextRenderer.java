package udpchat.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * For people, in the console or any terminal.
 *
 * <pre>{@code
 * 10:42  -- bob is here · 192.168.1.9:8089 · new key 77d1 0b5e… · /verify bob to compare --
 * 10:42    bob  你好! are you there?
 * 10:42 ✓  you  yes
 * 10:42    * bob waves
 * 10:43    10.0.0.5:9000 [plain]  hello,
 *                                 anybody?
 * 10:43 …  you  on the way, or gone: who knows
 * 10:43 ✗  you  anybody?
 *               not sent: network is unreachable
 * 10:44 ?  192.168.1.9:8089 [plain] [unverified]  this may be anybody
 * }</pre>
 *
 * With {@link TextOptions#words()} instead:
 *
 * <pre>{@code
 * 10:42 notice: bob is here · 192.168.1.9:8089 · new key 77d1 0b5e… · /verify bob to compare
 * 10:42 bob: 你好! are you there?
 * 10:42 you (delivered): yes
 * 10:42 bob (action): waves
 * 10:43 10.0.0.5:9000 (plain): hello,
 *   anybody?
 * 10:43 you (not delivered yet): on the way
 * 10:43 you (not sent: network is unreachable): anybody?
 * }</pre>
 *
 * The mark {@code ✓} says that the peer stored it, {@code …} that this is not known: a plain peer confirms nothing, so none
 * of its messages ever gets {@code ✓}; {@code ✓✓} says that the person there has read it.
 */
public final class TextRenderer implements Renderer {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final String DELIVERED = "✓";
    private static final String READ = "✓✓";
    private static final String SENT = "…";
    private static final String FAILED = "✗";
    private static final String DOUBTFUL = "?";
    private static final String NO_MARK = " ";
    private static final String YOU = "you";
    private static final String PLAIN = "plain";
    private static final String UNVERIFIED = "unverified";
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
    public String ready(PeerAddress address, String nick, Optional<PeerKey> key) {
        String name = SafeText.line(nick);
        String where = address.ip().isAnyLocalAddress() ? "port " + address.port() : address.toString();
        if (options.words()) {
            String known = key.map(k -> ", key " + k.fingerprint()).orElse(", plain text only");
            return "udpchat, you are " + name + ", listening on " + where + known + ", /help for commands";
        }
        String known = key.map(k -> "key " + Phrases.shortFingerprint(k)).orElse("plain text only");
        return style.bold("udpchat") + " · " + name + " · " + where + " · " + known + " · /help for commands";
    }

    @Override
    public String message(ChatMessage message) {
        String address = message.from().toString();
        // Who wrote something unverified is not known: it is under no name.
        String name = SafeText.line(message.unverified() ? address : message.name());
        String identity = message.key().map(PeerKey::text).orElse(address);
        List<String> tags = message.unverified()
                ? List.of(PLAIN, UNVERIFIED)
                : message.key().isEmpty() ? List.of(PLAIN) : List.of();
        return new Line(message.at(), message.unverified() ? DOUBTFUL : NO_MARK, name, style.peer(name, identity))
                .with(tags, message.action(), message.text());
    }

    @Override
    public String own(OwnMessage message, Delivery delivery) {
        String to = SafeText.line(message.to().displayName());
        String name = message.actor()
                .filter(nick -> !options.words())
                .map(SafeText::line)
                .orElse(YOU);
        name += message.aside() ? (options.words() ? " to " : " → ") + to : "";
        boolean action = message.actor().isPresent();
        String told = told(delivery, message.to());
        if (options.words()) {
            return new Line(message.at(), NO_MARK, name, style.bold(name)).with(List.of(told), action, message.text());
        }
        String text = delivery instanceof Delivery.Failed ? message.text() + "\n" + told : message.text();
        return new Line(message.at(), mark(delivery), name, style.bold(name)).with(List.of(), action, text);
    }

    private static String mark(Delivery delivery) {
        if (delivery instanceof Delivery.Delivered || delivery instanceof Delivery.Read) {
            return delivery instanceof Delivery.Read ? READ : DELIVERED;
        }
        return delivery instanceof Delivery.Failed ? FAILED : SENT;
    }

    /** In words; filtered. */
    private static String told(Delivery delivery, Contact to) {
        if (delivery instanceof Delivery.Failed failed) {
            String what = to.key().isPresent() ? "not delivered: " : "not sent: ";
            return what + SafeText.line(failed.detail());
        }
        if (delivery instanceof Delivery.Queued
                || (delivery instanceof Delivery.Sent && to.key().isPresent())) {
            return "not delivered yet";
        }
        return delivery instanceof Delivery.Sent ? "sent" : delivery instanceof Delivery.Read ? "read" : "delivered";
    }

    /** A line of chat. The name was filtered before. */
    private final class Line {
        private final String time;
        private final String mark;
        private final String name;
        private final String styledName;

        Line(Instant at, String mark, String name, String styledName) {
            this(TIME.format(at.atZone(options.zone())), mark, name, styledName);
        }

        Line(String time, String mark, String name, String styledName) {
            this.time = time;
            this.mark = mark;
            this.name = name;
            this.styledName = styledName;
        }

        /**
         * @param tags filtered
         * @param text unfiltered
         */
        String with(List<String> tags, boolean action, String text) {
            String safe = SafeText.text(text);
            if (options.words()) {
                String joined = String.join(", ", tags) + (action ? (tags.isEmpty() ? "" : ", ") + "action" : "");
                String rest = (joined.isEmpty() ? "" : " (" + joined + ")") + ": ";
                return hang(time + " " + name + rest, style.dim(time) + " " + styledName + rest, safe, WORDS_INDENT);
            }
            StringBuilder rest = new StringBuilder();
            tags.forEach(tag -> rest.append(" [").append(tag).append(']'));
            rest.append(action ? " " : "  ");
            String star = action ? "* " : "";
            String styledMark = mark.equals(FAILED) || mark.equals(DOUBTFUL) ? style.alarm(mark) : mark;
            String gap = mark.equals(READ) ? " " : "  ";
            String prefix = time + " " + mark + gap + star + name + rest;
            String styled = style.dim(time) + " " + styledMark + gap + star + styledName + rest;
            return hang(prefix, styled, safe, Columns.width(prefix));
        }
    }

    /** Each is told where the message stands, or by {@link #late}. */
    @Override
    public String delivery(MessageId id, Contact to, Delivery delivery) {
        return "";
    }

    @Override
    public String late(OwnMessage first, int count, Delivery delivery, Instant now) {
        String text = Phrases.late(first, count, delivery);
        if (!(delivery instanceof Delivery.Failed)) {
            return notice(text, now);
        }
        String time = time(now);
        String safe = SafeText.line(text);
        return options.words()
                ? hang(time + " error: ", style.dim(time) + " error: ", safe, WORDS_INDENT)
                : hang(time + " ✗  ", style.dim(time) + " " + style.alarm(FAILED) + "  ", safe, time.length() + 4);
    }

    @Override
    public String keyChanged(ChatEvent.KeyChanged change, Instant now) {
        return alarm(SafeText.text(Phrases.keyChanged(change)), now);
    }

    @Override
    public String noAnswer(ChatEvent.NoAnswer silent, Instant now) {
        return error("no_answer", Phrases.noAnswer(silent), now);
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
        return alarm(SafeText.line(text), now);
    }

    private String alarm(String safe, Instant now) {
        String time = time(now);
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
        return wrap(table.fields(Phrases.whois(contact, at -> day(at, now))));
    }

    @Override
    public String status(List<SessionInfo> sessions, PeerStats stats) {
        String counters = table.fields(Phrases.status(stats));
        return sessions.isEmpty() ? counters : table.sessions(sessions) + "\n" + counters;
    }

    @Override
    public String ping(Contact contact, Duration roundTrip, Instant now) {
        return notice(contact.displayName() + " answered in " + Phrases.time(roundTrip), now);
    }

    @Override
    public String safetyNumber(Contact contact, PeerKey own, String number) {
        return page(SafetyPage.of(contact, own, number));
    }

    @Override
    public String history(HistoryMessage message, Contact with, Self self, Instant now) {
        String name = SafeText.line(with.displayName());
        String when = day(message.at(), now);
        if (!message.own()) {
            return new Line(when, NO_MARK, name, style.peer(name, message.peer().text()))
                    .with(List.of(), message.action(), message.text());
        }
        String author = options.words() ? YOU + " to " + name : YOU + " → " + name;
        if (options.words()) {
            return new Line(when, NO_MARK, author, style.bold(author))
                    .with(List.of(Phrases.state(message.state())), message.action(), message.text());
        }
        String mark = switch (message.state()) {
            case DELIVERED -> DELIVERED;
            case READ -> READ;
            case FAILED, DOUBTFUL -> FAILED;
            default -> SENT;
        };
        return new Line(when, mark, author, style.bold(author)).with(List.of(), message.action(), message.text());
    }

    @Override
    public String waiting(WaitingMessage message, String shortId, Instant now) {
        String name = SafeText.line(message.to().displayName());
        String author = (options.words() ? "to " : "→ ") + name;
        return new Line(day(message.queuedAt(), now), SENT, author, author)
                .with(List.of(shortId), message.action(), message.text());
    }

    @Override
    public String id(String nick, String profile, PeerKey key) {
        return wrap(table.fields(Phrases.id(nick, profile, key)));
    }

    @Override
    public String diagnosis(Diagnosis diagnosis) {
        return page(Phrases.diagnosis(diagnosis));
    }

    @Override
    public String page(String text) {
        return wrap(SafeText.text(text));
    }

    /** Lines that are too long for the window go on below where their last column begins. */
    private String wrap(String page) {
        int columns = options.columns().getAsInt();
        return columns <= 0
                ? page
                : page.lines().map(line -> Block.line(line, columns)).collect(Collectors.joining("\n"));
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
