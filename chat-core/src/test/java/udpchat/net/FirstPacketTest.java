package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FirstPacketTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new FirstPacket(SocketKind.NIO));

    /** All of it arrives, whether it is text or not. */
    private void arrives(byte[] bytes) {
        DatagramPacket packet = new DatagramPacket(
                Unpooled.wrappedBuffer(bytes), new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        assertTrue(channel.writeInbound(packet));
        assertSame(packet, channel.readInbound());
        packet.release();
    }

    @Test
    void textIsNoPacket() {
        arrives("hello".getBytes(StandardCharsets.UTF_8));
        arrives("你好 👋".getBytes(StandardCharsets.UTF_8));
        arrives(new byte[0]);
        assertNotNull(channel.pipeline().get(FirstPacket.class));
    }

    @Test
    void isGoneWithTheFirst() {
        arrives(new byte[] {(byte) 0xf8, 'U', 'C'});
        assertNull(channel.pipeline().get(FirstPacket.class));
        arrives(new byte[] {(byte) 0xfb, 1, 2});
    }
}
