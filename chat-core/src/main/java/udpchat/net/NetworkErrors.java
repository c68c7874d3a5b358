package udpchat.net;

import io.netty.channel.unix.Errors.NativeIoException;
import java.net.BindException;

/** What went wrong, in the operating system's words, whichever {@link SocketKind} it went wrong with. */
final class NetworkErrors {

    /** Linux, on every processor that Netty's native transport is made for. */
    private static final int EADDRINUSE = 98;

    private NetworkErrors() {}

    /** One line for people. */
    static String describe(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        // "bind(..) failed with error(-98): Address already in use"
        return cause instanceof NativeIoException ? message.substring(message.indexOf("): ") + 3) : message;
    }

    /** Whether an attempt to bind failed in a way that another port may not have. */
    static boolean isPortTaken(Throwable cause) {
        return cause instanceof BindException
                || (cause instanceof NativeIoException error && error.expectedErr() == -EADDRINUSE);
    }
}
