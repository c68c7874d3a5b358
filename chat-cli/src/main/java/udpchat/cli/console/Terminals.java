package udpchat.cli.console;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether standard input and output are terminals.
 *
 * <p>Asked before anything else, in pipe mode too, so it must be cheap: on Linux a look at {@code /proc/self/fd} tells it
 * for each side alone. Elsewhere {@link System#console()} does, for both sides together; from JDK 22 on that gives a console
 * even where there is no terminal and has to be asked with {@code isTerminal()}, which JDK 17 does not have.
 */
public final class Terminals {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;

    /** Major numbers of pseudo-terminals (Linux, Documentation/admin-guide/devices.txt): 136 to 143. */
    private static final int FIRST_PTS_MAJOR = 136;

    private static final int LAST_PTS_MAJOR = 143;

    private Terminals() {}

    /** Whether a person can talk to the program: both sides are terminals. */
    public static boolean interactive() {
        return stdinIsTerminal() && stdoutIsTerminal();
    }

    /** Whether the console can repaint its line: {@link #interactive} and not a dumb terminal. */
    public static boolean canRepaint() {
        return interactive() && !isDumb(System.getenv("TERM"), System.getProperty("os.name"));
    }

    public static boolean stdinIsTerminal() {
        return isTerminal(STDIN);
    }

    /** Whether colour may be used by itself. */
    public static boolean stdoutIsTerminal() {
        return isTerminal(STDOUT);
    }

    /** A terminal of which nothing is known is dumb too, except on Windows, where none has a name. */
    static boolean isDumb(String term, String osName) {
        if (term == null || term.isEmpty()) {
            return !osName.startsWith("Windows");
        }
        return term.equals("dumb") || term.equals("unknown") || term.startsWith("dumb-");
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            Boolean known = knownByName(target);
            return known != null ? known : isPseudoTerminal(link);
        } catch (IOException | UnsupportedOperationException e) {
            return bothAreTerminals();
        }
    }

    /** What the name tells: files, pipes, sockets and the null device are no terminals; null where it tells nothing. */
    static Boolean knownByName(String target) {
        if (target.startsWith("/dev/pts/")
                || target.startsWith("/dev/tty")
                || target.startsWith("/dev/hvc")
                || target.equals("/dev/console")) {
            return true;
        }
        if (target.startsWith("pipe:") || target.startsWith("socket:") || target.equals("/dev/null")) {
            return false;
        }
        return null;
    }

    /** A terminal of another mount name space has a name that means nothing here; its device number still does. */
    private static boolean isPseudoTerminal(Path link) {
        try {
            if (!(Files.getAttribute(link, "unix:rdev") instanceof Long device)) {
                return bothAreTerminals();
            }
            long major = (device >>> 8) & 0xfff;
            return major >= FIRST_PTS_MAJOR && major <= LAST_PTS_MAJOR;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return bothAreTerminals();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // before JDK 22 it does give null, and later ones are asked below
    private static boolean bothAreTerminals() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
