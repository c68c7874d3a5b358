package udpchat.noise;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The one source of randomness fit for keys. Everything else takes it as an argument, so that tests can be seeded. */
public final class SystemRandom {
    private SystemRandom() {}

    /** The operating system's cryptographic generator; safe for any thread. */
    public static RandomGenerator create() {
        return new SecureRandom();
    }
}
