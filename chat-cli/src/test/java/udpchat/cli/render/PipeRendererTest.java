package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.cli.render.Samples.ADDRESS;
import static udpchat.cli.render.Samples.AT;
import static udpchat.cli.render.Samples.BOB;
import static udpchat.cli.render.Samples.ID;
import static udpchat.cli.render.Samples.KEY;
import static udpchat.cli.render.Samples.NOW;
import static udpchat.cli.render.Samples.OTHER_KEY;
import static udpchat.cli.render.Samples.STATS;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.UNSEEN;
import static udpchat.cli.render.Samples.carol;
import static udpchat.cli.render.Samples.message;
import static udpchat.cli.render.Samples.own;
import static udpchat.cli.render.Samples.secure;
import static udpchat.cli.render.Samples.secureMessage;
import static udpchat.cli.render.Samples.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Trust;

class PipeRendererTest {
    private final Renderer pipe = new PipeRenderer();

    @Test
    void aMessageIsOneLineWithOneTab() {
        assertEquals("10.0.0.5:9000\thello  world", pipe.message(message(null, "hello  world")));
        assertEquals("bob\t你好", pipe.message(message("bob", "你好")));
        assertEquals(
                "bob\ta^Jalice^Ifake^M^Jx<U+2028>\\u0085",
                pipe.message(message("bob", "a\nalice\tfake\r\nx\u2028\u0085")));
        assertEquals("a^Ib\tx", pipe.message(message("a\tb", "x")));
    }

    @Test
    void ownMessagesAreNotRepeated() {
        assertEquals("", pipe.own(own("x"), new Delivery.Sent()));
        assertEquals(
                "udpchat: not sent to bob: too long",
                pipe.own(own("x"), new Delivery.Failed(Delivery.Reason.TOO_LONG, "too long")));
    }

    @Test
    void peersWithAKey() {
        assertEquals("carol\thello", pipe.message(secureMessage("hello", false)));
        assertEquals("carol\t* carol waves", pipe.message(secureMessage("waves", true)));
        assertEquals(
                "10.0.0.5:9000\tI am bob",
                pipe.message(new ChatMessage(ADDRESS, Optional.of("bob"), "I am bob", NOW, true)));
        assertEquals(
                "udpchat: carol is here · 192.168.1.7:8089 · new key "
                        + KEY.fingerprint().substring(0, 9) + "… · /verify carol to compare",
                pipe.peer(secure("carol", PeerState.UP, Trust.NEW, false), NOW));
        assertEquals(
                "udpchat: not delivered to carol: gone",
                pipe.delivery(ID, carol(), new Delivery.Failed(Delivery.Reason.CLOSED, "gone")));
        assertEquals("", pipe.delivery(ID, carol(), new Delivery.Delivered(Duration.ofMillis(1))));
        String changed = pipe.keyChanged(new ChatEvent.KeyChanged(carol(), KEY, OTHER_KEY, AT), NOW);
        assertTrue(changed.contains(KEY.fingerprint()) && changed.contains(OTHER_KEY.fingerprint()), changed);
        assertTrue(changed.contains("/trust carol"), changed);
        String silent = pipe.noAnswer(new ChatEvent.NoAnswer(STRANGER, 2), NOW);
        assertTrue(silent.startsWith("udpchat: 10.0.0.5:9000 does not answer as udpchat; 2 messages wait; "), silent);
        assertTrue(silent.contains("/raw 10.0.0.5:9000") && silent.contains("raw:10.0.0.5:9000"), silent);
        assertEquals("carol\t0.812", pipe.ping(carol(), Duration.ofNanos(812_345), NOW));
        assertEquals(
                "session\tcarol\t192.168.1.7:8089\t" + KEY.fingerprint() + "\t0.812\t0.0125\t12000\t300\t2",
                pipe.status(List.of(session()), STATS).lines().findFirst().orElseThrow());
        assertEquals(
                "key\t" + KEY,
                pipe.id("alice", "default", KEY).lines().skip(2).findFirst().orElseThrow());
    }

    @Test
    void noticesNameTheProgram() {
        assertEquals("udpchat: listening on 10.0.0.5:9000 as alice", pipe.ready(ADDRESS, "alice", Optional.empty()));
        assertEquals("udpchat: bob · 192.168.1.9:8089 is in the peer list · plain, no key", pipe.peer(BOB, NOW));
        assertEquals("udpchat: a^Jb", pipe.notice("a\nb", NOW));
        assertEquals("udpchat: no", pipe.error("code", "no", NOW));
        assertEquals("udpchat: 1 event was not shown: more arrived than could be written here", pipe.missed(1, NOW));
        assertEquals("", pipe.closed(Optional.empty(), NOW));
        assertEquals("udpchat: closed: why", pipe.closed(Optional.of("why"), NOW));
    }

    @Test
    void tablesAreTabSeparated() {
        assertEquals(
                "-\t10.0.0.5:9000\tplain\t2026-03-01T10:41:07Z\tplain\t-\t-\t-\t0\n小明\tming.example:8089\tignored\t-\tplain\t-\t-\t-\t0\n"
                        + "carol\t192.168.1.7:8089\tup\t2026-03-01T10:41:07Z\tpinned\t" + KEY
                        + "\t0.812\t2026-03-01T10:41:07Z\t12",
                pipe.peers(List.of(STRANGER, UNSEEN, carol().withUnread(12)), NOW));
        assertEquals("", pipe.peers(List.of(), NOW));
        Contact moved = new Contact(
                Optional.empty(),
                PeerSpec.of(KEY, AT),
                Optional.of(KEY),
                Optional.of("dave"),
                "dave",
                PeerState.OFFLINE,
                Trust.PINNED,
                false,
                List.of(),
                false,
                Optional.empty(),
                0,
                0);
        assertEquals(
                "dave\t192.168.1.7:8089\toffline\t-\tpinned\t" + KEY + "\t-\t-\t0", pipe.peers(List.of(moved), NOW));
        assertEquals(
                10,
                pipe.whois(BOB, NOW)
                        .lines()
                        .filter(line -> line.split("\t", -1).length == 2)
                        .count());
        assertEquals(
                "datagrams_in\t12",
                pipe.status(List.of(), STATS).lines().findFirst().orElseThrow());
        assertEquals("a\nb^[", pipe.page("a\nb\u001b"));
    }
}
