package udpchat.noise;

import java.security.PrivateKey;
import java.util.random.RandomGenerator;

/** An X25519 key pair, static or ephemeral. Immutable; safe for any thread. */
final class X25519KeyPair {
    private final PrivateKey privateKey;
    private final byte[] publicKey;

    private X25519KeyPair(byte[] rawPrivateKey) {
        this.privateKey = X25519.privateKey(rawPrivateKey);
        this.publicKey = X25519.publicKey(privateKey);
    }

    /** GENERATE_KEYPAIR of Noise §4.1. */
    static X25519KeyPair generate(RandomGenerator random) {
        byte[] raw = new byte[X25519.KEY_BYTES];
        random.nextBytes(raw);
        return new X25519KeyPair(raw);
    }

    /** The pair of a private key of 32 bytes. */
    static X25519KeyPair of(byte[] rawPrivateKey) {
        return new X25519KeyPair(rawPrivateKey);
    }

    /** 32 bytes, a copy. */
    byte[] publicKey() {
        return publicKey.clone();
    }

    /** DH of Noise §4.1; see {@link X25519#agree}. */
    byte[] agree(byte[] remotePublicKey) throws NoiseException {
        return X25519.agree(privateKey, remotePublicKey);
    }
}
