package udpchat.session;

import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;

/** A datagram to send. */
public record Transmit(PeerAddress to, Bytes payload) {}
