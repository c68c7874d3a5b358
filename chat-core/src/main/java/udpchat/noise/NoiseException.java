package udpchat.noise;

/**
 * A handshake message is not what an honest peer would have sent: drop and count it, answer nothing. It carries no
 * stack trace, because strangers decide how often it is thrown.
 */
public final class NoiseException extends Exception {
    private static final long serialVersionUID = 1L;

    NoiseException(String message) {
        super(message, null, false, false);
    }
}
