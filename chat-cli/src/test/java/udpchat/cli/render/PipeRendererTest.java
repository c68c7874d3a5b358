package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static udpchat.cli.render.Samples.ADDRESS;
import static udpchat.cli.render.Samples.BOB;
import static udpchat.cli.render.Samples.NOW;
import static udpchat.cli.render.Samples.STATS;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.UNSEEN;
import static udpchat.cli.render.Samples.message;
import static udpchat.cli.render.Samples.own;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.model.Delivery;

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
    void noticesNameTheProgram() {
        assertEquals("udpchat: listening on 10.0.0.5:9000 as alice", pipe.ready(ADDRESS, "alice"));
        assertEquals("udpchat: bob · 192.168.1.9:8089 is here · plain, no key", pipe.peer(BOB, NOW));
        assertEquals("udpchat: a^Jb", pipe.notice("a\nb", NOW));
        assertEquals("udpchat: no", pipe.error("code", "no", NOW));
        assertEquals("udpchat: 1 event was not shown: more arrived than could be written here", pipe.missed(1, NOW));
        assertEquals("", pipe.closed(Optional.empty(), NOW));
        assertEquals("udpchat: closed: why", pipe.closed(Optional.of("why"), NOW));
    }

    @Test
    void tablesAreTabSeparated() {
        assertEquals(
                "-\t10.0.0.5:9000\tplain\t2026-03-01T10:41:07Z\n小明\tming.example:8089\tignored\t-",
                pipe.peers(List.of(STRANGER, UNSEEN), NOW));
        assertEquals("", pipe.peers(List.of(), NOW));
        assertEquals(
                8,
                pipe.whois(BOB, NOW)
                        .lines()
                        .filter(line -> line.split("\t", -1).length == 2)
                        .count());
        assertEquals("datagrams_in\t12", pipe.status(STATS).lines().findFirst().orElseThrow());
        assertEquals("a\nb^[", pipe.page("a\nb\u001b"));
    }
}
