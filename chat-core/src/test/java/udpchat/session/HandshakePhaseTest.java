package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakePhaseTest {

    /** The table of the Javadoc, row by row. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // phase, CONNECT, PLAIN_TEXT, YIELD, RESUME, COMPLETE
        "INIT_SENT, INIT_SENT, ONE_SHOT, PAUSED,   -,         DONE",
        "ONE_SHOT,  INIT_SENT, ONE_SHOT, ONE_SHOT, -,         DONE",
        "PAUSED,    PAUSED,    ONE_SHOT, PAUSED,   INIT_SENT, DONE",
        "RESP_SENT, -,         -,        -,        -,         DONE",
        "DONE,      -,         -,        -,        -,         -"
    })
    void everySignalInEveryPhase(HandshakePhase phase, String c, String p, String y, String r, String d) {
        Iterator<String> row = List.of(c, p, y, r, d).iterator();
        for (HandshakePhase.Signal signal : HandshakePhase.Signal.values()) {
            String expected = row.next();
            if (expected.equals("-")) {
                assertThrows(IllegalStateException.class, () -> phase.next(signal), signal.name());
            } else {
                assertEquals(HandshakePhase.valueOf(expected), phase.next(signal), signal.name());
            }
        }
    }
}
