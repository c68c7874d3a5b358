package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import udpchat.messaging.FrameSource;
import udpchat.wire.Frame;

class BundleTest {

    /** s: a copy is sent, a: one is acknowledged, l: one is lost. */
    @ParameterizedTest(name = "{0}: {1} acked, {2} lost")
    @CsvSource({
        "s,       0, 0",
        "sa,      1, 0",
        "sl,      0, 1",
        "ssl,     0, 0",
        "ssla,    1, 0",
        "ssal,    1, 0",
        "ssaa,    1, 0",
        "ssll,    0, 1",
        "sslsl,   0, 0",
        "sslsll,  0, 1",
        "ssslla,  1, 0"
    })
    void itsSourceHearsOnceOfEachFrame(String fate, int acked, int lost) {
        int[] heard = new int[2];
        Frame frame = new Frame.Stream(1);
        FrameSource source = new FrameSource() {
            @Override
            public boolean isReady() {
                return false;
            }

            @Override
            public Frame pull(int maxBytes, long now) {
                return null;
            }

            @Override
            public void acked(Frame which) {
                heard[0] += which == frame ? 1 : 0;
            }

            @Override
            public void lost(Frame which) {
                heard[1] += which == frame ? 1 : 0;
            }
        };
        Bundle bundle = new Bundle(new Frame[] {frame}, new FrameSource[] {source}, 9);
        for (int i = 0; i < fate.length(); i++) {
            switch (fate.charAt(i)) {
                case 's' -> bundle.onSent();
                case 'a' -> bundle.onAcked();
                default -> bundle.onLost();
            }
        }
        assertEquals(acked, heard[0]);
        assertEquals(lost, heard[1]);
        assertEquals(acked + lost > 0, bundle.isSettled());
    }

    @Test
    void anEmptyOneIsNotWorthRepeating() {
        assertTrue(Bundle.empty().isSettled());
        assertFalse(new Bundle(new Frame[1], new FrameSource[1], 1).isSettled());
    }
}
