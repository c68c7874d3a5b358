package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.cli.render.Samples.ADDRESS;
import static udpchat.cli.render.Samples.AT;
import static udpchat.cli.render.Samples.BOB;
import static udpchat.cli.render.Samples.KEY;
import static udpchat.cli.render.Samples.NOW;
import static udpchat.cli.render.Samples.OTHER_KEY;
import static udpchat.cli.render.Samples.STATS;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.UNSEEN;
import static udpchat.cli.render.Samples.action;
import static udpchat.cli.render.Samples.carol;
import static udpchat.cli.render.Samples.message;
import static udpchat.cli.render.Samples.own;
import static udpchat.cli.render.Samples.secure;
import static udpchat.cli.render.Samples.secureMessage;
import static udpchat.cli.render.Samples.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerState;
import udpchat.model.Trust;

class TextRendererTest {
    private static final Delivery SENT = new Delivery.Sent();
    private static final Delivery FAILED = new Delivery.Failed(Delivery.Reason.NETWORK, "network is unreachable");

    private static TextRenderer renderer(boolean color, boolean words, int columns) {
        return new TextRenderer(new TextOptions(color, words, ZoneOffset.UTC, () -> columns));
    }

    private static final Delivery DELIVERED = new Delivery.Delivered(Duration.ofMillis(1));
    private static final String SHORT = KEY.fingerprint().substring(0, 9) + "…";

