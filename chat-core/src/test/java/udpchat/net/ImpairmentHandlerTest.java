package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import udpchat.model.Impairment;

class ImpairmentHandlerTest {
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    @Test
    void delaysBothWays() {
        EmbeddedChannel channel = channel("delay=50");
        channel.writeInbound(packet("in"));
        ChannelFuture sent = channel.writeOneOutbound(packet("out"));
        channel.flushOutbound();
        assertTrue(sent.isSuccess());
        assertNull(channel.readInbound());
        assertNull(channel.readOutbound());
        advance(channel, 49);
        assertNull(channel.readInbound());
        assertNull(channel.readOutbound());
        advance(channel, 1);
        assertEquals(List.of("in"), texts(channel, true));
        assertEquals(List.of("out"), texts(channel, false));
        assertFalse(channel.finish());
    }

    @Test
    void whatComesTwiceIsWholeTwice() {
        EmbeddedChannel channel = channel("dup=100");
        channel.writeInbound(packet("in"));
        channel.writeOutbound(packet("out"));
        assertEquals(List.of("in", "in"), texts(channel, true));
        assertEquals(List.of("out", "out"), texts(channel, false));
        assertFalse(channel.finish());
    }

    @Test
    void whatIsLostIsReleased() {
        EmbeddedChannel channel = channel("loss=100");
        DatagramPacket in = packet("in");
        DatagramPacket out = packet("out");
        channel.writeInbound(in);
        assertTrue(channel.writeOneOutbound(out).isSuccess());
        channel.flushOutbound();
        assertEquals(0, in.refCnt());
        assertEquals(0, out.refCnt());
        assertFalse(channel.finish());
    }

    @Test
    void whatIsUnderWayWhenTheChannelClosesIsReleased() {
        EmbeddedChannel channel = channel("delay=50,dup=100");
        DatagramPacket in = packet("in");
        DatagramPacket out = packet("out");
        channel.writeInbound(in);
        channel.writeOutbound(out);
        assertFalse(channel.finish());
        assertEquals(0, in.refCnt());
        assertEquals(0, out.refCnt());
    }

    private static EmbeddedChannel channel(String how) {
        EmbeddedChannel channel = new EmbeddedChannel(new ImpairmentHandler(Impairment.parse(how)));
        channel.freezeTime();
        return channel;
    }

    private static void advance(EmbeddedChannel channel, long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static DatagramPacket packet(String text) {
        ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        return new DatagramPacket(content, THERE, THERE);
    }

    private static List<String> texts(EmbeddedChannel channel, boolean inbound) {
        List<String> texts = new ArrayList<>();
        while (true) {
            DatagramPacket packet = inbound ? channel.readInbound() : channel.readOutbound();
            if (packet == null) {
                return texts;
            }
            texts.add(packet.content().toString(StandardCharsets.UTF_8));
            packet.release();
        }
    }
}
