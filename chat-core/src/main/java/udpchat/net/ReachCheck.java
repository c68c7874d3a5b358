package udpchat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.random.RandomGenerator;
import udpchat.model.Reach;
import udpchat.wire.Hello;
import udpchat.wire.Packet;

/**
 * Asks an address by HELLO, which a plain peer does not see, from a connected socket of its own: only such a one is told
 * by the system what routers and the other machine say. Blocks the thread of the caller.
 */
public final class ReachCheck {

    private static final int TRIES = 5;

    private ReachCheck() {}

    /**
     * Asks five times: where a third is lost, all of them are in one case of two hundred.
     *
     * @param patience in all
     */
    public static Reach run(InetSocketAddress to, RandomGenerator random, Duration patience) {
        byte[] hello = new Hello(Packet.VERSION, random.nextLong()).encode();
        try (DatagramChannel channel = DatagramChannel.open();
                Selector selector = Selector.open()) {
            channel.connect(to);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            for (int i = 0; i < TRIES; i++) {
                channel.write(ByteBuffer.wrap(hello));
                selector.selectedKeys().clear();
                selector.select(Math.max(1, patience.toMillis() / TRIES));
                if (channel.read(ByteBuffer.allocate(2048)) > 0) {
                    return Reach.ANSWERS;
                }
            }
            return Reach.SILENCE;
        } catch (PortUnreachableException e) {
            return Reach.NO_PROGRAM;
        } catch (NoRouteToHostException e) {
            return Reach.NO_ROUTE;
        } catch (IOException e) {
            return LinkCheck.isForbidden(e) ? Reach.FORBIDDEN : Reach.NO_ROUTE;
        }
    }
}
