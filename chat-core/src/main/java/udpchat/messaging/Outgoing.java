package udpchat.messaging;

import java.util.Optional;
import udpchat.model.PeerAddress;

/** One datagram on its way out. Compared by identity: two alike are two datagrams. */
public final class Outgoing {

    private final PeerAddress to;
    private final byte[] payload;
    private final PlainMessage message;

    /**
     * A piece of a plain text.
     *
     * @param to where
     * @param payload what; not changed by anybody from here on
     * @param message what it is a piece of
     */
    Outgoing(PeerAddress to, byte[] payload, PlainMessage message) {
        this.to = to;
        this.payload = payload;
        this.message = message;
    }

    /**
     * A packet that nobody waits for: what becomes of it shows by the peer's answer. Such packets may go to the network
     * many at a time.
     *
     * @param payload at least one byte; not changed by anybody from here on
     */
    public static Outgoing packet(PeerAddress to, byte[] payload) {
        return new Outgoing(to, payload, null);
    }

    public PeerAddress to() {
        return to;
    }

    public byte[] payload() {
        return payload;
    }

    /** What it is a piece of; empty for a {@link #packet}. */
    public Optional<PlainMessage> message() {
        return Optional.ofNullable(message);
    }

    public boolean isPacket() {
        return message == null;
    }
}
