package udpchat.cli.render;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;

/** What is said to people in the same words wherever they read it; unfiltered. */
final class Phrases {

    /** One line of a short table. */
    record Field(String name, String value) {}

    private Phrases() {}

    static String change(Contact contact) {
        String who = contact.displayName() + endpoint(contact);
        if (contact.ignored()) {
            return who + " is ignored";
        }
        return who + (contact.lastHeard().isPresent() ? " is here" : " is in the peer list") + " · plain, no key";
    }

    /** The address where the name alone does not say it. */
    private static String endpoint(Contact contact) {
        return contact.alias()
                .flatMap(alias -> contact.address())
                .map(address -> " · " + address)
                .orElse("");
    }

    static String missed(long events) {
        return (events == 1 ? "1 event was" : events + " events were")
                + " not shown: more arrived than could be written here";
    }

    static String closed(Optional<String> cause) {
        return cause.map(why -> "closed: " + why).orElse("closed");
    }

    static List<Field> whois(Contact contact, Function<Instant, String> time) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("name", contact.alias().orElse("none; /add NAME PEER gives one")));
        fields.add(new Field(
                "address", contact.address().map(PeerAddress::toString).orElse("not looked up yet")));
        fields.add(new Field("given as", contact.spec().toString()));
        fields.add(new Field("trust", "plain: no key, anyone on the way can read and forge"));
        fields.add(new Field("ignored", contact.ignored() ? "yes" : "no"));
        fields.add(new Field("last heard", contact.lastHeard().map(time).orElse("never")));
        fields.add(new Field("received", Long.toString(contact.received())));
        fields.add(new Field("sent", Long.toString(contact.sent())));
        return fields;
    }

    static List<Field> id(String nick, String profile) {
        return List.of(
                new Field("nick", nick), new Field("profile", profile), new Field("key", "none: plain text only"));
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
}
