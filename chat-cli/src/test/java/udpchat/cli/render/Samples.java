package udpchat.cli.render;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.model.PeerStats;

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

    static OwnMessage own(String text) {
        return new OwnMessage(BOB, false, text, NOW);
    }
}
