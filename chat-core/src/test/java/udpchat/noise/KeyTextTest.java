package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    private static final String DIGITS = "00ff10a5".repeat(8);

    @Test
    void readsWhatItWrites() {
        assertEquals(DIGITS, KeyText.format(KeyText.parse(DIGITS)));
        byte[] key = Identity.generate(new Random(1)).publicKey();
        assertArrayEquals(key, KeyText.parse(KeyText.format(key)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00FF10A500FF10A500FF10A500FF10A500FF10A500FF10A500FF10A500FF10A5",
                "00ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a",
                "00ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a50",
                " 0ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a5",
                "g0ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a5",
                "٠0ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a5"
            })
    void refusesAnythingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> KeyText.parse(text));
    }

    @Test
    void aKeyHas32Bytes() {
        assertThrows(IllegalArgumentException.class, () -> KeyText.format(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.of(new byte[33]));
        assertThrows(IllegalArgumentException.class, () -> SafetyNumber.of(new byte[32], new byte[33]));
    }

    @Test
    void anIdentityShowsItsPublicKeyAndNothingElse() {
        Identity identity = Identity.generate(new Random(1));
        assertEquals(KeyText.format(identity.publicKey()), identity.toString());
    }
}
