package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.cli.render.Samples.BOB;
import static udpchat.cli.render.Samples.NOW;
import static udpchat.cli.render.Samples.STATS;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.UNSEEN;
import static udpchat.cli.render.Samples.message;
import static udpchat.cli.render.Samples.own;

import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;

class TextRendererTest {
    private static final Delivery SENT = new Delivery.Sent();
    private static final Delivery FAILED = new Delivery.Failed(Delivery.Reason.NETWORK, "network is unreachable");

    private static TextRenderer renderer(boolean color, boolean words, int columns) {
        return new TextRenderer(new TextOptions(color, words, ZoneOffset.UTC, () -> columns));
    }

    private final TextRenderer signs = renderer(false, false, 60);
    private final TextRenderer words = renderer(false, true, 60);

    @Test
    void messages() {
        assertEquals("10:42    10.0.0.5:9000 [plain]  hello", signs.message(message(null, "hello")));
        assertEquals("10:42    bob [plain]  你好! are you there?", signs.message(message("bob", "你好! are you there?")));
        assertEquals("10:42 10.0.0.5:9000 (plain): hello", words.message(message(null, "hello")));
        assertEquals("10:42 bob (plain): hi", words.message(message("bob", "hi")));
    }

    @Test
    void continuationLinesHang() {
        assertEquals(
                "10:42    小明 [plain]  one\n" + " ".repeat(23) + "two\n" + " ".repeat(23),
                signs.message(message("小明", "one\ntwo\n")));
        assertEquals("10:42 bob (plain): one\n  two", words.message(message("bob", "one\ntwo")));
    }

    @Test
    void longLinesWrapAndHang() {
        assertEquals(
                "10:42    bob [plain]  the quick brown fox\n" + " ".repeat(22) + "jumps",
                renderer(false, false, 44).message(message("bob", "the quick brown fox jumps")));
        assertEquals(
                "10:42    bob [plain]  " + "x".repeat(200),
                renderer(false, false, 0).message(message("bob", "x".repeat(200))));
        assertEquals(
                "10:42    10.0.0.5:9000 [plain]  \n" + " ".repeat(10) + "hello\n" + " ".repeat(10) + "world",
                renderer(false, false, 20).message(message(null, "hello world")));
    }

    @Test
    void ownMessagesCarryAnHonestMark() {
        assertEquals("10:42 …  you  yes", signs.own(own("yes"), SENT));
        assertEquals("10:42 you (sent): yes", words.own(own("yes"), SENT));
        assertEquals("10:42 …  you → bob  psst", signs.own(new OwnMessage(BOB, true, "psst", NOW), SENT));
        assertEquals("10:42 you to bob (sent): psst", words.own(new OwnMessage(BOB, true, "psst", NOW), SENT));
        assertEquals(
                "10:42 ✗  you  yes\n" + " ".repeat(14) + "not sent: network is unreachable",
                signs.own(own("yes"), FAILED));
        assertEquals("10:42 you (not sent: network is unreachable): yes", words.own(own("yes"), FAILED));
        for (TextRenderer renderer : List.of(signs, words)) {
            assertFalse(renderer.own(own("yes"), SENT).contains("✓"));
        }
    }

    @Test
    void noticesAndErrors() {
        assertEquals("10:42  -- bob · 192.168.1.9:8089 is here · plain, no key --", signs.peer(BOB, NOW));
        assertEquals("10:42  -- 10.0.0.5:9000 is here · plain, no key --", signs.peer(STRANGER, NOW));
        assertEquals("10:42 notice: 小明 is ignored", words.peer(UNSEEN, NOW));
        assertEquals("10:42  -- a^Jb --", signs.notice("a\nb", NOW));
        assertEquals("10:42  !! port 'x' is not a number", signs.error("port", "port 'x' is not a number", NOW));
        assertEquals("10:42 error: no such peer", words.error("peer", "no such peer", NOW));
        assertEquals(
                "10:42  !! 3 events were not shown: more arrived than could\n" + " ".repeat(10) + "be written here",
                signs.missed(3, NOW));
        assertEquals("10:42  -- closed --", signs.closed(Optional.empty(), NOW));
        assertEquals("10:42  !! closed: socket failed", signs.closed(Optional.of("socket failed"), NOW));
    }

