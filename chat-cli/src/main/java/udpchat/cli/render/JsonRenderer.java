package udpchat.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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
import udpchat.model.Trust;
import udpchat.model.WaitingMessage;

/**
 * For programs: one JSON object a line, each with {@code "v":1} and {@code "event"}, as {@code
 * docs/schema/events.schema.json} says. A field may be added, none is renamed or removed. Text is not filtered but
 * escaped, see {@link JsonLine}.
 */
public final class JsonRenderer implements Renderer {
    private static final int VERSION = 1;

    @Override
    public String ready(PeerAddress address, String nick, Optional<PeerKey> key) {
        return event("ready")
                .put("addr", address.toString())
                .put("port", address.port())
                .put("nick", nick)
                .put("key", key.map(PeerKey::text).orElse(null))
                .toString();
    }

    @Override
    public String message(ChatMessage message) {
        JsonLine line = event("message")
                .put("id", message.id().map(MessageId::toString).orElse(null))
                .begin("from");
        who(
                line,
                message.key().isPresent() ? Optional.of(message.name()) : message.alias(),
                Optional.of(message.from()),
                message.key(),
                message.trust());
        return line.end()
                .put("text", message.text())
                .put("at", message.at().toEpochMilli())
                .put("action", message.action())
                .put("sent_at", millis(message.sentAt()))
                .put("unverified", message.unverified())
                .put("redelivered", message.redelivered())
                .toString();
    }

    @Override
    public String own(OwnMessage message, Delivery delivery) {
        return delivery(message.id(), message.to(), delivery);
    }

    @Override
    public String late(OwnMessage first, int count, Delivery delivery, Instant now) {
        return "";
    }

    @Override
    public String delivery(MessageId id, Contact to, Delivery delivery) {
        JsonLine line = event("delivery").put("id", id.toString()).begin("to");
        who(line, name(to), to.address(), to.key(), to.trust());
        line.end().put("state", state(delivery));
        if (delivery instanceof Delivery.Failed failed) {
            line.put("reason", failed.reason().name().toLowerCase(Locale.ROOT)).put("detail", failed.detail());
        } else {
            line.putNull("reason").putNull("detail");
        }
        return line.putMillis(
                        "rtt_ms",
                        delivery instanceof Delivery.Delivered delivered
                                ? Optional.of(delivered.roundTrip())
                                : Optional.empty())
                .toString();
    }

