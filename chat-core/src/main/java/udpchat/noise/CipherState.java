package udpchat.noise;

/** CipherState of Noise §5.1: no key, or a key and the nonce of the next message under it. For one thread. */
final class CipherState {
    /** Reserved by Noise §5.1, so it ends the life of a key. */
    private static final long MAX_NONCE = -1L;

    private AesGcm key;
    private long n;

    /** InitializeKey(empty). */
    CipherState() {}

    /** InitializeKey(key). */
    CipherState(byte[] key) {
        this.key = new AesGcm(key);
    }

    CipherState copy() {
        CipherState copy = new CipherState();
        copy.key = hasKey() ? key.copy() : null;
        copy.n = n;
        return copy;
    }

    boolean hasKey() {
        return key != null;
    }

    /** SetNonce, for messages that arrive out of order (Noise §11.4). */
    void setNonce(long nonce) {
        n = nonce;
    }

    /** EncryptWithAd: the ciphertext with its tag, or the plaintext itself without a key. */
    byte[] encryptWithAd(byte[] ad, byte[] plaintext) {
        if (!hasKey()) {
            return plaintext.clone();
        }
        requireNonce();
        byte[] ciphertext = new byte[plaintext.length + AesGcm.TAG_BYTES];
        key.seal(n, ad, ad.length, plaintext, 0, plaintext.length, ciphertext, 0);
        n++;
        return ciphertext;
    }

    /**
     * DecryptWithAd: the plaintext, or the ciphertext itself without a key.
     *
     * @throws NoiseException when the tag is wrong or cut off; the nonce then stays as it was
     */
    byte[] decryptWithAd(byte[] ad, byte[] ciphertext) throws NoiseException {
        if (!hasKey()) {
            return ciphertext.clone();
        }
        requireNonce();
        byte[] plaintext = new byte[Math.max(0, ciphertext.length - AesGcm.TAG_BYTES)];
        if (key.open(n, ad, ad.length, ciphertext, 0, ciphertext.length, plaintext, 0) < 0) {
            throw new NoiseException("not authentic");
        }
        n++;
        return plaintext;
    }

    /** The key itself, for a channel that numbers its packets by itself. */
    AesGcm key() {
        if (!hasKey()) {
            throw new IllegalStateException("no key yet");
        }
        return key;
    }

    private void requireNonce() {
        if (n == MAX_NONCE) {
            throw new IllegalStateException("all nonces of this key are used");
        }
    }
}
