package udpchat.cli.command;

import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries log: nothing on a person's terminal, unless it was asked for. To be set before they are used. */
final class LibraryLogging {

    private LibraryLogging() {}

    /** Nothing at all. {@code java.util.logging} is not even started. */
    static void off() {
        System.setProperty("java.util.logging.config.class", Nothing.class.getName());
        InternalLoggerFactory.setDefaultFactory(new SilentLoggers());
    }

    /** Everything, on stderr. */
    static void all() {
        Logger logger = Logger.getLogger("");
        logger.setLevel(Level.ALL);
        for (Handler handler : logger.getHandlers()) {
            handler.setLevel(Level.ALL);
        }
    }

    /** The configuration of {@code java.util.logging}, should anybody use that: no handlers. */
    public static final class Nothing {}
}
