package udpchat.noise;

/** What a simulation that does without cryptography cannot make by itself. */
public final class CheapSecrets {
    private CheapSecrets() {}

    /** A channel to be handed around, never to be used. */
    public static SecureChannel unusableChannel() {
        return new SecureChannel(null, null);
    }

    public static NoiseException forged() {
        return new NoiseException("forged");
    }
}
