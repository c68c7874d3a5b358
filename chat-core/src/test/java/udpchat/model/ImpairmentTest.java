package udpchat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImpairmentTest {

    @Test
    void readsAllOfIt() {
        assertEquals(
                new Impairment(30, 5, 10, Duration.ofMillis(50), Duration.ofMillis(20), 1_000_000, 7),
                Impairment.parse("loss=30,dup=5,reorder=10,delay=50,jitter=20,rate=1mbit,seed=7"));
        assertEquals(Impairment.parse("loss=30%, delay=1.5ms"), Impairment.parse("delay=1.5,loss=30"));
        assertFalse(Impairment.parse("delay=1").isNone());
        assertTrue(Impairment.parse("seed=1").isNone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss=30,dup=5,reorder=10,delay=50,jitter=20,rate=1000000bit,seed=7",
                "loss=0.5",
                "delay=0.001",
                "seed=-9223372036854775808",
                "loss=0"
            })
    void writesWhatItReads(String text) {
        assertEquals(text, Impairment.parse(text).toString());
        assertEquals(
                Impairment.parse(text), Impairment.parse(Impairment.parse(text).toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''",
                "loss|'loss'",
                "=3|'=3'",
                "lost=3|'lost'",
                "loss=x|loss='x'",
                "loss=101|101",
                "loss=-1|-1",
                "loss=NaN|NaN",
                "delay=10001|10001",
                "delay=-1|delay",
                "jitter=1e300|1e300",
                "rate=999bit|999bit",
                "rate=x|rate='x'",
                "seed=1.5|seed='1.5'",
                "loss=3,,dup=1|''"
            })
    void saysWhatIsWrong(String text, String part) {
        String message = assertThrows(IllegalArgumentException.class, () -> Impairment.parse(text))
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
