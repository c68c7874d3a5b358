package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import udpchat.directory.PeerDirectory;
import udpchat.engine.Command;
import udpchat.engine.Engines;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;

class PeerHandlerTest {

    private long messages;

    private static final Instant WALL = Instant.parse("2026-01-01T10:42:00Z");
    private static final InetSocketAddress SELF = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8089);
    private static final InetSocketAddress BOB = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9001);
    private static final Delivery SENT = new Delivery.Sent();

    /** Counts what is allocated and not released: exact, and it does not wait for a garbage collection. */
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);

    private final List<ChatEvent> events = new ArrayList<>();
    private InstantSource wall = InstantSource.fixed(WALL);
    private PeerHandler handler;
    private EmbeddedChannel channel;

    @BeforeEach
    void open() {
        handler = new PeerHandler(Engines.quiet(new PeerDirectory(), () -> wall.instant()), events::addAll);
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.config().setAllocator(buffers);
        channel.pipeline().addLast(handler);
    }

    @AfterEach
    void nothingLeaks() {
        channel.releaseOutbound();
        channel.finishAndReleaseAll();
        assertEquals(0, buffers.metric().usedDirectMemory(), "direct bytes leaked");
        assertEquals(0, buffers.metric().usedHeapMemory(), "heap bytes leaked");
    }

    @Test
    void aPacketInIsAnEvent() {
        ByteBuf content = content("你好\n".getBytes(StandardCharsets.UTF_8));
        channel.writeInbound(new DatagramPacket(content, SELF, BOB));
        assertEquals(0, content.refCnt());
        assertInstanceOf(ChatEvent.PeerChanged.class, events.get(0));
        ChatEvent.MessageReceived received = assertInstanceOf(ChatEvent.MessageReceived.class, events.get(1));
        assertEquals("你好", received.message().text());
        assertEquals(PeerAddress.of(BOB), received.message().from());
        assertNull(channel.readInbound(), "it goes no further");
    }

    @Test
    void emptyLargestAndImpossiblePackets() {
        receive(new byte[0]);
        assertEquals(List.of(), events);
        receive(new byte[65_535]);
        assertEquals(
                65_535,
                ((ChatEvent.MessageReceived) events.get(1)).message().text().length());
        // No network delivers one; should one come, it costs itself alone.
        receive(new byte[70_000]);
        assertInstanceOf(ChatEvent.Trouble.class, events.get(2));
        receive("hi".getBytes(StandardCharsets.UTF_8));
        assertInstanceOf(ChatEvent.MessageReceived.class, events.get(3));
        assertTrue(channel.isOpen());
    }

    @Test
    void aCommandIsAPacketOut() {
        CompletableFuture<Delivery> result = send("hi");
        assertNull(channel.readOutbound(), "submit only hops over");
        channel.runPendingTasks();
        assertEquals(List.of("hi"), outbound());
        assertEquals(SENT, result.getNow(null));
    }

    @Test
    void commandsOfOneTurnKeepTheirOrder() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            send("m" + i);
            expected.add("m" + i);
        }
        channel.runPendingTasks();
        assertEquals(expected, outbound());
    }

    @Test
    void theDeadlineOfAPacedTextFires() {
        CompletableFuture<Delivery> result = send("a".repeat(33 * 1024));
        channel.runPendingTasks();
        assertEquals(16, outbound().size());
        advance(9);
        assertEquals(0, outbound().size());
        advance(1);
        assertEquals(16, outbound().size());
        advance(10);
        assertEquals(1, outbound().size());
        assertEquals(SENT, result.getNow(null));
    }

    @Test
    void nothingIsWrittenToAChannelThatTakesNoMore() {
        writable(false);
        CompletableFuture<Delivery> result = send("hi");
        channel.runPendingTasks();
        assertEquals(List.of(), outbound());
        assertFalse(result.isDone());
        writable(true);
        channel.runPendingTasks();
        assertEquals(List.of("hi"), outbound());
        assertEquals(SENT, result.getNow(null));
    }

    @Test
    void receivingGoesOnWhileNothingCanBeWritten() {
        writable(false);
        send("hi");
        channel.runPendingTasks();
        receive("there".getBytes(StandardCharsets.UTF_8));
        assertEquals(2, events.size());
        writable(true);
    }

    @Test
    void closeOnAChannelThatNeverTakesMore() {
        writable(false);
        CompletableFuture<Delivery> result = send("hi");
        handler.submit(new Command.Close(TimeUnit.MILLISECONDS.toNanos(50)));
        channel.runPendingTasks();
        assertTrue(channel.isOpen());
        advance(49);
        assertTrue(channel.isOpen());
        advance(1);
        assertFalse(channel.isOpen());
        assertClosed(result);
        assertEquals(List.of(new ChatEvent.Closed(Optional.empty())), events);
    }

    @Test
    void closeWhenThePacketsAreWithTheNetworkForEver() {
        Holding network = new Holding();
        channel.pipeline().addFirst(network);
        CompletableFuture<Delivery> result = send("hi");
        handler.submit(new Command.Close(TimeUnit.MILLISECONDS.toNanos(50)));
        channel.runPendingTasks();
        assertTrue(channel.isOpen());
        advance(50);
        assertFalse(channel.isOpen());
        network.failAll(new IOException("closed"));
        assertClosed(result);
    }

    @Test
    void closeAfterTheLastAnswer() {
        Holding network = new Holding();
        channel.pipeline().addFirst(network);
        CompletableFuture<Delivery> result = send("hi");
        handler.submit(new Command.Close(TimeUnit.SECONDS.toNanos(50)));
        channel.runPendingTasks();
        assertTrue(channel.isOpen());
        network.succeedAll();
        channel.runPendingTasks();
        assertEquals(SENT, result.getNow(null));
        assertFalse(channel.isOpen());
    }

    @Test
    void whatTheNetworkRefusesIsNotSent() {
        Holding network = new Holding();
        channel.pipeline().addFirst(network);
        CompletableFuture<Delivery> result = send("hi");
        channel.runPendingTasks();
        network.failAll(new IOException("Network is unreachable"));
        assertEquals(new Delivery.Failed(Delivery.Reason.NETWORK, "Network is unreachable"), result.getNow(null));
        assertTrue(channel.isOpen());
    }

    @Test
    void aSocketThatIsClosedByTheNetworkAnswersEverything() {
        CompletableFuture<Delivery> paced = send("a".repeat(33 * 1024));
        channel.runPendingTasks();
        CompletableFuture<Delivery> submitted = send("hi");
        channel.close();
        channel.runPendingTasks();
        assertClosed(paced);
        assertClosed(submitted);
        assertEquals(List.of(new ChatEvent.Closed(Optional.of("the network closed the socket"))), events);
    }

    @Test
    void afterTheCloseEverythingIsAnsweredAtOnce() {
        channel.close();
        channel.runPendingTasks();
        CompletableFuture<List<Contact>> list = new CompletableFuture<>();
        CompletableFuture<PeerStats> stats = new CompletableFuture<>();
        CompletableFuture<Contact> change = new CompletableFuture<>();
        handler.submit(new Command.ListContacts(list));
        handler.submit(new Command.ReadStats(stats));
        handler.submit(new Command.ChangeContact(new Command.ContactChange.Remove("bob"), change));
        handler.submit(new Command.Locate("bob", PeerAddress.of(BOB)));
        handler.submit(new Command.Close(0));
        assertClosed(send("hi"));
        assertTrue(list.isCompletedExceptionally());
        assertTrue(stats.isCompletedExceptionally());
        assertTrue(change.isCompletedExceptionally());
    }

    @Test
    void whatTheNetworkSaysIsTold() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));
        channel.pipeline().fireExceptionCaught(new IOException());
        assertEquals(
                List.of(
                        new ChatEvent.Trouble("the network: Connection reset"),
                        new ChatEvent.Trouble("the network: IOException")),
                events);
        assertTrue(channel.isOpen());
    }

    /** A bug in what a datagram causes must not let a stranger close the peer. */
    @Test
    void aBugInReceivingCostsTheDatagram() {
        receive("hi".getBytes(StandardCharsets.UTF_8));
        assertEquals(2, events.size());
        wall = () -> {
            throw new IllegalStateException("bug");
        };
        receive("hi".getBytes(StandardCharsets.UTF_8));
        assertEquals(new ChatEvent.Trouble("internal error: java.lang.IllegalStateException: bug"), events.get(2));
        assertEquals(3, events.size());
        wall = InstantSource.fixed(WALL);
        receive("hi".getBytes(StandardCharsets.UTF_8));
        assertEquals(4, events.size());
    }

    @Test
    void aBugInACommandCostsTheCommand() {
        CompletableFuture<Delivery> bad = new CompletableFuture<>();
        handler.submit(new Command.Send(null, new MessageId(0, 1), "hi", false, bad));
        CompletableFuture<Delivery> good = send("there");
        channel.runPendingTasks();
        assertClosed(bad);
        assertEquals(SENT, good.getNow(null));
        assertEquals(List.of("there"), outbound());
    }

    @Test
    void anErrorClosesAndAnswersEverything() {
        CompletableFuture<Delivery> paced = send("a".repeat(33 * 1024));
        channel.runPendingTasks();
        wall = () -> {
            throw new AssertionError("broken");
        };
        receive("hi".getBytes(StandardCharsets.UTF_8));
        channel.runPendingTasks();
        assertFalse(channel.isOpen());
        assertClosed(paced);
        assertEquals(
                List.of(new ChatEvent.Closed(Optional.of("internal error: java.lang.AssertionError: broken"))), events);
    }

    @Test
    void aCallbackMaySendAndClose() {
        CompletableFuture<Delivery> second = new CompletableFuture<>();
        send("first").thenRun(() -> {
            handler.submit(new Command.Send(
                    new Destination.Raw(PeerAddress.of(BOB)), new MessageId(0, 2), "second", false, second));
            handler.submit(new Command.Close(TimeUnit.SECONDS.toNanos(1)));
        });
        channel.runPendingTasks();
        assertEquals(List.of("first", "second"), outbound());
        assertEquals(SENT, second.getNow(null));
        assertFalse(channel.isOpen());
    }

    private CompletableFuture<Delivery> send(String text) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        handler.submit(new Command.Send(
                new Destination.Raw(PeerAddress.of(BOB)), new MessageId(1, ++messages), text, false, result));
        return result;
    }

    private void receive(byte[] bytes) {
        channel.writeInbound(new DatagramPacket(content(bytes), SELF, BOB));
    }

    private ByteBuf content(byte[] bytes) {
        return buffers.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }

    private void advance(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private void writable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private List<String> outbound() {
        List<String> texts = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            assertEquals(BOB, packet.recipient());
            texts.add(packet.content().toString(StandardCharsets.UTF_8));
            packet.release();
        }
        return texts;
    }

    private static void assertClosed(CompletableFuture<Delivery> result) {
        Delivery.Failed failed = assertInstanceOf(Delivery.Failed.class, result.getNow(null));
        assertEquals(Delivery.Reason.CLOSED, failed.reason());
    }

    /** A network that says nothing until it is told what to say. */
    private static final class Holding extends ChannelOutboundHandlerAdapter {
        private final ArrayDeque<ChannelPromise> held = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            held.add(promise);
        }

        void failAll(Throwable cause) {
            while (!held.isEmpty()) {
                held.remove().setFailure(cause);
            }
        }

        void succeedAll() {
            while (!held.isEmpty()) {
                held.remove().setSuccess();
            }
        }
    }
}
