package udpchat.session;

import java.util.random.RandomGenerator;
import udpchat.wire.WireLimits.Datagram;

/** What all sessions of one thread share, so that an idle one costs little: the dice and the scratch memory. */
public final class SessionContext {
    final RandomGenerator random;
    /** The packet that is being opened. */
    final byte[] packet = new byte[Datagram.MAX];

    final byte[] plaintext = new byte[Datagram.MAX];
    /** The packet that is being built. */
    final PacketBuilder builder = new PacketBuilder();

    /** @param random {@link udpchat.noise.SystemRandom} in a running program: path challenges are drawn from it */
    public SessionContext(RandomGenerator random) {
        this.random = random;
    }
}