    @Test
    void ready() {
        PeerAddress bound = PeerAddress.of(new InetSocketAddress("192.168.1.7", 8089));
        PeerAddress any = PeerAddress.of(new InetSocketAddress("0.0.0.0", 8090));
        assertEquals("udpchat · alice · 192.168.1.7:8089 · /help for commands", signs.ready(bound, "alice"));
        assertEquals("udpchat · alice · port 8090 · /help for commands", signs.ready(any, "alice"));
        assertEquals("udpchat, you are alice, listening on port 8090, /help for commands", words.ready(any, "alice"));
    }

    @Test
    void tables() {
        assertEquals("""
                NAME  ADDRESS            STATE    HEARD             IN  OUT
                -     10.0.0.5:9000      plain    10:41             3   1
                bob   192.168.1.9:8089   plain    2026-02-26 10:42  0   0
                小明  ming.example:8089  ignored  -                 0   0""", signs.peers(List.of(STRANGER, BOB, UNSEEN), NOW));
        assertEquals("""
                10.0.0.5:9000, plain, heard 10:41, 3 received, 1 sent
                小明, ming.example:8089, ignored, not heard, 0 received, 0 sent""", words.peers(List.of(STRANGER, UNSEEN), NOW));
        assertTrue(signs.peers(List.of(), NOW).startsWith("no peers yet"));
        assertTrue(signs.whois(BOB, NOW).startsWith("name        bob\naddress     192.168.1.9:8089\n"));
        assertTrue(words.whois(UNSEEN, NOW).contains("address: not looked up yet\n"));
        assertTrue(signs.status(STATS).startsWith("datagrams in   12\nbytes in       3400\n"));
    }

    @Test
    void colorOnlyAddsEscapes() {
        TextRenderer color = renderer(true, false, 60);
        String line = color.message(message("bob", "red? \u001b[31m"));
        assertEquals("10:42    bob [plain]  red? ^[[31m", strip(line));
        assertTrue(line.startsWith("\u001b[2m10:42\u001b[0m    \u001b[1;"), line);
        assertTrue(line.endsWith("bob\u001b[0m [plain]  red? ^[[31m"), line);
        assertEquals(signs.own(own("x"), FAILED), strip(color.own(own("x"), FAILED)));
        assertEquals(signs.peers(List.of(BOB), NOW), strip(color.peers(List.of(BOB), NOW)));
        assertEquals(line, color.message(message("bob", "red? \u001b[31m")));
    }

    private static String strip(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTextCanForgeALine(long seed) {
        Random random = new Random(seed);
        String[] parts = {
            "10:42 ✓  you  yes",
            "10:42  -- bob is here --",
            "\n",
            "\r\n",
            "\r",
            " ",
            "   ",
            "x",
            "👨\u200d👩",
            "你",
            "\u2028",
            "\u0085",
            "\u001b[1G",
            "\u202e",
            "\t",
            "\u000b",
            "❤\ufe0f"
        };
        for (int run = 0; run < 200; run++) {
            int columns = random.nextInt(100);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            for (boolean plain : new boolean[] {false, true}) {
                String out = renderer(false, plain, columns).message(message("bob", text.toString()));
                String about = "seed " + seed + ", columns " + columns + ": " + out;
                String[] lines = out.split("\n", -1);
                assertTrue(lines[0].startsWith(plain ? "10:42 bob (plain): " : "10:42    bob [plain]  "), about);
                for (int i = 1; i < lines.length; i++) {
                    assertTrue(lines[i].startsWith(" "), about);
                }
                for (String line : lines) {
                    assertTrue(columns < 30 || Columns.width(line) <= columns, about);
                }
            }
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }
}
