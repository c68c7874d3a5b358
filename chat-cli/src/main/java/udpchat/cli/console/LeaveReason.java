package udpchat.cli.console;

/** Why the screen was left. */
public enum LeaveReason {
    /** The person wanted to: Ctrl-D or Ctrl-C on an empty line, or a command. */
    QUIT(0),
    /** SIGINT from outside; the terminal itself sends none while a line is edited. */
    INTERRUPTED(130),
    /** SIGTERM. */
    TERMINATED(143),
    /** SIGHUP, or the terminal is gone: end of file or an input/output error. */
    HANGUP(129);

    private final int exitCode;

    LeaveReason(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code that tells it: 0, or 128 and the signal's number. */
    public int exitCode() {
        return exitCode;
    }
}
