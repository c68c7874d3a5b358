package udpchat.noise;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SymmetricState of Noise §5.2: cipher, chaining key and handshake hash. For one thread. */
final class SymmetricState {
    /** HASHLEN of SHA-256 (Noise §12.6). */
    static final int HASH_BYTES = 32;

    private static final byte[] EMPTY = {};

    private CipherState cipher;
    /** Chaining key. The arrays are never written to, only replaced, so copies may share them. */
    private byte[] ck;
    /** Handshake hash, likewise. */
    private byte[] h;

    private SymmetricState(CipherState cipher, byte[] ck, byte[] h) {
        this.cipher = cipher;
        this.ck = ck;
        this.h = h;
    }

    /** InitializeSymmetric: a name of at most HASHLEN bytes is padded with zeros, a longer one hashed. */
    static SymmetricState initialize(String protocolName) {
        byte[] name = protocolName.getBytes(StandardCharsets.US_ASCII);
        byte[] h = name.length <= HASH_BYTES ? Arrays.copyOf(name, HASH_BYTES) : sha256(name, EMPTY);
        return new SymmetricState(new CipherState(), h, h);
    }

    SymmetricState copy() {
        return new SymmetricState(cipher.copy(), ck, h);
    }

    /** Whether what follows is encrypted. */
    boolean hasKey() {
        return cipher.hasKey();
    }

    void mixKey(byte[] inputKeyMaterial) {
        byte[][] outputs = hkdf(ck, inputKeyMaterial);
        ck = outputs[0];
        cipher = new CipherState(outputs[1]);
    }

    void mixHash(byte[] data) {
        h = sha256(h, data);
    }

    byte[] handshakeHash() {
        return h.clone();
    }

    byte[] encryptAndHash(byte[] plaintext) {
        byte[] ciphertext = cipher.encryptWithAd(h, plaintext);
        mixHash(ciphertext);
        return ciphertext;
    }

    /**
     * The plaintext.
     *
     * @throws NoiseException when it is not authentic; nothing has changed then
     */
    byte[] decryptAndHash(byte[] ciphertext) throws NoiseException {
        byte[] plaintext = cipher.decryptWithAd(h, ciphertext);
        mixHash(ciphertext);
        return plaintext;
    }

    /** Split: two ciphers, in the order of Noise §5.2. */
    Split split() {
        byte[][] outputs = hkdf(ck, EMPTY);
        return new Split(new CipherState(outputs[0]), new CipherState(outputs[1]));
    }

    /**
     * What comes out of {@link #split()}.
     *
     * @param initiatorToResponder for what the initiator sends
     * @param responderToInitiator for what the responder sends
     */
    record Split(CipherState initiatorToResponder, CipherState responderToInitiator) {}

    /** HKDF with two outputs (Noise §4.3). */
    private static byte[][] hkdf(byte[] chainingKey, byte[] inputKeyMaterial) {
        byte[] tempKey = hmac(chainingKey, inputKeyMaterial, EMPTY);
        byte[] first = hmac(tempKey, EMPTY, new byte[] {1});
        byte[] second = hmac(tempKey, first, new byte[] {2});
        return new byte[][] {first, second};
    }

    private static byte[] hmac(byte[] key, byte[] first, byte[] second) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(first);
            return mac.doFinal(second);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return digest.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
