package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import udpchat.messaging.Outgoing;
import udpchat.model.PeerAddress;

class DatagramWriterTest {

    private static final PeerAddress BOB = new PeerAddress(InetAddress.getLoopbackAddress(), 9001);
    private static final PeerAddress EVE = new PeerAddress(InetAddress.getLoopbackAddress(), 9002);

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Refusing network = new Refusing();
    private final List<String> outcomes = new ArrayList<>();
    private final List<Outgoing> told = new ArrayList<>();
    private DatagramWriter writer;

    @BeforeEach
    void open() {
        channel.config().setAllocator(buffers);
        channel.pipeline().addLast(network).addLast("us", new ChannelInboundHandlerAdapter());
        writer = writer(true);
    }

    @AfterEach
    void nothingLeaks() {
        channel.finishAndReleaseAll();
        assertEquals(0, buffers.metric().usedDirectMemory(), "direct bytes leaked");
    }

    @Test
    void packetsOfOneSizeToOnePeerGoTogether() {
        List<Outgoing> packets = packets(BOB, 1200, 1200, 1200);
        packets.forEach(writer::write);
        assertTrue(writer.isFlushNeeded());
        writer.flush();
        assertFalse(writer.isFlushNeeded());
        assertEquals(List.of("9001 3600/1200"), written());
        assertEquals(packets, told);
        assertEquals(List.of("sent", "sent", "sent"), outcomes);
    }

    @Test
    void theLastOfThemMayBeShorterButNotLonger() {
        packets(BOB, 1200, 1200, 300, 300, 301).forEach(writer::write);
        writer.flush();
        assertEquals(List.of("9001 2700/1200", "9001 300", "9001 301"), written());
    }

    @Test
    void anotherPeerIsAnotherWrite() {
        packets(BOB, 100, 100).forEach(writer::write);
        packets(EVE, 100).forEach(writer::write);
        packets(BOB, 100).forEach(writer::write);
        writer.flush();
        assertEquals(List.of("9001 200/100", "9002 100", "9001 100"), written());
    }

    @Test
    void noMoreThanTheKernelTakes() {
        packets(BOB, IntStream.generate(() -> 10).limit(65).toArray()).forEach(writer::write);
        packets(EVE, IntStream.generate(() -> 1200).limit(56).toArray()).forEach(writer::write);
        writer.flush();
        assertEquals(List.of("9001 640/10", "9001 10", "9002 64800/1200", "9002 2400/1200"), written());
        assertEquals(65 + 56, told.size());
    }

    @Test
    void withoutSegmentsEachGoesByItself() {
        writer = writer(false);
        packets(BOB, 1200, 1200).forEach(writer::write);
        writer.flush();
        assertEquals(List.of("9001 1200", "9001 1200"), written());
    }

    /** What the kernel says of a batch it says of all; each is to have its own answer. */
    @Test
    void aRefusedBatchIsWrittenOneByOne() {
        network.refused = packet -> packet instanceof SegmentedDatagramPacket
                || packet.content().getByte(packet.content().readerIndex()) == 1;
        List<Outgoing> packets = packets(BOB, 50, 50, 50);
        packets.forEach(writer::write);
        writer.flush();
        assertTrue(writer.isFlushNeeded(), "they are still to be flushed");
        writer.flush();
        assertEquals(List.of(packets.get(0), packets.get(2), packets.get(1)), told);
        assertEquals(List.of("sent", "sent", "refused"), outcomes);
        assertEquals(List.of("9001 50", "9001 50"), written());
    }

    @Test
    void whereOnlySegmentsAreRefusedNoMoreAreTried() {
        network.refused = SegmentedDatagramPacket.class::isInstance;
        packets(BOB, 50, 50).forEach(writer::write);
        writer.flush();
        writer.flush();
        packets(BOB, 50, 50).forEach(writer::write);
        writer.flush();
        assertEquals(1, network.refusals);
        assertEquals(List.of("sent", "sent", "sent", "sent"), outcomes);
        assertEquals(List.of("9001 50", "9001 50", "9001 50", "9001 50"), written());
    }

    @Test
    void whereNothingGoesSegmentsAreTriedAgain() {
        network.refused = packet -> true;
        packets(BOB, 50, 50).forEach(writer::write);
        writer.flush();
        writer.flush();
        assertEquals(3, network.refusals);
        network.refused = packet -> false;
        packets(BOB, 50, 50).forEach(writer::write);
        writer.flush();
        assertEquals(List.of("refused", "refused", "sent", "sent"), outcomes);
        assertEquals(List.of("9001 100/50"), written());
    }

    @Test
    void aClosedChannelRefusesAll() {
        channel.close();
        packets(BOB, 50, 50).forEach(writer::write);
        writer.flush();
        assertEquals(List.of("StacklessClosedChannelException", "StacklessClosedChannelException"), outcomes);
    }

    private DatagramWriter writer(boolean segments) {
        return new DatagramWriter(channel.pipeline().context("us"), segments, (datagram, failure) -> {
            told.add(datagram);
            outcomes.add(failure.orElse("sent"));
        });
    }

    /** Each begins with its number among them. */
    private static List<Outgoing> packets(PeerAddress to, int... sizes) {
        List<Outgoing> packets = new ArrayList<>();
        for (int size : sizes) {
            byte[] payload = new byte[size];
            payload[0] = (byte) packets.size();
            packets.add(Outgoing.packet(to, payload));
        }
        return packets;
    }

    /** Port and bytes of each write, and the bytes of a segment. Checks that each packet is whole. */
    private List<String> written() {
        List<String> all = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            byte[] bytes = ByteBufUtil.getBytes(packet.content());
            String line = packet.recipient().getPort() + " " + bytes.length;
            if (packet instanceof SegmentedDatagramPacket segmented) {
                line += "/" + segmented.segmentSize();
                for (int at = segmented.segmentSize(); at < bytes.length; at += segmented.segmentSize()) {
                    assertEquals(bytes[at - segmented.segmentSize()] + 1, bytes[at]);
                }
            }
            all.add(line);
            packet.release();
        }
        return all;
    }

    /** Refuses when it is flushed, as a socket does. */
    private static final class Refusing extends ChannelOutboundHandlerAdapter {
        private Predicate<DatagramPacket> refused = packet -> false;
        private final List<ChannelPromise> held = new ArrayList<>();
        private int refusals;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (refused.test((DatagramPacket) message)) {
                refusals++;
                ReferenceCountUtil.release(message);
                held.add(promise);
            } else {
                ctx.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            ctx.flush();
            List<ChannelPromise> now = List.copyOf(held);
            held.clear();
            now.forEach(promise -> promise.setFailure(new IOException("refused")));
        }
    }
}
