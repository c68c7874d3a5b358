package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class CaptureGateTest {

    /** Else a HELLO to all, our own among them, would be taken for one that asks us alone. */
    @Test
    void whatWentToManyStaysSuch() {
        EmbeddedChannel channel = new EmbeddedChannel(new CaptureGate());
        channel.writeInbound(new GroupPacket(
                Unpooled.wrappedBuffer(new byte[] {1}),
                new InetSocketAddress("::", 8088),
                new InetSocketAddress("10.0.0.1", 8089),
                null));
        GroupPacket passed = assertInstanceOf(GroupPacket.class, channel.readInbound());
        assertInstanceOf(Inet4Address.class, passed.recipient().getAddress());
        assertEquals(8088, passed.recipient().getPort());
        passed.release();
        channel.finishAndReleaseAll();
    }
}
