package udpchat.cli.command;

/** What the program's exit status means; part of its interface, listed in docs/scripting.md. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    /** Not delivered in time, or {@code --count} not reached before {@code --timeout}. */
    public static final int NOT_IN_TIME = 3;

    public static final int CANNOT_BIND = 5;
    public static final int UNKNOWN_PEER = 6;

    private ExitCode() {}
}
