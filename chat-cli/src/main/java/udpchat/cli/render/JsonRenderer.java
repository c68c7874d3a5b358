package udpchat.cli.render;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;

/**
 * For programs: one JSON object a line, each with {@code "v":1} and {@code "event"}, as {@code
 * docs/schema/events.schema.json} says. A field may be added, none is renamed or removed. Text is not filtered but
 * escaped, see {@link JsonLine}. Keys and message ids come with secure sessions and are null here.
 */
public final class JsonRenderer implements Renderer {
    private static final int VERSION = 1;
    private static final String PLAIN = "plain";

    @Override
    public String ready(PeerAddress address, String nick) {
        return event("ready")
                .put("addr", address.toString())
                .put("port", address.port())
                .put("nick", nick)
                .putNull("key")
                .toString();
    }

    @Override
    public String message(ChatMessage message) {
        JsonLine line = event("message").putNull("id").begin("from");
        who(line, message.alias(), Optional.of(message.from()));
        return line.end()
                .put("text", message.text())
                .put("at", message.at().toEpochMilli())
                .put("action", false)
                .toString();
    }

    @Override
    public String own(OwnMessage message, Delivery delivery) {
        JsonLine line = event("delivery").putNull("id").begin("to");
        who(line, message.to().alias(), message.to().address());
        line.end();
        if (delivery instanceof Delivery.Failed failed) {
            line.put("state", "failed")
                    .put("reason", failed.reason().name().toLowerCase(Locale.ROOT))
                    .put("detail", failed.detail());
        } else {
            line.put("state", "sent").putNull("reason").putNull("detail");
        }
        return line.putNull("rtt_ms").toString();
    }

    @Override
    public String peer(Contact contact, Instant now) {
        JsonLine line = event("peer");
        line.put("name", contact.alias().orElse(null));
        line.put("addr", contact.address().map(PeerAddress::toString).orElse(null));
        return line.putNull("key")
                .put("state", PLAIN)
                .put("trust", PLAIN)
                .put("spec", contact.spec().toString())
                .put("ignored", contact.ignored())
                .put(
                        "last_heard",
                        contact.lastHeard()
                                .map(at -> OptionalLong.of(at.toEpochMilli()))
                                .orElse(OptionalLong.empty()))
                .put("received", contact.received())
                .put("sent", contact.sent())
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

    @Override
    public String status(PeerStats stats) {
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
    public String id(String nick, String profile) {
        return event("id")
                .put("nick", nick)
                .putNull("key")
                .put("profile", profile)
                .toString();
    }

    @Override
    public String page(String text) {
        return event("notice").put("text", text).toString();
    }

    private static JsonLine event(String name) {
        return new JsonLine().put("v", VERSION).put("event", name);
    }

    private static void who(JsonLine line, Optional<String> name, Optional<PeerAddress> address) {
        line.put("name", name.orElse(null));
        line.put("addr", address.map(PeerAddress::toString).orElse(null));
        line.putNull("key").put("trust", PLAIN);
    }
}
