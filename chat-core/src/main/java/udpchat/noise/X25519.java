package udpchat.noise;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/**
 * The X25519 function of RFC 7748 §5 on raw keys: 32 bytes, little-endian, as they travel. The key specs are the
 * shortest way into the JDK, and at some microseconds each they vanish beside the function itself.
 */
final class X25519 {
    /** Bytes of a private key, a public key and a result (DHLEN of Noise §12.1). */
    static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "X25519";
    private static final byte[] BASE_POINT = new byte[KEY_BYTES];

    static {
        BASE_POINT[0] = 9;
    }

    private X25519() {}

    /** Any 32 bytes are a private key; the JDK clamps them when it uses them. */
    static PrivateKey privateKey(byte[] raw) {
        requireKey(raw);
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, raw));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        }
    }

    /** The public key that belongs to a private one: X25519 of the base point. */
    static byte[] publicKey(PrivateKey privateKey) {
        try {
            return agree(privateKey, BASE_POINT);
        } catch (NoiseException e) {
            // A clamped scalar is no multiple of the order of the base point.
            throw new IllegalStateException("X25519 of the base point failed", e);
        }
    }

    /**
     * The shared secret.
     *
     * @param publicKey 32 bytes from a stranger; the top bit is ignored (RFC 7748 §5)
     * @throws NoiseException when the point has small order, so that the result is all zeros (RFC 7748 §6.1)
     */
    static byte[] agree(PrivateKey privateKey, byte[] publicKey) throws NoiseException {
        byte[] secret;
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
            agreement.init(privateKey);
            agreement.doPhase(point(publicKey), true);
            secret = agreement.generateSecret();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        } catch (InvalidKeyException | InvalidKeySpecException e) {
            throw new NoiseException("unusable public key: " + e.getMessage());
        }
        // The JDK refuses these itself, which its contract does not promise.
        if (isZero(secret)) {
            throw new NoiseException("public key of small order");
        }
        return secret;
    }

    private static PublicKey point(byte[] raw) throws NoSuchAlgorithmException, InvalidKeySpecException {
        requireKey(raw);
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = raw[KEY_BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    private static boolean isZero(byte[] secret) {
        int bits = 0;
        for (byte b : secret) {
            bits |= b;
        }
        return bits == 0;
    }

    private static void requireKey(byte[] raw) {
        if (raw.length != KEY_BYTES) {
            throw new IllegalArgumentException("an X25519 key has 32 bytes, not " + raw.length);
        }
    }
}
