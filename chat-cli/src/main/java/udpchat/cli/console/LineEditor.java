package udpchat.cli.console;

import java.io.IOException;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Buffer;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.Expander;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/**
 * JLine's line editor with the keys and habits of a chat: Ctrl-C and Ctrl-Z are keys, Alt-Enter is a new line, a paste is one
 * piece whatever its size, quotes and exclamation marks mean nothing. Its lock (JLine's own) guards all that is drawn.
 */
final class LineEditor extends LineReaderImpl {
    private static final String PASTE_END = "\u001b[201~";

    /** The longest paste that is taken, in characters; any message is shorter. */
    private static final int MAX_PASTE = 4 << 20;

    private final Pastes pastes = new Pastes();
    private final Runnable onSuspend;
    private final IntSupplier pendingInput;

    /**
     * @param onSuspend Ctrl-Z; called with the lock held
     * @param pendingInput bytes that were typed and not yet read
     */
    LineEditor(
            Terminal terminal,
            ConsoleSettings settings,
            LineHistory history,
            Runnable onSuspend,
            IntSupplier pendingInput)
            throws IOException {
        super(terminal, "udpchat");
        this.onSuspend = onSuspend;
        this.pendingInput = pendingInput;
        setParser(new Words());
        setExpander(new NoExpansion());
        setHistory(history);
        setCompleter((reader, line, candidates) -> complete(settings.completion(), line, candidates));
        setOpt(Option.ERASE_LINE_ON_FINISH);
        setOpt(Option.DISABLE_EVENT_EXPANSION);
        setOpt(Option.CASE_INSENSITIVE_SEARCH);
        unsetOpt(Option.AUTO_MENU);
        unsetOpt(Option.INSERT_TAB);
        unsetOpt(Option.COMPLETE_MATCHER_TYPO);
        setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "");
        setVariable(LineReader.HISTORY_SIZE, LineHistory.MAX_FILE_LINES);
        setVariable(LineReader.BELL_STYLE, "none");
        bindKeys();
    }

    /** What is typed is what is meant: no {@code !!}, no {@code $NAME}. */
    private static final class NoExpansion implements Expander {
        @Override
        public String expandHistory(History history, String line) {
            return line;
        }

        @Override
        public String expandVar(String word) {
            return word;
        }
    }

    private void bindKeys() {
        getWidgets().put("clear-or-leave", this::clearOrLeave);
        getWidgets().put("suspend", this::suspend);
        getWidgets().put("new-line", this::newLine);
        for (String map : List.of(EMACS, VIINS, VICMD, MAIN)) {
            KeyMap<Binding> keys = getKeyMaps().get(map);
            keys.bind(new Reference("clear-or-leave"), KeyMap.ctrl('C'));
            keys.bind(new Reference("suspend"), KeyMap.ctrl('Z'));
            keys.bind(new Reference("new-line"), KeyMap.alt('\r'), KeyMap.alt('\n'));
            keys.bind(new Reference(DELETE_CHAR), KeyMap.ctrl('D'));
        }
    }

    /** Reads a line, its pastes in full. Throws {@link EndOfFileException} when the person leaves or input ends. */
    String read(String text) {
        String shown = text.isEmpty() ? "" : pastes.shown(text);
        String line = pastes.expand(readLine(null, (Character) null, shown == null ? "" : shown));
        pastes.clear();
        return line;
    }

    /** JLine sets the prompts anew for each line; here they are only what {@link #prompts} says. */
    @Override
    public void setPrompt(String ignored) {}

    @Override
    public void setRightPrompt(String ignored) {}

    /** Sets both prompts, not yet drawn. */
    void prompts(AttributedString left, AttributedString right) {
        prompt = left;
        rightPrompt = right;
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Draws the line anew, unless nobody is typing. */
    void refresh() {
        if (reading) {
            redisplay(true);
        }
    }

    /** Takes the line off the screen; the cursor stays where it began. */
    void hide() {
        if (reading) {
            display.update(List.of(), 0);
        }
    }

    /** Draws the line at the cursor, in a window that may have another size by now. */
    void showAgain() {
        if (reading) {
            size = terminal.getBufferSize();
            display.resize(size);
            display.reset();
            terminal.puts(Capability.carriage_return);
            redisplay(true);
        }
    }

    void resized() {
        handleSignal(Terminal.Signal.WINCH);
    }

    void wipe() {
        if (reading) {
            clearScreen();
            redisplay(true);
        } else {
            terminal.puts(Capability.clear_screen);
            terminal.flush();
        }
    }

    boolean isReadingLine() {
        return reading;
    }

    private boolean clearOrLeave() {
        if (buf.length() == 0) {
            throw new EndOfFileException();
        }
        buf.clear();
        pastes.clear();
        history.moveToEnd();
        return true;
    }

    private boolean suspend() {
        onSuspend.run();
        return true;
    }

    private boolean newLine() {
        buf.write('\n');
        return true;
    }

    /**
     * The terminal has wrapped its lines anew before we hear of its new size; drawing by the old one would leave half of the
     * input line behind.
     */
    private void followSize() {
        if (reading && !terminal.getBufferSize().equals(size)) {
            handleSignal(Terminal.Signal.WINCH);
        }
    }

    @Override
    protected void redisplay(boolean flush) {
        lock.lock();
        try {
            followSize();
            super.redisplay(flush);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void printAbove(String text) {
        lock.lock();
        try {
            followSize();
            super.printAbove(text);
        } finally {
            lock.unlock();
        }
    }

    /** A key that is followed by more needs no picture of its own. */
    @Override
    public boolean redisplay() {
        if (pendingInput.getAsInt() == 0) {
            super.redisplay();
        }
        return true;
    }

    /** Reads to the end of the paste. JLine's own reads pasted text twice where two pastes come at once. */
    @Override
    public boolean beginPaste() {
        StringBuilder text = new StringBuilder();
        boolean tooLong = false;
        while (!endsPaste(text)) {
            int c = readCharacter();
            if (c < 0) {
                throw new EndOfFileException();
            }
            text.appendCodePoint(c);
            if (text.length() > MAX_PASTE) {
                tooLong = true;
                text.delete(0, text.length() - PASTE_END.length());
            }
        }
        text.setLength(text.length() - PASTE_END.length());
        String shown = tooLong ? null : shown(Pastes.normalize(text.toString()));
        if (shown == null) {
            post = () -> new AttributedString("-- too much to paste: send a file instead --");
            return true;
        }
        Buffer line = getBuffer();
        regionActive = RegionType.PASTE;
        regionMark = line.cursor();
        line.write(shown);
        return true;
    }

    private String shown(String text) {
        String shown = pastes.shown(text);
        if (shown == null) {
            pastes.retain(buf.toString());
            shown = pastes.shown(text);
        }
        return shown;
    }

    private static boolean endsPaste(StringBuilder text) {
        int length = text.length();
        return length >= PASTE_END.length()
                && text.charAt(length - 1) == '~'
                && text.substring(length - PASTE_END.length()).equals(PASTE_END);
    }

    /** The line is erased when it is finished, and with it what stands at its right. */
    @Override
    protected void cleanup() {
        AttributedString right = rightPrompt;
        rightPrompt = AttributedString.EMPTY;
        super.cleanup();
        rightPrompt = right;
    }

    /** A line with a mark means nothing later. */
    @Override
    protected String finish(String line) {
        if (!pastes.marked(line)) {
            return super.finish(line);
        }
        return line;
    }

    private static void complete(Completion completion, ParsedLine line, List<Candidate> candidates) {
        if (line instanceof Words.Word at) {
            for (String word : completion.words(at.before(), at.word())) {
                boolean whole = !word.endsWith("/");
                candidates.add(new Candidate(word, word, null, null, null, null, whole));
            }
        }
    }
}
