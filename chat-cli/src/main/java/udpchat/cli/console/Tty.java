package udpchat.cli.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;

/**
 * The terminal of this process: JLine's view of it, our streams below, and how it was before.
 *
 * <p>On Windows the streams are JLine's own, so a console window that takes no more output (text is being selected in it)
 * can hold up leaving.
 */
final class Tty {
    /** Bracketed paste off, cursor keys and keypad as usual: what the editor switches on. */
    private static final String MODES_OFF = "\u001b[?2004l\u001b[?1l\u001b>";

    private static final String PASTE_ON = "\u001b[?2004h";

    private final Terminal terminal;
    private final TtyInput input;
    private final TtyOutput output;
    private final Attributes before;

    private Tty(Terminal terminal, TtyInput input, TtyOutput output) {
        this.terminal = terminal;
        this.input = input;
        this.output = output;
        this.before = terminal.getAttributes();
    }

    /**
     * Opens the terminal on standard input and output. Costs some 30 ms, most of it loading classes and a native library: to
     * be done beside other work.
     *
     * @param onInterruptKey Ctrl-C was typed, on the reading thread
     * @param onGone the terminal is gone
     * @throws IOException if there is none, or no native part for this system
     */
    static Tty open(Runnable onInterruptKey, Runnable onGone) throws IOException {
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .exec(false)
                    .encoding(StandardCharsets.UTF_8)
                    .graphemeCluster(false)
                    .build();
            return new Tty(terminal, null, null);
        }
        String term = System.getenv("TERM");
        String type = term == null ? "ansi" : term;
        CompletableFuture<Optional<Terminfo>> terminfo = CompletableFuture.supplyAsync(() -> Terminfo.of(type));
        useShippedLibrary();
        Pty device;
        try {
            device = new JniTerminalProvider().current(SystemStream.Output);
        } catch (UnsupportedOperationException | LinkageError e) {
            throw new IOException("no native terminal access on this system: " + e.getMessage(), e);
        }
        forgetLibraryFile();
        return on(device, type, terminfo.join(), onInterruptKey, onGone);
    }

    private static Tty on(
            Pty device, String type, Optional<Terminfo> terminfo, Runnable onInterruptKey, Runnable onGone)
            throws IOException {
        TtyInput input = new TtyInput(new FileInputStream(FileDescriptor.in), onInterruptKey, onGone);
        TtyOutput output = new TtyOutput(standardOutput(), onGone);
        TtyPty pty = new TtyPty(device, input, output);
        return new Tty(new TtyTerminal(type, terminfo, pty, input, output), input, output);
    }

    /** Where the terminal is written to; not to be closed. */
    static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    /** The distribution has the native library as a file; without it JLine unpacks one from its jar. */
    private static void useShippedLibrary() {
        String home = System.getProperty("udpchat.home");
        if (home != null) {
            Path folder = Path.of(home, "lib", "native"); // JLine adds the system and the processor
            if (Files.isDirectory(folder) && System.getProperty("library.jline.path") == null) {
                System.setProperty("library.jline.path", folder.toString());
            }
        }
    }

    /** The native library is unpacked into the temporary folder; once loaded, the file would only be left behind there. */
    private static void forgetLibraryFile() {
        String library = JLineNativeLoader.getNativeLibraryPath();
        String shipped = System.getProperty("library.jline.path");
        // The distribution itself may stand in the temporary folder.
        if (library != null
                && (shipped == null || !library.startsWith(shipped))
                && library.startsWith(System.getProperty("java.io.tmpdir"))) {
            try {
                Files.deleteIfExists(Path.of(library));
                Files.deleteIfExists(Path.of(library + ".lck"));
            } catch (IOException e) {
                // The loader deletes it at exit.
            }
        }
    }

    Terminal terminal() {
        return terminal;
    }

    /** Takes the keys one by one, unechoed, and starts reading. */
    void start() {
        terminal.enterRawMode();
        if (input != null) {
            input.start();
        }
    }

    int columns() {
        return terminal.getSize().getColumns();
    }

    int pendingInput() {
        return input == null ? 0 : input.available();
    }

    /** Makes whoever reads see the end of input. On Windows that takes an interrupt instead. */
    void endInput(Thread reader) {
        if (input != null) {
            input.end();
        } else if (reader != null) {
            reader.interrupt();
        }
    }

    /** Whether the terminal has taken nothing for so long although there is something to show. */
    boolean stalled(long millis) {
        return output != null && output.stalledMillis() >= millis;
    }

    /** Waits until all output has reached the terminal. */
    boolean drain(long millis) {
        terminal.flush();
        return output == null || output.drain(millis);
    }

    /** Throws all output away from now on. */
    void abandon() {
        if (output != null) {
            output.abandon();
        }
    }

    /** Gives the terminal back as it was. */
    void giveBack() {
        if (output != null) {
            terminal.writer().write(MODES_OFF);
            drain(200);
        }
        terminal.setAttributes(before);
    }

    /** Takes it again, after {@link #giveBack} and whatever others did to it meanwhile. */
    void takeAgain() {
        terminal.enterRawMode();
        terminal.writer().write(PASTE_ON);
    }
}
