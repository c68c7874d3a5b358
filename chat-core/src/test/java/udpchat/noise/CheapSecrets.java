package udpchat.noise;

import java.util.Arrays;
import java.util.Random;

/** What a simulation that does without cryptography cannot make by itself. */
public final class CheapSecrets {
    private CheapSecrets() {}

    /** A channel whose keys anybody can tell from the transcript. */
    public static SecureChannel channel(byte[] transcript, boolean initiator) {
        Random random = new Random(Arrays.hashCode(transcript));
        AesGcm first = key(random);
        AesGcm second = key(random);
        return initiator ? new SecureChannel(first, second) : new SecureChannel(second, first);
    }

    private static AesGcm key(Random random) {
        byte[] key = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(key);
        return new AesGcm(key);
    }

    public static NoiseException forged() {
        return new NoiseException("forged");
    }
}
