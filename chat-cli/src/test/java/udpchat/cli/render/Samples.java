package udpchat.cli.render;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.PeerStats;
import udpchat.model.Presence;
import udpchat.model.SessionInfo;
import udpchat.model.Trust;

/** Values that the renderers' tests share. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-01T10:42:07Z");
    static final PeerAddress ADDRESS = PeerAddress.of(new InetSocketAddress("10.0.0.5", 9000));
    static final PeerStats STATS = new PeerStats(12, 3400, 7, 900, 1, 2, 3, 4);

    static final Contact STRANGER = new Contact(
            Optional.empty(),
            PeerSpec.parse("10.0.0.5:9000"),
            Optional.of(ADDRESS),
            false,
            Optional.of(NOW.minusSeconds(60)),
            3,
            1);

    static final Contact BOB = new Contact(
            Optional.of("bob"),
            PeerSpec.parse("192.168.1.9"),
            Optional.of(PeerAddress.of(new InetSocketAddress("192.168.1.9", 8089))),
            false,
            Optional.of(NOW.minusSeconds(3 * 86400)),
            0,
            0);

    static final Contact UNSEEN = new Contact(
            Optional.of("小明"), PeerSpec.parse("ming.example"), Optional.empty(), true, Optional.empty(), 0, 0);

    private Samples() {}

    static ChatMessage message(String alias, String text) {
        return new ChatMessage(ADDRESS, Optional.ofNullable(alias), text, NOW);
    }

    static final PeerKey KEY = new PeerKey("0123456789abcdef".repeat(4));
    static final PeerKey OTHER_KEY = new PeerKey("fedcba9876543210".repeat(4));
    static final MessageId ID = new MessageId(0x0123456789abcdefL, 0xfL);
    static final String ID_TEXT = "0123456789abcdef000000000000000f";
    static final PeerAddress AT = PeerAddress.of(new InetSocketAddress("192.168.1.7", 8089));

    /** Somebody who wrote plain text from this port. */
    static Contact plain(int port) {
        PeerAddress at = PeerAddress.of(new InetSocketAddress("10.0.0.5", port));
        return new Contact(Optional.empty(), PeerSpec.of(at), Optional.of(at), false, Optional.of(NOW), 1, 0);
    }

    /** A peer with a key. */
    static Contact secure(String name, PeerState state, Trust trust, boolean away) {
        return secure(name, state, trust, away, Presence.Stay.LASTING);
    }

    /** One that says how long it is there. */
    static Contact secure(String name, PeerState state, Trust trust, boolean away, Presence.Stay stay) {
        return new Contact(
                Optional.empty(),
                PeerSpec.of(KEY, AT),
                Optional.of(KEY),
                Optional.of(name),
                name,
                state,
                trust,
                away,
                List.of(AT),
                false,
                Optional.of(NOW.minusSeconds(60)),
                5,
                6,
                Presence.UNKNOWN.with(stay),
                0);
    }

    /** Carol, who is here. */
    static Contact carol() {
        return measured(secure("carol", PeerState.UP, Trust.PINNED, false));
    }

    /** The same one, for a minute and 0.8 ms away. */
    private static Contact measured(Contact c) {
        Presence presence = new Presence(
                Optional.of(NOW.minusSeconds(60)), Optional.of(Duration.ofNanos(812_345)), Presence.Stay.LASTING);
        return new Contact(
                c.alias(),
                c.spec(),
                c.key(),
                c.nick(),
                c.name(),
                c.state(),
                c.trust(),
                c.away(),
                c.addresses(),
                c.ignored(),
                c.lastHeard(),
                c.received(),
                c.sent(),
                presence,
                c.unread());
    }

    /** A message of Carol's. */
    static ChatMessage secureMessage(String text, boolean action) {
        return new ChatMessage(
                Optional.of(ID),
                AT,
                Optional.empty(),
                Optional.of(KEY),
                "carol",
                Trust.PINNED,
                false,
                text,
                action,
                Optional.of(NOW.minusSeconds(1)),
                NOW,
                false);
    }

    static SessionInfo session() {
        return new SessionInfo(
                carol(), AT, Optional.of(Duration.ofNanos(812_345)), 0.0125, 12_000, 300, 2, Duration.ofSeconds(61));
    }

    static OwnMessage own(Contact to, boolean aside, String text) {
        return new OwnMessage(ID, to, aside, text, Optional.empty(), NOW);
    }

    static OwnMessage action(Contact to, boolean aside, String text) {
        return new OwnMessage(ID, to, aside, text, Optional.of("alice"), NOW);
    }

    static OwnMessage own(String text) {
        return own(BOB, false, text);
    }
}
