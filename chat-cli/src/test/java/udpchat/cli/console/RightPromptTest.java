package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        assertEquals(expected, RightPrompt.of(Optional.of(contact(secure, state, away)), roundTrip, unsent, 3));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0 here", "2, 1, 2 unsent · 1 here"})
    void whereOneTalksToNobody(int unsent, int here, String expected) {
        assertEquals(expected, RightPrompt.of(Optional.empty(), Optional.empty(), unsent, here));
    }
}
