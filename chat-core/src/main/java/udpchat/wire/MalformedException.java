package udpchat.wire;

/**
 * Bytes from the network that are not what they should be. It is checked, because every caller has to decide what a
 * stranger's nonsense costs, and cheap, because a stranger decides how often it is thrown: no stack trace, and the
 * message is a constant.
 */
public final class MalformedException extends Exception {

    /**
     * @param rule what was broken, a constant for counters and logs; nothing a peer sent belongs into it
     */
    public MalformedException(String rule) {
        super(rule, null, false, false);
    }
}
