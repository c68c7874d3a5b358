package udpchat.noise;

import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Who we are: a static X25519 key pair. The private half never leaves this package. Immutable; safe for any thread. */
public final class Identity {
    private final X25519KeyPair keys;

    Identity(X25519KeyPair keys) {
        this.keys = keys;
    }

    /** A new identity that is written nowhere; {@code random} is {@link SystemRandom} in a running program. */
    public static Identity generate(RandomGenerator random) {
        return new Identity(X25519KeyPair.generate(random));
    }

    /**
     * The identity of the profile whose file this is, made and written at first use. Two programs that start at once
     * end up with the same one. The file has mode 0600 where the file system knows modes; its folder is made when it is
     * missing. Reads and writes files, so not on an event loop.
     *
     * @throws IdentityException when it cannot be read or written, is not whole, or others may read it
     */
    public static Identity loadOrCreate(Path file, RandomGenerator random) throws IdentityException {
        return new Identity(new IdentityFile(file).loadOrCreate(random));
    }

    /** 32 bytes, a copy: the key that others know us by. */
    public byte[] publicKey() {
        return keys.publicKey();
    }

    X25519KeyPair keys() {
        return keys;
    }

    /** The public key as text; the private one is never shown. */
    @Override
    public String toString() {
        return KeyText.format(publicKey());
    }
}
