package udpchat.noise;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under one key, with the nonce of Noise §12.3: 4 zero bytes and the number, big-endian. One
 * {@link Cipher} serves all packets; what is left of garbage the JDK makes itself. For one thread.
 */
final class AesGcm {
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;

    private static final int TAG_BITS = 8 * TAG_BYTES;
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];

    AesGcm(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an AES-256 key has 32 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /** The same key with a {@link Cipher} of its own. */
    AesGcm copy() {
        return new AesGcm(key.getEncoded());
    }

    /**
     * Encrypts; {@code in} and {@code out} may be the same array with the same offset.
     *
     * @param number never used before under this key: a second use gives the key away
     * @return bytes written: {@code length} + {@link #TAG_BYTES}
     */
    int seal(long number, byte[] ad, int adLength, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        try {
            start(Cipher.ENCRYPT_MODE, number, ad, adLength);
            return cipher.doFinal(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /**
     * Decrypts. When the tag is wrong, {@code out} may hold anything.
     *
     * @param length ciphertext and tag
     * @return bytes of plaintext, or −1 when this was not sealed with the same key, number and associated data
     */
    int open(long number, byte[] ad, int adLength, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        if (length < TAG_BYTES) {
            return -1;
        }
        try {
            start(Cipher.DECRYPT_MODE, number, ad, adLength);
            return cipher.doFinal(in, inOffset, length, out, outOffset);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot decrypt", e);
        }
    }

    private void start(int mode, long number, byte[] ad, int adLength) throws GeneralSecurityException {
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_BYTES - 1 - i] = (byte) (number >>> (8 * i));
        }
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ad, 0, adLength);
    }
}
