package udpchat.cli.slash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlashParserTest {

    @ParameterizedTest
    @MethodSource("understood")
    void understands(String input, SlashCommand expected) {
        assertEquals(expected, SlashParser.parse(input));
    }

    static Stream<Arguments> understood() {
        Optional<String> none = Optional.empty();
        return Stream.of(
                // text
                arguments("", new SlashCommand.Blank()),
                arguments(" \t\n ", new SlashCommand.Blank()),
                arguments("hello", new SlashCommand.Say("hello")),
                arguments("  keeps its spaces ", new SlashCommand.Say("  keeps its spaces ")),
                arguments(" /quit", new SlashCommand.Say(" /quit")),
                arguments("//", new SlashCommand.Say("/")),
                arguments("//etc/hosts", new SlashCommand.Say("/etc/hosts")),
                arguments("///x", new SlashCommand.Say("//x")),
                arguments("one\n/quit\ntwo", new SlashCommand.Say("one\n/quit\ntwo")),
                arguments("//one\n/two", new SlashCommand.Say("/one\n/two")),
                // talk
                arguments("/to bob", new SlashCommand.To(Optional.of("bob"))),
                arguments("/query  bob ", new SlashCommand.To(Optional.of("bob"))),
                arguments("/focus", new SlashCommand.To(none)),
                arguments("/TO bob", new SlashCommand.To(Optional.of("bob"))),
                arguments("/msg bob hi there ", new SlashCommand.Msg("bob", "hi there ")),
                arguments("/m 10.0.0.5:9000 hi", new SlashCommand.Msg("10.0.0.5:9000", "hi")),
                arguments("/dm\tbob\thi", new SlashCommand.Msg("bob", "hi")),
                arguments("/msg bob one\n  two\n/quit", new SlashCommand.Msg("bob", "one\n  two\n/quit")),
                arguments("/msg bob\n  code\n", new SlashCommand.Msg("bob", "  code\n")),
                arguments("/msg bob \r\n  code", new SlashCommand.Msg("bob", "  code")),
                arguments("/r yes", new SlashCommand.Reply("yes")),
                arguments("/reply\na\nb", new SlashCommand.Reply("a\nb")),
                arguments("/all //x", new SlashCommand.All("//x")),
                arguments("/me waves", new SlashCommand.Me("waves")),
                arguments("/raw", new SlashCommand.Raw(none)),
                arguments("/raw bob", new SlashCommand.Raw(Optional.of("bob"))),
                // peers
                arguments("/peers", new SlashCommand.Peers()),
                arguments("/who", new SlashCommand.Peers()),
                arguments("/w", new SlashCommand.Peers()),
                arguments("/names\n", new SlashCommand.Peers()),
                arguments("/list ", new SlashCommand.Peers()),
                arguments("/whois bob", new SlashCommand.Whois("bob")),
                arguments("/add bob 10.0.0.5:9000", new SlashCommand.Add("bob", "10.0.0.5:9000")),
                arguments("/add 小明 [::1]:1", new SlashCommand.Add("小明", "[::1]:1")),
                arguments("/remove bob", new SlashCommand.Remove("bob")),
                arguments("/rename bob rob", new SlashCommand.Rename("bob", "rob")),
                arguments("/ignore bob", new SlashCommand.Ignore("bob")),
                arguments("/block 10.0.0.5:9000", new SlashCommand.Ignore("10.0.0.5:9000")),
                arguments("/unignore bob", new SlashCommand.Unignore("bob")),
                // you and the program
                arguments("/nick alice", new SlashCommand.Nick("alice")),
                arguments("/nick e\u0301", new SlashCommand.Nick("\u00e9")),
                arguments("/id", new SlashCommand.Id()),
                arguments("/whoami", new SlashCommand.Id()),
                arguments("/key", new SlashCommand.Id()),
                arguments("/verify bob", new SlashCommand.Verify("bob", false)),
                arguments("/verify bob YES", new SlashCommand.Verify("bob", true)),
                arguments("/trust bob#3f2a", new SlashCommand.Trust("bob#3f2a")),
                arguments("/ping bob", new SlashCommand.Ping("bob")),
                arguments("/away", new SlashCommand.Away(true)),
                arguments("/back", new SlashCommand.Away(false)),
                arguments("/status", new SlashCommand.Status()),
                arguments("/clear", new SlashCommand.Clear()),
                arguments("/set", new SlashCommand.Set(none, none)),
                arguments("/set color", new SlashCommand.Set(Optional.of("color"), none)),
                arguments("/set color on or off", new SlashCommand.Set(Optional.of("color"), Optional.of("on or off"))),
                arguments("/help", new SlashCommand.Help(none)),
                arguments("/? to", new SlashCommand.Help(Optional.of("to"))),
                arguments("/h", new SlashCommand.Help(none)),
                arguments("/quit", new SlashCommand.Quit()),
                arguments("/exit", new SlashCommand.Quit()),
                arguments("/bye", new SlashCommand.Quit()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5:9000",
                "[::1]:8089",
                "[2001:db8::1]:1",
                "[fe80::1%eth0]:8089",
                "localhost:80",
                "raw:10.0.0.5:9000",
                "example.com:80",
                "bob.local:8089",
                "alice-laptop:8089",
                "255.255.255.255:65535"
            })
    void anAddressAtTheStartNamesWhoItIsFor(String peer) {
        assertEquals(new SlashCommand.Msg(peer, "hi there"), SlashParser.parse(peer + " hi there"));
        assertEquals(new SlashCommand.Msg(peer, "a\n b"), SlashParser.parse(peer + "\na\n b"));
        assertEquals(new SlashCommand.Say(peer), SlashParser.parse(peer));
        assertEquals(new SlashCommand.Say("x " + peer + " y"), SlashParser.parse("x " + peer + " y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:30",
                "1:2",
                "todo:1",
                "note:",
                ":80",
                "re:",
                "a:b",
                "http://x:80",
                "10.0.0.5",
                "10.0.0.256:9000",
                "10.0.0:9000",
                "10.0.0.5:0",
                "10.0.0.5:65536",
                "10.0.0.5:90000",
                "10.0.0.5:9000,",
                "10.0.0.5:09",
                "::1:80",
                "[::1]",
                "[x]:80",
                "1.2:30",
                "v1.2:8080",
                "host:٨٠٨٠",
                "-a.b:80",
                "bob",
                "@bob:8089",
                "小明:8089"
            })
    void whatIsNoCertainAddressIsText(String word) {
        assertEquals(new SlashCommand.Say(word + " hi"), SlashParser.parse(word + " hi"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/msg                  | PEER is missing: /msg PEER TEXT | /msg PEER TEXT",
                "/msg bob              | TEXT is missing: /msg PEER TEXT | /msg PEER TEXT",
                "/r                    | TEXT is missing: /reply TEXT | /reply TEXT",
                "/add bob              | PEER is missing: /add NAME PEER | /add NAME PEER",
                "/peers now            | too much after /peers, 'now': /peers | /peers",
                "/to bob hello         | too much after /to, 'hello': /to [PEER] | /to [PEER]",
                "/add a:b 10.0.0.5     | 'a:b': a name has none of | /add NAME PEER",
                "/nick you             | 'you' is what you are called here | /nick NAME",
                "/verify               | PEER is missing: /verify PEER [yes] | /verify PEER [yes]",
                "/verify bob no        | 'no': say yes where it was the same | /verify PEER [yes]",
                "/trust                | PEER is missing: /trust PEER | /trust PEER",
                "/ping                 | PEER is missing: /ping PEER | /ping PEER",
                "/away now             | too much after /away, 'now': /away | /away",
                "/mgs bob hi           | no command /mgs; did you mean /msg? | /msg",
                "/piers                | no command /piers; did you mean /peers? | /peers",
                "/qiut                 | no command /qiut; did you mean /quit? | /quit",
                "/stat                 | no command /stat; did you mean /status? | /status",
                "/hlep                 | no command /hlep; did you mean /help? | /help",
                "/etc/hosts is wrong   | no command /etc/hosts; /help lists them. |",
                "/                     | a command has a name |",
                "/ quit                | a command has a name |",
            })
    void isNeverSent(String input, String message, String suggestion) {
        SlashCommand.Invalid invalid = assertInstanceOf(SlashCommand.Invalid.class, SlashParser.parse(input));
        assertTrue(invalid.message().startsWith(message), invalid.message());
        assertEquals(Optional.ofNullable(suggestion), invalid.suggestion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/to bob\nhello", "/quit\n/quit", "/add bob\n10.0.0.5:1", "/set color\non"})
    void commandsWithoutTextTakeOneLine(String input) {
        SlashCommand.Invalid invalid = assertInstanceOf(SlashCommand.Invalid.class, SlashParser.parse(input));
        assertTrue(invalid.message().endsWith(" takes one line"), invalid.message());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverThrowsAndAnswersInOneLine(long seed) {
        Random random = new Random(seed);
        String[] parts = {
            "/",
            "msg",
            "add",
            "to",
            "set",
            "help",
            " ",
            "\n",
            "\t",
            "\r",
            "bob",
            "10.0.0.5:9000",
            ":",
            "[::1]:1",
            "\u001b",
            "\u202e",
            "\ud800",
            "👨",
            "x"
        };
        for (int run = 0; run < 500; run++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "/" : "");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            SlashCommand command = SlashParser.parse(text.toString());
            if (command instanceof SlashCommand.Invalid invalid) {
                assertTrue(
                        invalid.message().chars().noneMatch(c -> c < ' ' || c == 0x202E),
                        () -> "seed " + seed + ": " + invalid.message());
            }
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }
}
