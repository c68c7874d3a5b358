package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    /** Computed apart from this program. */
    @ParameterizedTest
    @CsvSource({
        "06863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868, 07cf f7ee ec61 0bff 4de5",
        "0000000000000000000000000000000000000000000000000000000000000000, 6668 7aad f862 bd77 6c8f"
    })
    void isTheBeginningOfTheHashInGroupsOfFour(String key, String fingerprint) {
        assertEquals(fingerprint, Fingerprint.of(KeyText.parse(key)));
    }
}
