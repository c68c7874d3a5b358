package udpchat.messaging;

import udpchat.model.PeerAddress;

/** One datagram on its way out. Compared by identity: two alike are two datagrams. */
public final class Outgoing {

    private final PeerAddress to;
    private final byte[] payload;
    private final PlainMessage message;

    /**
     * @param to where
     * @param payload what; not changed by anybody from here on
     * @param message what it is a piece of
     */
    Outgoing(PeerAddress to, byte[] payload, PlainMessage message) {
        this.to = to;
        this.payload = payload;
        this.message = message;
    }

    public PeerAddress to() {
        return to;
    }

    public byte[] payload() {
        return payload;
    }

    public PlainMessage message() {
        return message;
    }
}
