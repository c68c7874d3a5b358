package udpchat.session;

import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;

/** What both halves of a handshake have. */
abstract class Handshake {
    final PeerAddress address;
    /** Ours. */
    final int index;
    /** The ephemeral key of whoever sent INIT: the name of this handshake that both sides know. */
    final Bytes ephemeral;
    /** When it began, in {@link HandshakeContext#tick()}s. */
    final long order;

    private HandshakePhase phase;

    Handshake(HandshakePhase begin, PeerAddress address, int index, Bytes ephemeral, long order) {
        this.phase = begin;
        this.address = address;
        this.index = index;
        this.ephemeral = ephemeral;
        this.order = order;
    }

    HandshakePhase phase() {
        return phase;
    }

    /** The only way from one phase to another. */
    final void on(HandshakePhase.Signal signal) {
        phase = phase.next(signal);
    }
}
