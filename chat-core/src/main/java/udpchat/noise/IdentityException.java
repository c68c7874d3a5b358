package udpchat.noise;

import java.io.IOException;

/** The identity file cannot be used. The message is one line that names it and says what to do. */
public final class IdentityException extends IOException {
    private static final long serialVersionUID = 1L;

    IdentityException(String message) {
        super(message);
    }

    IdentityException(String message, IOException cause) {
        super(message, cause);
    }
}
