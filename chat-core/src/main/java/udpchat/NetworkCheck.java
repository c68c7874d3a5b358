package udpchat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;
import udpchat.model.LinkReport;
import udpchat.model.PeerAddress;
import udpchat.model.Reach;
import udpchat.net.LinkCheck;
import udpchat.net.ReachCheck;
import udpchat.noise.SystemRandom;

/**
 * Why does one peer not see another? Tries out the networks of this machine, with sockets of its own and without a peer.
 * Every call blocks its thread for as long as it is given.
 */
public final class NetworkCheck {

    private static final RandomGenerator RANDOM = SystemRandom.create();

    private NetworkCheck() {}

    /**
     * Says HELLO to all on each interface, in each way there is, and listens for it and for answers.
     *
     * @param patience how long to listen; answers of peers come within 100 ms on a LAN
     * @throws ChatException of kind {@code BIND} when the system gives no socket
     */
    public static LinkReport links(Duration patience) {
        try {
            return LinkCheck.run(RANDOM, patience);
        } catch (IOException e) {
            throw new ChatException(ChatException.Kind.BIND, "no socket to try the network with: " + e.getMessage(), e);
        }
    }

    /** Asks one address by HELLO, for what the network and the machine there say to that. */
    public static Reach reach(PeerAddress to, Duration patience) {
        InetSocketAddress address = to.toSocketAddress();
        return ReachCheck.run(address, RANDOM, patience);
    }
}
