package udpchat.cli.command;

import java.util.Set;
import udpchat.model.Delivery;

/** What the program's exit status means; part of its interface, listed in docs/scripting.md. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    /**
     * Not delivered in time, {@code --count} not reached before {@code --timeout}, or an address that does not answer as
     * udpchat.
     */
    public static final int NOT_IN_TIME = 3;

    /** The key changed, the peer is ignored, or it does not want us. */
    public static final int REFUSED = 4;

    public static final int CANNOT_BIND = 5;
    public static final int UNKNOWN_PEER = 6;

    private ExitCode() {}

    /** The code of a run in which something failed, messages for these reasons. */
    static int of(Set<Delivery.Reason> reasons) {
        if (reasons.contains(Delivery.Reason.KEY_CHANGED)
                || reasons.contains(Delivery.Reason.IGNORED)
                || reasons.contains(Delivery.Reason.REFUSED)) {
            return REFUSED;
        }
        return reasons.contains(Delivery.Reason.NO_ANSWER) || reasons.contains(Delivery.Reason.TIMED_OUT)
                ? NOT_IN_TIME
                : FAILURE;
    }
}
