package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;
import udpchat.model.Trust;

class RightPromptTest {

    private static final PeerAddress AT = PeerAddress.of(new InetSocketAddress("10.0.0.5", 9000));
    private static final PeerKey KEY = new PeerKey("0123456789abcdef".repeat(4));

    private static Contact contact(boolean secure, PeerState state, boolean away) {
        return new Contact(
                Optional.empty(),
                PeerSpec.of(AT),
                secure ? Optional.of(KEY) : Optional.empty(),
                Optional.empty(),
                "bob",
                state,
                secure ? Trust.PINNED : Trust.PLAIN,
                away,
                List.of(AT),
                false,
                Optional.empty(),
                0,
                0);
    }

    @ParameterizedTest
    @CsvSource({
        "true, UP, false, 812, 0, bob ● 0.8 ms · 3 here",
        "true, UP, false, 23000, 2, bob ● 23 ms · 2 unsent · 3 here",
        "true, UP, false, , 0, bob ● · 3 here",
        "true, UP, true, 812, 0, bob ● away · 3 here",
        "true, UNREACHABLE, false, 812, 1, bob ◌ no answer · 1 unsent · 3 here",
        "true, OFFLINE, false, , 0, bob ○ offline · 3 here",
        "true, CONNECTING, false, , 0, bob ◌ connecting · 3 here",
        "true, KEY_CHANGED, false, , 0, bob ✗ key changed · 3 here",
        "false, NEW, false, , 0, bob ○ · 3 here",
        "false, ASKING, false, , 1, bob ◌ asking · 1 unsent · 3 here",
        "false, SILENT, false, , 1, bob ○ no answer · 1 unsent · 3 here",
        "false, PLAIN, false, , 0, bob [plain] · 3 here"
    })
    void saysWhereOneStands(boolean secure, PeerState state, boolean away, Long micros, int unsent, String expected) {
        Optional<Duration> roundTrip = Optional.ofNullable(micros).map(m -> Duration.ofNanos(m * 1000));
        Optional<Contact> current = Optional.of(contact(secure, state, away));
        assertEquals(expected, new RightPrompt(current, roundTrip, false, List.of(), unsent, 3).text(0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0 here", "2, 1, 2 unsent · 1 here"})
    void whereOneTalksToNobody(int unsent, int here, String expected) {
        RightPrompt right = new RightPrompt(Optional.empty(), Optional.empty(), false, List.of(), unsent, here);
        assertEquals(expected, right.text(0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, bob ● ✓✓ · 1 unread from carol · 2 unsent · 3 here",
        "0, 5000, bob ● ✓✓ · 999+ unread from carol · 2 unsent · 3 here",
        "84, 1, bob ● ✓✓ · 1 unread from carol · 2 unsent",
        "80, 1, bob ● ✓✓ · 1 unread from carol",
        "40, 1, bob ● ✓✓",
        "10, 1, bob ● ✓✓",
        "200, 1, bob ● ✓✓ · 1 unread from carol · 2 unsent · 3 here",
    })
    void saysWhatIsUnreadAndTakesHalfOfTheLine(int columns, long count, String expected) {
        RightPrompt right = new RightPrompt(
                Optional.of(contact(true, PeerState.UP, false)),
                Optional.empty(),
                true,
                List.of(named("carol", count)),
                2,
                3);
        assertEquals(expected, right.text(columns));
    }

    @Test
    void ofSeveralAndOfLongNamesItCountsAlone() {
        assertEquals("7 unread from 2 peers · 0 here", unread(named("carol", 5), named("dave", 2)));
        assertEquals("1 unread · 0 here", unread(named("x".repeat(64), 1)));
        assertEquals("1 unread from ^[[31mred · 0 here", unread(named("\u001b[31mred", 1)));
    }

    private static String unread(Contact... contacts) {
        return new RightPrompt(Optional.empty(), Optional.empty(), false, List.of(contacts), 0, 0).text(0);
    }

    private static Contact named(String alias, long unread) {
        return new Contact(Optional.of(alias), PeerSpec.of(AT), Optional.of(AT), false, Optional.empty(), 0, 0)
                .withUnread(unread);
    }
}
