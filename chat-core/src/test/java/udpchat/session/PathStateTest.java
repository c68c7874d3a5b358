package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathStateTest {

    /** The table of the Javadoc, row by row. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // state, HANDSHAKE, HEARD, RESPONSE, TIMEOUT
        "UNKNOWN,    VALID, VALIDATING, -,      -",
        "VALIDATING, VALID, VALIDATING, VALID,  FAILED",
        "VALID,      VALID, VALID,      VALID,  -",
        "FAILED,     VALID, VALIDATING, FAILED, -"
    })
    void everySignalInEveryState(PathState state, String h, String p, String r, String t) {
        Iterator<String> row = List.of(h, p, r, t).iterator();
        for (PathState.Signal signal : PathState.Signal.values()) {
            String expected = row.next();
            if (expected.equals("-")) {
                assertThrows(IllegalStateException.class, () -> state.next(signal), signal.name());
            } else {
                assertEquals(PathState.valueOf(expected), state.next(signal), signal.name());
            }
        }
    }
}
