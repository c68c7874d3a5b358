package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyStateTest {

    /** The table of the Javadoc, row by row. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // state, OPENED, SUCCEEDED, CLOSE, CLOSED, END
        "UNCONFIRMED, CURRENT,  -,        CLOSING,  DRAINING, RETIRED",
        "CURRENT,     CURRENT,  PREVIOUS, CLOSING,  DRAINING, RETIRED",
        "PREVIOUS,    PREVIOUS, -,        CLOSING,  DRAINING, RETIRED",
        "CLOSING,     CLOSING,  -,        CLOSING,  DRAINING, RETIRED",
        "DRAINING,    DRAINING, -,        DRAINING, DRAINING, RETIRED",
        "RETIRED,     -,        -,        -,        -,        -"
    })
    void everySignalInEveryState(KeyState state, String o, String s, String c, String d, String e) {
        Iterator<String> row = List.of(o, s, c, d, e).iterator();
        for (KeyState.Signal signal : KeyState.Signal.values()) {
            String expected = row.next();
            if (expected.equals("-")) {
                assertThrows(IllegalStateException.class, () -> state.next(signal), signal.name());
            } else {
                assertEquals(KeyState.valueOf(expected), state.next(signal), signal.name());
            }
        }
    }
}
