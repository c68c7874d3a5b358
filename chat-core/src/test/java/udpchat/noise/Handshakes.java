package udpchat.noise;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Two ends of one handshake, for tests that begin after it or in the midst of it. */
final class Handshakes {
    static final byte[] PROLOGUE = "udpchat/1".getBytes(StandardCharsets.US_ASCII);
    static final Identity ALICE = Identity.generate(new Random(1));
    static final Identity BOB = Identity.generate(new Random(2));

    /** P1, P2 and P3 of the protocol have these lengths. */
    static final byte[] P1 = new byte[72];

    static final byte[] P2 = new byte[8];
    static final byte[] P3 = new byte[8];

    private Handshakes() {}

    static HandshakeState alice() {
        return HandshakeState.initiator(PROLOGUE, ALICE, new Random(3));
    }

    static HandshakeState bob() {
        return HandshakeState.responder(PROLOGUE, BOB, new Random(4));
    }

    /** The channels of the two sides. */
    record Channels(SecureChannel initiator, SecureChannel responder) {}

    static Channels channels() {
        try {
            HandshakeState alice = alice();
            HandshakeState bob = bob();
            bob.readMessage(alice.writeMessage(P1));
            alice.readMessage(bob.writeMessage(P2));
            bob.readMessage(alice.writeMessage(P3));
            return new Channels(alice.split(), bob.split());
        } catch (NoiseException e) {
            throw new AssertionError(e);
        }
    }

    /** The bytes with one bit flipped. */
    static byte[] flipped(byte[] bytes, int bit) {
        byte[] forged = bytes.clone();
        forged[bit / 8] ^= (byte) (1 << (bit % 8));
        return forged;
    }
}