    private final TextRenderer wide = renderer(false, false, 0);
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
        assertEquals("10:42 …  you → bob  psst", signs.own(own(BOB, true, "psst"), SENT));
        assertEquals("10:42 you to bob (sent): psst", words.own(own(BOB, true, "psst"), SENT));
        assertEquals(
                "10:42 ✗  you  yes\n" + " ".repeat(14) + "not sent: network is unreachable",
                signs.own(own("yes"), FAILED));
        assertEquals("10:42 you (not sent: network is unreachable): yes", words.own(own("yes"), FAILED));
        for (TextRenderer renderer : List.of(signs, words)) {
            assertFalse(renderer.own(own("yes"), SENT).contains("✓"));
        }
    }

    @Test
    void peersWithAKey() {
        assertEquals("10:42    carol  hello", signs.message(secureMessage("hello", false)));
        assertEquals("10:42 carol: hello", words.message(secureMessage("hello", false)));
        assertEquals("10:42    * carol waves", signs.message(secureMessage("waves", true)));
        assertEquals("10:42 carol (action): waves", words.message(secureMessage("waves", true)));
        assertEquals("10:42 ✓  you  yes", signs.own(own(carol(), false, "yes"), DELIVERED));
        assertEquals("10:42 you (delivered): yes", words.own(own(carol(), false, "yes"), DELIVERED));
        assertEquals("10:42 …  you → carol  yes", signs.own(own(carol(), true, "yes"), new Delivery.Queued()));
        assertEquals("10:42 you (not delivered yet): yes", words.own(own(carol(), false, "yes"), SENT));
        assertEquals("10:42 ✓✓ you  yes", signs.own(own(carol(), false, "yes"), new Delivery.Read()));
        assertEquals("10:42  -- 2 read --", signs.late(own(carol(), false, "yes"), 2, new Delivery.Read(), NOW));
        assertEquals("10:42 ✓  * alice waves", signs.own(action(carol(), false, "waves"), DELIVERED));
        assertEquals(
                "10:42 you to carol (delivered, action): waves", words.own(action(carol(), true, "waves"), DELIVERED));
        assertEquals(
                "10:42 you (not delivered: network is unreachable): yes",
                words.own(own(carol(), false, "yes"), FAILED));
    }

    /** Anybody can send that: it is under no name, and its line begins otherwise. */
    @Test
    void whatIsUnverifiedStandsApart() {
        ChatMessage message = new ChatMessage(ADDRESS, Optional.of("bob"), "I am bob", NOW, true);
        assertEquals("10:42 ?  10.0.0.5:9000 [plain] [unverified]  I am bob", signs.message(message));
        assertEquals("10:42 10.0.0.5:9000 (plain, unverified): I am bob", words.message(message));
    }

    @Test
    void whatBecomesKnownLater() {
        OwnMessage one = own(carol(), false, "first line\nsecond");
        OwnMessage aside = own(carol(), true, "psst");
        assertEquals("10:42  -- 7 delivered --", signs.late(one, 7, DELIVERED, NOW));
        assertEquals("10:42  -- 1 delivered to carol --", signs.late(aside, 1, DELIVERED, NOW));
        assertEquals("10:42  -- 2 sent as plain text --", signs.late(one, 2, SENT, NOW));
        assertEquals("10:42 ✗  7 not delivered: network is unreachable", signs.late(one, 7, FAILED, NOW));
        assertEquals(
                "10:42 ✗  1 not delivered: network is unreachable · first\n" + " ".repeat(9) + "line…",
                signs.late(one, 1, FAILED, NOW));
        assertEquals("10:42 notice: 7 delivered", words.late(one, 7, DELIVERED, NOW));
        assertEquals(
                "10:42 error: 1 not delivered to carol: network is unreachable · psst",
                words.late(aside, 1, FAILED, NOW).replace("\n ", ""));
    }

    @Test
    void whereAPeerStands() {
        assertEquals(
                "10:42  -- carol is here · 192.168.1.7:8089 · new key " + SHORT + " · /verify carol to compare --",
                wide.peer(secure("carol", PeerState.UP, Trust.NEW, false), NOW));
        assertEquals(
                "10:42  -- carol is away · 192.168.1.7:8089 · verified --",
                signs.peer(secure("carol", PeerState.UP, Trust.VERIFIED, true), NOW));
        assertEquals(
                "10:42  -- carol does not answer --",
                signs.peer(secure("carol", PeerState.UNREACHABLE, Trust.PINNED, false), NOW));
        assertEquals(
                "10:42  -- carol is offline --",
                signs.peer(secure("carol", PeerState.OFFLINE, Trust.PINNED, false), NOW));
    }

    @Test
    void aChangedKeyIsLoudAndSaysWhatToDo() {
        String alarm = wide.keyChanged(new ChatEvent.KeyChanged(carol(), KEY, OTHER_KEY, AT), NOW);
        List<String> lines = alarm.lines().toList();
        assertEquals(
                "10:42  !! THE KEY OF carol CHANGED: somebody with another key answers at 192.168.1.7:8089",
                lines.get(0));
        assertEquals("          known key    " + KEY.fingerprint(), lines.get(1));
        assertEquals("          answers now  " + OTHER_KEY.fingerprint(), lines.get(2));
        assertTrue(alarm.contains("Nothing is sent to carol.") && alarm.contains("/trust carol"), alarm);
        String silent = wide.noAnswer(new ChatEvent.NoAnswer(STRANGER, 1), NOW);
        assertTrue(silent.startsWith("10:42  !! 10.0.0.5:9000 does not answer as udpchat; 1 message waits; "), silent);
        assertTrue(silent.contains("/raw 10.0.0.5:9000"), silent);
    }

    @Test
    void sessionsAndSafetyNumbers() {
        assertEquals(
                "PEER   ADDRESS           KEY         RTT     LOSS   WINDOW  IN FLIGHT  QUEUED  KEY AGE\n"
                        + "carol  192.168.1.7:8089  " + SHORT + "  0.8 ms  1.3 %  12000   300        2       61 s",
                signs.status(List.of(session()), STATS).lines().limit(2).collect(Collectors.joining("\n")));
        assertTrue(words.status(List.of(session()), STATS)
                .startsWith("carol, 192.168.1.7:8089, key " + SHORT + ", round"));
        assertEquals("10:42  -- carol answered in 23 ms --", signs.ping(carol(), Duration.ofMillis(23), NOW));
        String number = signs.safetyNumber(carol(), OTHER_KEY, String.join(" ", Collections.nCopies(12, "12345")));
        assertTrue(number.contains("\n  12345 12345 12345 12345\n  12345"), number);
        assertTrue(number.contains(KEY.fingerprint()) && number.contains(OTHER_KEY.fingerprint()), number);
        assertTrue(number.contains("/verify carol yes"), number);
        Contact verified = secure("carol", PeerState.UP, Trust.VERIFIED, false);
        assertTrue(
                signs.safetyNumber(verified, OTHER_KEY, "1").endsWith("carol is verified: you compared this number."));
    }

    /** Whatever a peer calls itself. */
    @Test
    void nicksCannotForgeALine() {
        Contact evil = secure("x\n10:42 ✓  you\u001b[31m", PeerState.UP, Trust.NEW, false);
        for (String rendered : List.of(
                signs.peer(evil, NOW),
                signs.keyChanged(new ChatEvent.KeyChanged(evil, KEY, OTHER_KEY, AT), NOW),
                signs.late(own(evil, true, "x"), 1, FAILED, NOW),
                signs.own(own(evil, true, "x"), DELIVERED),
                signs.peers(List.of(evil), NOW),
                signs.whois(evil, NOW),
                signs.ping(evil, Duration.ofMillis(1), NOW),
                signs.safetyNumber(evil, OTHER_KEY, "1"))) {
            assertFalse(rendered.contains("\u001b"), rendered);
            assertTrue(rendered.lines().noneMatch(line -> line.startsWith("10:42 ✓  you^")), rendered);
        }
    }

    @Test
    void noticesAndErrors() {
        assertEquals("10:42  -- bob · 192.168.1.9:8089 is in the peer list · plain, no key --", wide.peer(BOB, NOW));
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
        assertEquals(
                "udpchat · alice · 192.168.1.7:8089 · key " + SHORT + " · /help for commands",
                signs.ready(bound, "alice", Optional.of(KEY)));
        assertEquals(
                "udpchat · alice · port 8090 · plain text only · /help for commands",
                signs.ready(any, "alice", Optional.empty()));
        assertEquals(
                "udpchat, you are alice, listening on port 8090, key " + KEY.fingerprint() + ", /help for commands",
                words.ready(any, "alice", Optional.of(KEY)));
    }

    @Test
    void tables() {
        assertEquals("""
                NAME   ADDRESS            STATE    SINCE  RTT     TRUST   HEARD             IN  OUT  UNREAD
                -      10.0.0.5:9000      plain    -      -       -       10:41             3   1    0
                bob    192.168.1.9:8089   plain    -      -       -       2026-02-26 10:42  0   0    0
                小明   ming.example:8089  ignored  -      -       -       -                 0   0    0
                carol  192.168.1.7:8089   here     10:41  0.8 ms  pinned  10:41             5   6    12""", signs.peers(List.of(STRANGER, BOB, UNSEEN, carol().withUnread(12)), NOW));
        assertEquals("""
                10.0.0.5:9000, plain, heard 10:41, 3 received, 1 sent
                小明, ming.example:8089, ignored, not heard, 0 received, 0 sent, 2 unread""", words.peers(List.of(STRANGER, UNSEEN.withUnread(2)), NOW));
        assertTrue(signs.peers(List.of(), NOW).startsWith("no peers yet"));
        assertTrue(signs.whois(BOB, NOW).startsWith("name        bob\naddress     192.168.1.9:8089\n"));
        assertTrue(words.whois(UNSEEN, NOW).contains("address: not looked up yet\n"));
        assertTrue(signs.status(List.of(), STATS).startsWith("datagrams in   12\nbytes in       3400\n"));
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

    @Test
    void longLinesOfPagesWrapAtWordsBelowTheirLastColumn() {
        String page = """
                Not healthy.
                FAULT  nothing comes back from the group 239.255.85.67 on eth0
                       -> let UDP 8088 in, as by this command
                  /all TEXT  send TEXT to every peer that is here""";
        assertEquals("""
                Not healthy.
                FAULT  nothing comes back from the group
                       239.255.85.67 on eth0
                       -> let UDP 8088 in, as by this
                       command
                  /all TEXT  send TEXT to every peer that
                             is here""", renderer(false, false, 41).page(page));
        assertEquals(page, renderer(false, false, 200).page(page));
        assertEquals(page, renderer(false, true, 0).page(page));
        for (int columns = 1; columns < 60; columns++) {
            String joined = renderer(false, false, columns).page(page).replaceAll("\\s+", "");
            assertEquals(page.replaceAll("\\s+", ""), joined, "nothing is lost at " + columns);
        }
    }
}