    private static String state(Delivery delivery) {
        return delivery.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @Override
    public String peer(Contact contact, Instant now) {
        JsonLine line = event("peer");
        return line.put("name", name(contact).orElse(null))
                .put("addr", contact.address().map(PeerAddress::toString).orElse(null))
                .put("key", contact.key().map(PeerKey::text).orElse(null))
                .put("state", state(contact))
                .put("trust", Phrases.trust(contact))
                .put("nick", contact.nick().orElse(null))
                .put("away", contact.away())
                .put("fingerprint", contact.key().map(PeerKey::fingerprint).orElse(null))
                .put("spec", contact.spec().toString())
                .put("ignored", contact.ignored())
                .put("last_heard", millis(contact.lastHeard()))
                .put("received", contact.received())
                .put("sent", contact.sent())
                .put("since", millis(contact.presence().since()))
                .putMillis("rtt_ms", contact.presence().roundTrip())
                .put("brief", contact.isBrief())
                .put("unread", contact.unread())
                .toString();
    }

    private static String state(Contact contact) {
        if (contact.key().isEmpty()) {
            return "plain";
        }
        return switch (contact.state()) {
            case UP -> "up";
            case UNREACHABLE -> "unreachable";
            default -> "offline";
        };
    }

    @Override
    public String keyChanged(ChatEvent.KeyChanged change, Instant now) {
        return event("error")
                .put("code", "key_changed")
                .put("text", Phrases.keyChangedLine(change))
                .put("name", name(change.contact()).orElse(null))
                .put("addr", change.address().toString())
                .put("expected", change.expected().text())
                .put("found", change.found().text())
                .toString();
    }

    @Override
    public String wrongKey(ChatEvent.WrongKey wrong, Instant now) {
        return event("error")
                .put("code", "wrong_key")
                .put("text", Phrases.wrongKey(wrong))
                .put("addr", wrong.address().toString())
                .put("expected", wrong.expected().text())
                .put("found", wrong.found().text())
                .toString();
    }

    @Override
    public String noAnswer(ChatEvent.NoAnswer silent, Instant now) {
        return event("error")
                .put("code", "no_answer")
                .put("text", Phrases.noAnswer(silent))
                .put("name", name(silent.to()).orElse(null))
                .put("addr", silent.to().address().map(PeerAddress::toString).orElse(null))
                .put("held", silent.held())
                .toString();
    }

    @Override
    public String notice(String text, Instant now) {
        return event("notice").put("text", text).toString();
    }

    @Override
    public String error(String code, String text, Instant now) {
        return event("error").put("code", code).put("text", text).toString();
    }

    @Override
    public String missed(long events, Instant now) {
        return event("error")
                .put("code", "missed")
                .put("text", events + " events were not kept: this reader is slower than the network")
                .put("count", events)
                .toString();
    }

    @Override
    public String closed(Optional<String> cause, Instant now) {
        return event("closed").put("reason", cause.orElse(null)).toString();
    }

    /** One {@code peer} object a line. */
    @Override
    public String peers(List<Contact> contacts, Instant now) {
        return contacts.stream().map(contact -> peer(contact, now)).collect(Collectors.joining("\n"));
    }

    @Override
    public String whois(Contact contact, Instant now) {
        return peer(contact, now);
    }

    /** Each session is an object on a line of its own; the totals follow in one more. */
    @Override
    public String status(List<SessionInfo> sessions, PeerStats stats) {
        return Stream.concat(sessions.stream().map(JsonRenderer::session), Stream.of(status(stats)))
                .collect(Collectors.joining("\n"));
    }

    private static String session(SessionInfo session) {
        Contact contact = session.contact();
        return event("session")
                .put("name", name(contact).orElse(null))
                .put("addr", session.address().toString())
                .put("key", contact.key().map(PeerKey::text).orElse(null))
                .putMillis("rtt_ms", session.roundTrip())
                .put("loss", session.loss())
                .put("window", session.window())
                .put("in_flight", session.inFlight())
                .put("queued", session.queued())
                .put("key_age_s", session.keyAge().toSeconds())
                .toString();
    }

    private static String status(PeerStats stats) {
        return event("status")
                .put("datagrams_in", stats.datagramsIn())
                .put("bytes_in", stats.bytesIn())
                .put("datagrams_out", stats.datagramsOut())
                .put("bytes_out", stats.bytesOut())
                .put("empty", stats.empty())
                .put("ignored", stats.ignored())
                .put("malformed", stats.malformed())
                .put("missed", stats.missed())
                .toString();
    }

    @Override
    public String ping(Contact contact, Duration roundTrip, Instant now) {
        return event("ping")
                .put("name", name(contact).orElse(null))
                .put("addr", contact.address().map(PeerAddress::toString).orElse(null))
                .put("key", contact.key().map(PeerKey::text).orElse(null))
                .putMillis("rtt_ms", Optional.of(roundTrip))
                .toString();
    }

    @Override
    public String safetyNumber(Contact contact, PeerKey own, String number) {
        return event("safety_number")
                .put("name", name(contact).orElse(null))
                .put("key", contact.key().map(PeerKey::text).orElse(null))
                .put("trust", Phrases.trust(contact))
                .put("own_key", own.text())
                .put("number", number)
                .toString();
    }

    /** A {@code message}, with a few fields more. */
    @Override
    public String history(HistoryMessage message, Contact with, Self self, Instant now) {
        JsonLine line = event("message").put("id", message.id().toString()).begin("from");
        if (message.own()) {
            who(line, Optional.of(self.nick()), Optional.empty(), Optional.of(self.key()), Trust.VERIFIED);
        } else {
            who(line, name(with), with.address(), Optional.of(message.peer()), with.trust());
        }
        line.end()
                .put("text", message.text())
                .put("at", message.at().toEpochMilli())
                .put("action", message.action())
                .put("sent_at", message.sentAt().toEpochMilli())
                .put("unverified", false)
                .put("redelivered", false)
                .put("own", message.own())
                .put("state", Phrases.state(message.state()))
                .begin("with");
        who(line, name(with), with.address(), Optional.of(message.peer()), with.trust());
        return line.end().toString();
    }

    /** A {@code delivery}, with the text. */
    @Override
    public String waiting(WaitingMessage message, String shortId, Instant now) {
        Contact to = message.to();
        JsonLine line = event("delivery").put("id", message.id().toString()).begin("to");
        who(line, name(to), to.address(), to.key(), to.trust());
        return line.end()
                .put("state", "queued")
                .putNull("reason")
                .putNull("detail")
                .putMillis("rtt_ms", Optional.empty())
                .put("text", message.text())
                .put("action", message.action())
                .put("at", message.queuedAt().toEpochMilli())
                .toString();
    }

    @Override
    public String id(String nick, String profile, PeerKey key) {
        return event("id")
                .put("nick", nick)
                .put("key", key.text())
                .put("fingerprint", key.fingerprint())
                .put("profile", profile)
                .toString();
    }

    @Override
    public String diagnosis(Diagnosis diagnosis) {
        return DiagnosisJson.of(diagnosis);
    }

    @Override
    public String page(String text) {
        return event("notice").put("text", text).toString();
    }

    private static JsonLine event(String name) {
        return new JsonLine().put("v", VERSION).put("event", name);
    }

    /** Whom the peer can be called; an address is no name. */
    private static Optional<String> name(Contact contact) {
        return contact.key().isPresent() ? Optional.of(contact.name()) : contact.alias();
    }

    private static OptionalLong millis(Optional<Instant> at) {
        return at.isPresent() ? OptionalLong.of(at.get().toEpochMilli()) : OptionalLong.empty();
    }

    private static void who(
            JsonLine line, Optional<String> name, Optional<PeerAddress> address, Optional<PeerKey> key, Trust trust) {
        line.put("name", name.orElse(null))
                .put("addr", address.map(PeerAddress::toString).orElse(null))
                .put("key", key.map(PeerKey::text).orElse(null))
                .put("trust", trust.name().toLowerCase(Locale.ROOT));
    }
}
