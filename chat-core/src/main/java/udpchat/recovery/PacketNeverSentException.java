package udpchat.recovery;

/**
 * The peer acknowledged a packet that it cannot have received (RFC 9000 §13.1, §21.4): it guesses in order to be sent
 * more than the path carries. To be answered by closing the session. Nothing of the ACK was taken over.
 */
public final class PacketNeverSentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long number;

    PacketNeverSentException(long number) {
        super("packet " + number + " was acknowledged but never sent", null, false, false);
        this.number = number;
    }

    public long number() {
        return number;
    }
}
