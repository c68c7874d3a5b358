package udpchat.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import udpchat.docs.ProtocolPage;
import udpchat.model.PeerState;

/** A peer's life as the page of the protocol has it. */
class PeerLifeTableTest {

    /** In the order of the page. */
    private static final List<PeerLife.Signal> COLUMNS = List.of(
            PeerLife.Signal.WISH,
            PeerLife.Signal.PLAIN_TEXT,
            PeerLife.Signal.HANDSHAKE,
            PeerLife.Signal.SESSION,
            PeerLife.Signal.SILENCE,
            PeerLife.Signal.GOODBYE,
            PeerLife.Signal.OTHER_KEY);

    @Test
    void everyStateAndSignalAsThePageSays() {
        List<List<String>> rows = ProtocolPage.table("peer", "a wish to talk");
        assertEquals(
                Stream.of(PeerState.values()).map(Enum::name).toList(),
                rows.stream().map(row -> row.get(0)).toList());
        for (List<String> row : rows) {
            PeerState state = PeerState.valueOf(row.get(0));
            for (int i = 0; i < COLUMNS.size(); i++) {
                String cell = row.get(i + 1);
                PeerState expected = cell.equals("=") || cell.equals("-") ? state : PeerState.valueOf(cell);
                assertEquals(expected, PeerLife.next(state, COLUMNS.get(i)), state + " " + COLUMNS.get(i));
            }
        }
    }

    @Test
    void aKeyThatIsKnownIsAwayUntilItIsMet() {
        for (PeerState state : PeerState.values()) {
            PeerState expected = state == PeerState.NEW || state == PeerState.KEY_CHANGED ? PeerState.OFFLINE : state;
            assertEquals(expected, PeerLife.next(state, PeerLife.Signal.KNOWN));
        }
    }
}
