package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.directory.PeerDirectory;
import udpchat.engine.Command;
import udpchat.engine.Engines;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.noise.Identity;

/** Two handlers, each in a channel of its own, and between them a link that loses, doubles and delays. */
class PeerHandlerPairTest {

    private static final int STEP_MILLIS = 1;

    /** Counts what is allocated and not released. */
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);

    private final Random random = new Random(1);
    private final List<Flying> link = new ArrayList<>();
    private final Side alice = new Side(1);
    private final Side bob = new Side(2);
    private long now;
    private double loss;
    private IntSupplier delayMillis = () -> 5 + random.nextInt(10);

    private record Flying(long at, Side to, DatagramPacket packet) {}

    private final class Side {
        final InetSocketAddress address;
        final List<String> texts = new ArrayList<>();
        final PeerHandler handler;
        final EmbeddedChannel channel = new EmbeddedChannel();
        boolean closed;

        Side(int host) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000 + host);
            InstantSource wall = () -> Instant.EPOCH.plusMillis(1_700_000_000_000L + now);
            handler = new PeerHandler(
                    Engines.quiet(host, new PeerDirectory(), wall), events -> events.forEach(this::onEvent));
            channel.freezeTime();
            channel.config().setAllocator(buffers);
            channel.pipeline().addLast(handler);
        }

        private void onEvent(ChatEvent event) {
            if (event instanceof ChatEvent.MessageReceived received) {
                texts.add(received.message().text());
            } else if (event instanceof ChatEvent.Closed) {
                closed = true;
            } else if (event instanceof ChatEvent.Trouble trouble) {
                throw new AssertionError(trouble.text());
            }
        }

        CompletableFuture<Delivery> send(Side to, String text) {
            return send(new Destination.Bare(PeerAddress.of(to.address)), text);
        }

        CompletableFuture<Delivery> send(Destination destination, String text) {
            CompletableFuture<Delivery> result = new CompletableFuture<>();
            handler.submit(new Command.Send(destination, MessageId.random(random), text, false, result));
            return result;
        }
    }

    @AfterEach
    void nothingLeaks() {
        link.forEach(each -> each.packet.release());
        for (Side side : List.of(alice, bob)) {
            side.channel.releaseOutbound();
            side.channel.finishAndReleaseAll();
        }
        assertEquals(0, buffers.metric().usedDirectMemory(), "direct bytes leaked");
        assertEquals(0, buffers.metric().usedHeapMemory(), "heap bytes leaked");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3})
    void allArrivesOnceAndInOrder(double share) {
        loss = share;
        int count = 200;
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(alice.send(bob, "a" + i));
            all.add(bob.send(alice, "b" + i));
            step();
        }
        assertTrue(runUntil(() -> all.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(5)));
        all.forEach(each -> assertInstanceOf(Delivery.Delivered.class, each.join()));
        assertEquals(numbered("a", count), bob.texts);
        assertEquals(numbered("b", count), alice.texts);
    }

    @Test
    void aLongTextArrivesWhole() {
        loss = 0.05;
        String text = "你好, ".repeat(20_000);
        CompletableFuture<Delivery> delivery = alice.send(bob, text);
        assertTrue(runUntil(delivery::isDone, Duration.ofMinutes(2)));
        assertInstanceOf(Delivery.Delivered.class, delivery.join());
        assertEquals(List.of(text), bob.texts);
    }

    @Test
    void closeSaysGoodbyeAndEveryResultCompletes() {
        CompletableFuture<Delivery> delivery = alice.send(bob, "hello");
        assertTrue(runUntil(delivery::isDone, Duration.ofSeconds(5)));
        bob.channel.close();
        CompletableFuture<Delivery> never = alice.send(bob, "are you there?");
        alice.handler.submit(new Command.Close(TimeUnit.SECONDS.toNanos(2)));
        assertTrue(runUntil(() -> alice.closed, Duration.ofSeconds(3)));
        assertFalse(alice.channel.isOpen());
        assertEquals(Delivery.Reason.CLOSED, ((Delivery.Failed) never.join()).reason());
    }

    @Test
    void whoWasSaidGoodbyeToClosesAtOnce() {
        CompletableFuture<Delivery> delivery = alice.send(bob, "hello");
        assertTrue(runUntil(delivery::isDone, Duration.ofSeconds(5)));
        alice.handler.submit(new Command.Close(TimeUnit.SECONDS.toNanos(2)));
        assertTrue(runUntil(() -> alice.closed, Duration.ofSeconds(3)));
        runUntil(() -> false, Duration.ofSeconds(1));
        bob.handler.submit(new Command.Close(TimeUnit.SECONDS.toNanos(2)));
        assertTrue(runUntil(() -> bob.closed, Duration.ofSeconds(1)));
    }

    @Test
    void anIdlePairHasNoTimerThatKeepsFiring() {
        CompletableFuture<Delivery> delivery = alice.send(bob, "hello");
        assertTrue(runUntil(delivery::isDone, Duration.ofSeconds(5)));
        runUntil(() -> false, Duration.ofSeconds(2));
        for (Side side : List.of(alice, bob)) {
            long next = side.channel.runScheduledPendingTasks();
            assertTrue(next > TimeUnit.SECONDS.toNanos(1), "the next timer is due in " + next + " ns");
        }
    }

    /** What comes in one batch with the end of the handshake finds a conversation that can take it. */
    @Test
    void theFirstMessageWaitsForNoTimer() {
        delayMillis = () -> 50;
        PeerKey key = PeerKey.of(Identity.generate(new Random(2)).publicKey());
        CompletableFuture<Delivery> delivery =
                alice.send(new Destination.Keyed(key, List.of(PeerAddress.of(bob.address))), "hello");
        assertTrue(runUntil(delivery::isDone, Duration.ofSeconds(5)));
        assertInstanceOf(Delivery.Delivered.class, delivery.join());
        assertTrue(now < 500, "three round trips of 100 ms took " + now + " ms");
    }

    private boolean runUntil(BooleanSupplier condition, Duration atMost) {
        long end = now + atMost.toMillis();
        while (!condition.getAsBoolean()) {
            if (now >= end) {
                return false;
            }
            step();
        }
        return true;
    }

    private void step() {
        transmit(alice, bob);
        transmit(bob, alice);
        now += STEP_MILLIS;
        for (Side side : List.of(alice, bob)) {
            side.channel.advanceTimeBy(STEP_MILLIS, TimeUnit.MILLISECONDS);
            side.channel.runScheduledPendingTasks();
        }
        for (Side side : List.of(alice, bob)) {
            List<DatagramPacket> batch = new ArrayList<>();
            link.removeIf(flying -> flying.to == side && flying.at <= now && batch.add(flying.packet));
            if (side.channel.isOpen()) {
                side.channel.writeInbound(batch.toArray());
            } else {
                batch.forEach(DatagramPacket::release);
            }
        }
    }

    private void transmit(Side from, Side to) {
        from.channel.runPendingTasks();
        for (DatagramPacket packet = from.channel.readOutbound();
                packet != null;
                packet = from.channel.readOutbound()) {
            assertEquals(to.address, packet.recipient());
            if (random.nextDouble() >= loss) {
                fly(from, to, packet.content());
                if (random.nextInt(20) == 0) {
                    fly(from, to, packet.content());
                }
            }
            packet.release();
        }
    }

    private void fly(Side from, Side to, ByteBuf content) {
        DatagramPacket copy = new DatagramPacket(content.copy(), to.address, from.address);
        link.add(new Flying(now + delayMillis.getAsInt(), to, copy));
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
