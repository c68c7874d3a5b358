package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CipherStateTest {
    private static final byte[] AD = {1, 2, 3};
    private static final byte[] TEXT = {4, 5, 6, 7};

    private final CipherState sender = new CipherState(new byte[32]);
    private final CipherState receiver = new CipherState(new byte[32]);

    /** McGrew and Viega's AES-GCM test case 14: key, nonce and plaintext of zeros. */
    @Test
    void theFirstNonceIsAllZeros() {
        assertArrayEquals(
                HexFormat.of().parseHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
                sender.encryptWithAd(new byte[0], new byte[16]));
    }

    @Test
    void withoutAKeyNothingIsChanged() throws NoiseException {
        CipherState empty = new CipherState();
        assertArrayEquals(TEXT, empty.encryptWithAd(AD, TEXT));
        assertArrayEquals(TEXT, empty.decryptWithAd(AD, TEXT));
    }

    @Test
    void aForgeryDoesNotUseUpTheNonce() throws NoiseException {
        byte[] ciphertext = sender.encryptWithAd(AD, TEXT);
        byte[] forged = Handshakes.flipped(ciphertext, 0);
        assertThrows(NoiseException.class, () -> receiver.decryptWithAd(AD, forged));
        assertThrows(NoiseException.class, () -> receiver.decryptWithAd(TEXT, ciphertext));
        assertThrows(NoiseException.class, () -> receiver.decryptWithAd(AD, new byte[15]));
        assertArrayEquals(TEXT, receiver.decryptWithAd(AD, ciphertext));
    }

    @Test
    void theLastNonceIsNeverUsed() {
        sender.setNonce(-2);
        sender.encryptWithAd(AD, TEXT);
        assertThrows(IllegalStateException.class, () -> sender.encryptWithAd(AD, TEXT));
    }
}
